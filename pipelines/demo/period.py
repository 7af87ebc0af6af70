"""The invented year: its first and last day, its months, its days of work and rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.declarations.reference import rows

FIRST = date(2025, 10, 1)
AS_OF = date(2026, 10, 31)
DAY_SECONDS = 86_400

Numbers = NDArray[Any]

# How busy a day is against an ordinary Wednesday. Offices are shut on days of rest;
# what arrives then comes through the web.
BUSY_WEEKDAY = (1.22, 1.08, 1.0, 0.97, 0.86, 1.0, 1.0)
BUSY_KIND = {"workday": 1.0, "make_up": 0.62, "weekend": 0.11, "holiday": 0.045}
BUSY_MONTH = {1: 0.93, 2: 0.82, 3: 1.1, 4: 1.0, 5: 0.98, 6: 1.07}
BUSY_MONTH |= {7: 1.04, 8: 0.98, 9: 1.12, 10: 1.0, 11: 0.98, 12: 0.94}


def number(day: date) -> int:
    """A day as the number of days since 1970-01-01."""
    return (day - date(1970, 1, 1)).days


def months() -> tuple[date, ...]:
    """The first days of the months of the period, in order."""
    span = range(FIRST.year * 12 + FIRST.month - 1, AS_OF.year * 12 + AS_OF.month)
    return tuple(date(n // 12, n % 12 + 1, 1) for n in span)


def days_of(month: date) -> tuple[date, ...]:
    """Every day of a month, in order."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return tuple(month + timedelta(days=n) for n in range((following - month).days))


@dataclass(frozen=True)
class Days:
    """The calendar as arrays over day numbers less `first`.

    `upto[d]` is how many working days there are until d, d included; `workdays[k]` is
    the k-th working day (from 0), so `workdays[upto[d] + k - 1]` is the k-th after d.
    """

    first: int
    is_rest: NDArray[np.bool_]
    busy: NDArray[np.float64]
    upto: NDArray[np.int32]
    workdays: NDArray[np.int32]
    month: NDArray[np.int8]

    def after(self, day: Numbers, working_days: Numbers) -> Numbers:
        """The day that lies so many working days (one or more) after `day`."""
        later: Numbers = self.workdays[self.upto[day - self.first] + working_days - 1]
        return later

    def roll(self, day: Numbers) -> Numbers:
        """The day itself, or the next working day when it is a day of rest."""
        worked: Numbers = self.workdays[self.upto[day - 1 - self.first]]
        return worked

    def rest(self, day: Numbers) -> Numbers:
        """Whether the day is one of rest."""
        rest: Numbers = self.is_rest[day - self.first]
        return rest

    def month_index(self, day: Numbers) -> Numbers:
        """0 for the first month of the period, 1 for the next, and so on."""
        month: Numbers = self.month[day - self.first]
        return month

    def counts(self, cases: int) -> dict[date, int]:
        """How many cases arrive on each day of the period; they add up to `cases`."""
        days = [day for month in months() for day in days_of(month)]
        busy = np.cumsum([self.busy[number(day) - self.first] for day in days])
        # Rounding the running total keeps the sum exact for any number of cases.
        until = np.rint(busy / busy[-1] * cases).astype(np.int64)
        arriving = np.diff(until, prepend=0)
        return {day: int(n) for day, n in zip(days, arriving, strict=True)}


def load(calendar: Path) -> Days:
    """The days of calendar.csv."""
    listed = [row for _, row in rows(calendar)]
    dates = [date.fromisoformat(row["date"]) for row in listed]
    worked = np.array([row["is_workday"] == "true" for row in listed])
    first = number(dates[0])
    busy = [
        BUSY_KIND.get(row["kind"], 1.0)
        * (BUSY_WEEKDAY[day.weekday()] if row["kind"] == "workday" else 1.0)
        * BUSY_MONTH[day.month]
        for row, day in zip(listed, dates, strict=True)
    ]
    start = FIRST.year * 12 + FIRST.month
    month = [day.year * 12 + day.month - start for day in dates]
    return Days(
        first=first,
        is_rest=~worked,
        busy=np.array(busy),
        upto=np.cumsum(worked).astype(np.int32),
        workdays=(np.flatnonzero(worked) + first).astype(np.int32),
        month=np.array(month, dtype=np.int8),
    )
