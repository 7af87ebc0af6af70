"""Rows put into the year on purpose, and the count of them.

They go through the same writing as all other rows and are kept as cells of text, so
that one of them can be spoilt afterwards.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from pipelines.demo import cases as case_drawing
from pipelines.demo import layout, period, planned
from pipelines.demo import ratings as rating_drawing
from pipelines.demo.case_rows import case_rows
from pipelines.demo.cases import OPEN, Cases
from pipelines.demo.layout import RawFile
from pipelines.demo.rating_rows import rating_rows
from pipelines.demo.ratings import R_DEFAULT, Ratings
from pipelines.demo.spelling import Spelling
from pipelines.demo.summary import Burst
from pipelines.demo.tags import TagLists
from pipelines.demo.world import World
from pipelines.demo.writers import Cell, cells

FIRST_SERIAL = 9_000_001  # far above what a month of 50 million cases reaches
FULL_SIZE = 100_000  # below so many cases fewer rows are planted
STREAM = 1_000
# Files that hold typed values have no place for rows of text.
WITHOUT_TEXT = (layout.PAUSED_COLUMN, layout.CORRECTED)


@dataclass
class Planting:
    """Where planted rows are gathered, by the path of their file below the inbox."""

    world: World
    spelling: Spelling
    tags: TagLists
    size: int
    rows: dict[str, list[list[Cell]]] = field(default_factory=lambda: defaultdict(list))
    bad: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    duplicates: Counter[str] = field(default_factory=Counter)
    superseded: Counter[str] = field(default_factory=Counter)
    bursts: list[Burst] = field(default_factory=list)
    level_contradictions: int = 0
    deadline_contradictions: int = 0
    late_arrivals: int = 0
    test_entries: int = 0
    _serial: int = FIRST_SERIAL

    def __post_init__(self) -> None:
        self.rng = self.world.rng(STREAM)

    def few(self, number: int) -> int:
        """So many rows in a year of usual size, fewer in a small one, at least one."""
        return max(1, round(number * min(1.0, self.size / FULL_SIZE)))

    def cases(self, days: Sequence[date], organ: int | None = None) -> Cases:
        """A case for each day, with serials nobody else uses."""
        numbers = np.array([period.number(day) for day in days], dtype=np.int32)
        serial = self._serial + np.arange(len(days))
        self._serial += len(days)
        organs = None if organ is None else np.full(len(days), organ)
        return case_drawing.draw(self.world, self.rng, numbers, serial, organs)

    def plain_cases(self, days: Sequence[date], organ: int | None = None) -> Cases:
        """Those of the drawn cases that closed on a later day, on time, undisturbed."""
        drawn = self.cases(days, organ)
        usual = (drawn.closed != OPEN) & ~drawn.is_late
        usual &= (drawn.paused == 0) & (drawn.extra == 0) & (drawn.promised > 0)
        usual &= (
            drawn.closed // period.DAY_SECONDS > drawn.accepted // period.DAY_SECONDS
        )
        return drawn.select(np.flatnonzero(usual))

    def rated(self, cases: Cases) -> tuple[Cases, Ratings]:
        """Cases somebody rated, and those ratings, one each."""
        drawn = rating_drawing.draw(self.world, self.tags, self.rng, cases)
        first = (drawn.service == 1) & (drawn.channel != R_DEFAULT)
        drawn = drawn.select(np.flatnonzero(first))
        order = np.argsort(drawn.number, kind="stable")
        drawn = drawn.select(order)
        number = cases.number(self.world)
        kept = cases.select(np.isin(number, drawn.number))
        return kept.select(np.argsort(kept.number(self.world))), drawn

    def working_days(self, count: int, until: date = date(2026, 9, 10)) -> list[date]:
        """Random working days of months that have a place for planted rows."""
        days = [
            day
            for month in self.world.months[1:]
            if month not in WITHOUT_TEXT and month < layout.DAILY
            for day in period.days_of(month)
            if day <= until and not self.world.days.rest(np.array(period.number(day)))
        ]
        return [days[k] for k in self.rng.integers(len(days), size=count)]

    def put_cases(self, cases: Cases, file: RawFile | None = None) -> list[list[Cell]]:
        """Put cases into `file`, or into the files of their days; the rows as cells."""
        if file is not None:
            added = cells(file, case_rows(file, self.spelling, cases))
            self.rows[file.path] += added
            return added
        days = cases.accepted // period.DAY_SECONDS
        added = []
        for number in np.unique(days):
            day = date.fromordinal(date(1970, 1, 1).toordinal() + int(number))
            added += self.put_cases(cases.select(days == number), case_file(day))
        return added

    def put_ratings(
        self, ratings: Ratings, file: RawFile | None = None
    ) -> list[list[Cell]]:
        """Put ratings into `file`, or each into the file of its day and city."""
        if file is not None:
            table = rating_rows(file, self.spelling, self.tags, ratings)
            added = cells(file, table)
            self.rows[file.path] += added
            return added
        standard = rating_drawing.by_standard(self.world, ratings.organ)
        days = ratings.rated // period.DAY_SECONDS
        added = []
        for number, by_standard in sorted({*zip(days, standard, strict=True)}):
            day = date.fromordinal(date(1970, 1, 1).toordinal() + int(number))
            which = (days == number) & (standard == by_standard)
            added += self.put_ratings(
                ratings.select(which), rating_file(day, bool(by_standard))
            )
        return added

    def interface_organs(self, cases: Cases) -> Cases:
        """Cases of the cities that deliver through the reporting interface."""
        other = ~rating_drawing.by_standard(self.world, cases.organ)
        return cases.select(np.flatnonzero(other))

    def burst_organ(self) -> int:
        """The organ whose window rates itself."""
        return self.world.organ(planned.BURST_CITY, planned.BURST_DEPARTMENT)


def case_file(day: date) -> RawFile:
    """The file in which a case accepted that day arrives."""
    if day >= layout.DAILY:
        return layout.daily_cases(day)
    return layout.cases(day.replace(day=1))


def rating_file(day: date, by_standard: bool) -> RawFile:
    """The file in which a rating given that day arrives."""
    if by_standard:
        return layout.standard_ratings(day.replace(day=1))
    if day >= layout.DAILY:
        return layout.daily_ratings(day)
    return layout.ratings(day.replace(day=1))
