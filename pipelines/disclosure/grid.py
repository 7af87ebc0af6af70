"""The cells of the public tables, subject by period, and the sums that tie them.

Over subjects: the whole is the sum of its cities and of its departments. Over time: a
quarter, a year and twelve months are the sum of their months.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.statistics.shifts import Frame
from pipelines.statistics.sums import Sums
from pipelines.tables import put

Numbers = NDArray[np.float64]
# What a hidden figure of a period is missed: twelve months from any month overlap each
# other, the latest of them stands on the ranking page.
_MISSED = {"month": 1.0, "quarter": 3.0, "year": 6.0, "rolling12": 0.5}
_LATEST = 6.0
_OF_ALL = 50.0
_UNFINISHED = 0.5


@dataclass(frozen=True)
class Subject:
    """A public subject, in the order of the grid."""

    subject_id: str
    kind: str
    city_id: str | None
    department_id: str | None


@dataclass(frozen=True)
class Span:
    """A period, and where its months stand in the grid."""

    kind: str
    first: object
    is_provisional: bool
    months: tuple[int, ...]


@dataclass(frozen=True)
class Grid:
    """Cell number = place of the subject x number of periods + place of the period."""

    subjects: tuple[Subject, ...]
    spans: tuple[Span, ...]

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.subjects), len(self.spans)

    def totals(self, *, over_subjects: bool) -> Iterator[tuple[int, list[int]]]:
        """(cell, the cells it is the sum of)."""
        width = len(self.spans)
        for place in range(len(self.subjects)):
            for at, span in enumerate(self.spans):
                if span.kind != "month":
                    months = [place * width + month for month in span.months]
                    yield place * width + at, months
        if over_subjects:
            for whole, parts in self._parts():
                for at in range(width):
                    yield whole * width + at, [part * width + at for part in parts]

    def lasts(self, values: Numbers) -> Iterator[tuple[int, list[int]]]:
        """(cell, the cell of the last month it has): where a period keeps the last."""
        width = len(self.spans)
        for place in range(len(self.subjects)):
            for at, span in enumerate(self.spans):
                held = [place * width + each for each in span.months]
                known = [cell for cell in held if values[cell] > 0]
                if span.kind != "month" and known:
                    yield place * width + at, known[-1:]

    def frame(self, *, over_subjects: bool) -> Frame:
        """The same sums, as a table of subjects by periods."""
        months = [at for at, span in enumerate(self.spans) if span.kind == "month"]
        holds = np.zeros((len(self.spans), len(months)), dtype=bool)
        column = {month: at for at, month in enumerate(months)}
        for at, span in enumerate(self.spans):
            held = span.months or (at,)
            holds[at, [column[month] for month in held]] = True
        groups = tuple(
            (whole, np.array(parts, dtype=np.intp))
            for whole, parts in (self._parts() if over_subjects else ())
        )
        return Frame(holds, groups)

    def missed(self, values: Numbers) -> Numbers:
        """How much the figure of each cell is missed; infinite where there is none.

        A subject's size counts by its order of magnitude over all months, not by the
        cell's own number: a choice that turned with every new row would show today
        what it hid yesterday.
        """
        subjects, spans = self.shape
        latest = max(
            (at for at, span in enumerate(self.spans) if span.kind == "rolling12"),
            default=None,
        )
        by_span = np.array([_MISSED[span.kind] for span in self.spans])
        if latest is not None:
            by_span[latest] = _LATEST
        by_span[[span.is_provisional for span in self.spans]] *= _UNFINISHED
        table = values.reshape(subjects, spans)
        months = np.array([span.kind == "month" for span in self.spans])
        size = np.floor(np.log2(np.maximum(table[:, months].sum(axis=1), 1)))
        by_subject = 1 + size / 4
        by_subject[[each.kind == "all" for each in self.subjects]] *= _OF_ALL
        loss = np.outer(by_subject, by_span).ravel()
        return np.where(values > 0, loss, np.inf)

    def _parts(self) -> Iterator[tuple[int, list[int]]]:
        """(place of a whole, places of its parts), where both are public."""
        place = {each.subject_id: at for at, each in enumerate(self.subjects)}
        by_whole: dict[tuple[str, str], list[int]] = {}
        for at, each in enumerate(self.subjects):
            wholes: Sequence[str] = ()
            if each.kind in ("city", "department"):
                wholes = ("all",)
            elif each.kind == "organ":
                wholes = (f"city:{each.city_id}", f"department:{each.department_id}")
            for number, whole in enumerate(wholes):
                kind = f"{each.kind} {number}"
                by_whole.setdefault((whole, kind), []).append(at)
        for (whole, _), parts in by_whole.items():
            if whole in place:
                yield place[whole], parts


def load(con: duckdb.DuckDBPyConnection, kinds: Sequence[str]) -> Grid:
    """The grid of what is public, and its tables grid_subject and grid_period."""
    subjects = con.execute(
        "SELECT subject_id, kind, city_id, department_id FROM subject "
        "WHERE list_contains($kinds, kind) ORDER BY kind, position, subject_id",
        {"kinds": list(kinds)},
    ).fetchall()
    periods = con.execute(
        "SELECT period_kind, period, is_provisional FROM period "
        "ORDER BY period_kind, period"
    ).fetchall()
    month_at = {p: at for at, (kind, p, _) in enumerate(periods) if kind == "month"}
    months: dict[tuple[str, object], list[int]] = {}
    for kind, first, month in con.execute(
        "SELECT period_kind, period, month FROM period_month ORDER BY ALL"
    ).fetchall():
        if month in month_at:
            months.setdefault((kind, first), []).append(month_at[month])
    text = pa.string()
    put(
        con,
        "grid_subject",
        {"subject_id": text, "place": pa.int32()},
        [(row[0], at) for at, row in enumerate(subjects)],
    )
    put(
        con,
        "grid_period",
        {"period_kind": text, "period": pa.date32(), "place": pa.int32()},
        [(kind, first, at) for at, (kind, first, _) in enumerate(periods)],
    )
    return Grid(
        tuple(Subject(*row) for row in subjects),
        tuple(
            Span(kind, first, provisional, tuple(months.get((kind, first), ())))
            for kind, first, provisional in periods
        ),
    )


def sums(grid: Grid, values: Numbers, *, over_subjects: bool, last: bool) -> Sums:
    """The sums among the cells of one number."""
    cells = len(values)
    totals = grid.lasts(values) if last else grid.totals(over_subjects=over_subjects)
    return Sums.of(totals, cells)
