"""The diagram of states in docs/assessments.md, drawn from the table of transitions.

`python -m tools.draw_states` writes it; a test says when it is out of date.
"""

from dashboard.assessments.transitions import NEEDS, OWNERS, TRANSITIONS

BEGIN = "<!-- states: drawn by python -m tools.draw_states -->"
END = "<!-- end of states -->"


class NoPlace(ValueError):
    """The document has no two markers to draw between."""


def drawn(document: str) -> str:
    """The document with the diagram and the table as they are now."""
    before, begin, rest = document.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not (begin and end):
        raise NoPlace(f"The document needs the lines {BEGIN} and {END}.")
    return f"{before}{BEGIN}\n\n{_mermaid()}\n\n{_table()}\n\n{END}{after}"


def _mermaid() -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [
        f"    {origin or '[*]'} --> {target}: {event}"
        for (origin, event), target in TRANSITIONS.items()
    ]
    return "\n".join([*lines, "```"])


def _table() -> str:
    lines = [
        "| State | Whose turn | Steps, and the right each needs |",
        "|---|---|---|",
    ]
    for state, owner in OWNERS.items():
        steps = ", ".join(
            f"{event} (`{NEEDS[event]}`)"
            for (origin, event) in TRANSITIONS
            if origin == state
        )
        lines.append(f"| {state} | {owner} | {steps or '-'} |")
    return "\n".join(lines)
