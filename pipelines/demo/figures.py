"""The figures of docs/demo.md, as Markdown tables made from a summary.

`python -m pipelines.demo.figures FILE` draws the default year in a folder of its own
and puts its figures between the marks of FILE: `<!-- name -->` and `<!-- /name -->`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pipelines.demo import planned
from pipelines.demo.summary import Summary
from pipelines.demo.year import generate
from pipelines.locations import Locations, locate


def blocks(summary: Summary) -> dict[str, str]:
    """Every table by the name of its marks."""
    c = summary.correction
    return {
        "rows": _table(
            ("source", "read", "loaded", "rejected", "duplicate", "superseded"),
            (
                (
                    source,
                    summary.rows[source],
                    summary.loaded[source],
                    sum(summary.bad.get(source, {}).values()),
                    summary.duplicates.get(source, 0),
                    summary.superseded.get(source, 0) + summary.replaced.get(source, 0),
                )
                for source in summary.rows
            ),
        ),
        "slip": _table(
            ("month of acceptance", "cases", "late", "share"),
            (
                (month, cases, late, f"{late / cases:.1%}")
                for month, (late, cases) in summary.slip.items()
                if month >= "2026-05"
            ),
        ),
        "hidden": _table(
            ("city", "late, accepted February to July", "of them still open", "share"),
            (
                (city, late, still_open, f"{still_open / late:.0%}")
                for city, (still_open, late) in summary.hidden.items()
                if city in ("230100", "230200", planned.HIDING_CITY, "231200")
            ),
        ),
        "bursts": _table(
            ("day", "window", "ratings"),
            ((b.day, b.window, b.ratings) for b in summary.bursts),
        ),
        "correction": _table(
            ("cases_2026-03.csv", "cases_2026-03_更正.csv", "other", "gone", "new"),
            ((c.rows_before, c.rows_after, c.changed, c.removed, c.added),),
        ),
        "counts": _table(
            ("planted rows", "number"),
            (
                ("tags that contradict the level", summary.level_contradictions),
                ("deadline tags on cases on time", summary.deadline_contradictions),
                ("cases that arrive late", summary.late_arrivals),
                *(
                    (f"exact duplicates, {source}", number)
                    for source, number in summary.duplicates.items()
                ),
                *(
                    (f"overtaken by a later row, {source}", number)
                    for source, number in summary.superseded.items()
                ),
            ),
        ),
        "bad": _table(
            ("source", "kind", "rows"),
            (
                (source, f"`{kind}`", number)
                for source, kinds in sorted(summary.bad.items())
                for kind, number in sorted(kinds.items())
            ),
        ),
    }


def filled(text: str, summary: Summary) -> str:
    """The text with every block between its marks as the summary has it."""
    for name, table in blocks(summary).items():
        start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, _, rest = text.partition(start)
        _, found, after = rest.partition(end)
        if not found:
            raise ValueError(f"no marks for {name!r}")
        text = f"{before}{start}{table}\n{end}{after}"
    return text


def _table(header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    written = [
        [f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row]
        for row in rows
    ]
    rule = [
        "---:" if set(cell) <= set("0123456789,.%") else "---" for cell in written[0]
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in [header, rule, *written])


def main(file: Path) -> None:
    """Put the figures of the default year into a file."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(locate().reference, Locations(Path(folder)).reference)
        file.write_text(
            filled(file.read_text("utf-8"), generate(Path(folder))), "utf-8"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
