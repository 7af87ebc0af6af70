"""Figures of the planted stories, counted while the year is drawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from pipelines.demo import period, planned
from pipelines.demo.cases import OPEN, Cases
from pipelines.demo.world import World

# What was accepted later may be late without being overdue on the last day.
SETTLED = period.number(date(2026, 8, 1)) * period.DAY_SECONDS
HIDING_SINCE = period.number(planned.HIDING_SINCE) * period.DAY_SECONDS


@dataclass
class Tally:
    """Counts by month (the slipping department) and by city (late cases left open)."""

    slip_late: Counter[str] = field(default_factory=Counter)
    slip_cases: Counter[str] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)
    late_open: Counter[str] = field(default_factory=Counter)
    changed: int = 0
    withheld: int = 0

    def count(self, world: World, month: str, cases: Cases) -> None:
        """Add the cases accepted in a month."""
        ids = [department.id for department in world.departments]
        slipping = ids.index(planned.SLIPPING_DEPARTMENT)
        own = world.department_of(cases.organ) == slipping
        self.slip_cases[month] += int(own.sum())
        self.slip_late[month] += int((own & cases.is_late).sum())
        told = (cases.accepted >= HIDING_SINCE) & (cases.accepted < SETTLED)
        late = cases.select(cases.is_late & told)
        city = world.city_of(late.organ)
        for counter, which in (
            (self.late, np.ones(len(late), dtype=bool)),
            (self.late_open, late.closed == OPEN),
        ):
            numbers = np.bincount(city[which], minlength=len(world.cities))
            for entry, number in zip(world.cities, numbers, strict=True):
                counter[entry.id] += int(number)

    def add(self, other: Tally) -> None:
        """Take over the counts of another month."""
        self.slip_late += other.slip_late
        self.slip_cases += other.slip_cases
        self.late += other.late
        self.late_open += other.late_open
        self.changed += other.changed
        self.withheld += other.withheld
