"""Break marks: what is declared, and what declarations and editions tell by themselves.

Found are a scheme that follows another, a city or department that begins or ends, and
an indicator whose formula was another in an edition. A mark has no words when it was
found: the pages have them in every language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise, product

import duckdb
import pyarrow as pa

from pipelines.declarations.reference import EARLIEST, LATEST
from pipelines.declarations.workspace import Workspace
from pipelines.editions.manifest import Manifest
from pipelines.measure.periods import add_months
from pipelines.tables import TEXTS, put

_TEXT = pa.string()
COLUMNS: dict[str, pa.DataType] = {
    "day": pa.date32(),
    "kind": _TEXT,
    "cause": _TEXT,
    "subject_id": _TEXT,
    "indicator_id": _TEXT,
    "affects": _TEXT,
    "edition_id": _TEXT,
    "text": TEXTS,
    "is_public": pa.bool_(),
}
Row = tuple[object, ...]


def mark(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    formulas: Mapping[str, str],
    editions: Sequence[Manifest],
    as_of: date,
) -> None:
    """Table break_mark: marks within the months that are published."""
    ((first,),) = con.execute(
        "SELECT min(period) FROM period WHERE period_kind = 'month'"
    ).fetchall()
    found = [
        *_declared(workspace),
        *_schemes(workspace),
        *_subjects(workspace),
        *_formulas(formulas, editions),
    ]
    within = [row for row in found if first and first < _day(row) <= as_of]
    put(con, "break_mark", COLUMNS, within)


def _day(row: Row) -> date:
    assert isinstance(row[0], date)
    return row[0]


def _declared(workspace: Workspace) -> Iterator[Row]:
    for each in workspace.breaks:
        pairs = product(each.subjects or (None,), each.indicators or (None,))
        for subject, indicator in pairs:
            yield (
                *(each.day, each.kind, "declared", subject, indicator, "all", None),
                *(each.text, True),
            )


def _schemes(workspace: Workspace) -> Iterator[Row]:
    ordered = sorted(workspace.schemes.values(), key=lambda each: each.valid_from)
    for before, after in pairwise(ordered):
        is_public = "public" in before.audiences and "public" in after.audiences
        yield (
            *(after.valid_from, "definition", "scheme", None, None, "scores", None),
            *(None, is_public),
        )


def _subjects(workspace: Workspace) -> Iterator[Row]:
    reference = workspace.reference
    kinds = (
        ("boundary", "city", reference.cities),
        ("department", "department", reference.departments),
    )
    for kind, prefix, entries in kinds:
        for entry in entries:
            subject = f"{prefix}:{entry.id}"
            rest = (subject, None, "all", None, None, True)
            if entry.valid_from != EARLIEST:
                yield (entry.valid_from, kind, "founded", *rest)
            if entry.valid_to != LATEST:
                day = entry.valid_to + timedelta(days=1)
                yield (day, kind, "abolished", *rest)


def _formulas(
    formulas: Mapping[str, str], editions: Sequence[Manifest]
) -> Iterator[Row]:
    """Where the latest edition of one quarter goes by another formula than the next.

    What is published now follows the last of them: all its periods are computed anew,
    so that only figures that were published earlier are told apart.
    """
    latest = {each.period: each for each in editions}
    course = [
        (period, latest[period].edition, latest[period].formulas)
        for period in sorted(latest)
    ]
    if course:
        course.append((add_months(course[-1][0], 3), "", dict(formulas)))
    for (_, edition, before), (day, _, after) in pairwise(course):
        for indicator in sorted(before.keys() & after.keys()):
            if before[indicator] != after[indicator]:
                yield (
                    *(day, "definition", "formula", None, indicator, "editions"),
                    *(edition, None, True),
                )
