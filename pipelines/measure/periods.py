"""Months, quarters, years and twelve months: which there are, and which are final."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

KINDS = ("month", "quarter", "year", "rolling12")
_LENGTH = {"month": 1, "quarter": 3, "year": 12, "rolling12": 12}


def month_of(column: str) -> str:
    """SQL: the first day of the month that a day or a time lies in.

    In a quarter of the time that date_trunc() takes.
    """
    return f"(CAST({column} AS DATE) - (CAST(day({column}) AS INTEGER) - 1))"


@dataclass(frozen=True)
class Period:
    """A stretch of whole months."""

    kind: str
    first: date
    last: date
    is_complete: bool
    is_provisional: bool

    def months(self) -> list[date]:
        """First days of the months it consists of."""
        return [add_months(self.first, k) for k in range(_LENGTH[self.kind])]

    def before(self) -> date:
        """First day of the period of its kind that it is compared with."""
        step = 12 if self.kind == "rolling12" else _LENGTH[self.kind]
        return add_months(self.first, -step)


def periods(first_month: date, as_of: date, provisional_from: date) -> list[Period]:
    """Every period that touches the months from `first_month` to that of `as_of`.

    Complete: it has ended by as_of, and data reach back to its beginning.
    """
    found = []
    last_month = as_of.replace(day=1)
    for kind in KINDS:
        length = _LENGTH[kind]
        start = first_month
        if kind in ("quarter", "year"):
            start = start.replace(month=(start.month - 1) // length * length + 1)
        if kind == "rolling12":
            # Where data are younger than a year, there is one, and it is not complete.
            start = min(start, add_months(last_month, 1 - length))
        step = 1 if kind == "rolling12" else length
        while start <= last_month:
            last = add_months(start, length) - timedelta(days=1)
            if kind == "rolling12" and last.replace(day=1) > last_month:
                break
            complete = last <= as_of and start >= first_month
            provisional = not complete or last >= provisional_from
            found.append(Period(kind, start, last, complete, provisional))
            start = add_months(start, step)
    return found


def add_months(first: date, count: int) -> date:
    """The first day of the month `count` months on."""
    months = first.year * 12 + first.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)
