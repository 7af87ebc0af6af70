"""The working calendar as data: which days are worked, and which of them are sure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from pipelines.declarations.reference import rows
from pipelines.errors import DeclarationError


@dataclass(frozen=True)
class Day:
    """One day; provisional until the official notice is out."""

    date: date
    is_workday: bool
    provisional: bool


def load(folder: Path) -> tuple[Day, ...]:
    """calendar.csv with calendar_override.csv laid over it, in order, without gaps."""
    file = folder / "calendar.csv"
    days = {day.date: day for day in _days(file)}
    for day in _days(folder / "calendar_override.csv"):
        days[day.date] = day
    ordered = tuple(days[key] for key in sorted(days))
    for before, after in pairwise(ordered):
        if after.date - before.date != timedelta(days=1):
            raise DeclarationError(
                file,
                f"{before.date}",
                None,
                f"the next day to follow; the next row is {after.date}",
            )
    return ordered


def _days(file: Path) -> list[Day]:
    days = []
    for line, row in rows(file):
        try:
            day = date.fromisoformat(row.get("date", ""))
        except ValueError as wrong:
            raise DeclarationError(
                file, f"row {line}, date", row.get("date"), "a date such as 2026-01-31"
            ) from wrong
        worked = row.get("is_workday", "").lower()
        if worked not in ("true", "false"):
            raise DeclarationError(
                file, f"row {line}, is_workday", worked, "true or false"
            )
        provisional = row.get("provisional", "false").lower() == "true"
        days.append(Day(day, worked == "true", provisional))
    return days
