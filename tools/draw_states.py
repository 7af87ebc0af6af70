"""Draw the states of an assessment into docs/assessments.md, from the transitions.

python -m tools.draw_states
"""

from pathlib import Path

from dashboard.assessments import state_diagram

FILE = Path(__file__).resolve().parents[1] / "docs" / "assessments.md"


def main() -> None:
    """Write the document anew where the diagram is out of date."""
    text = FILE.read_text(encoding="utf-8")
    FILE.write_text(state_diagram.drawn(text), encoding="utf-8")


if __name__ == "__main__":
    main()
