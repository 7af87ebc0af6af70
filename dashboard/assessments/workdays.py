"""Working days of the workspace's published calendar: deadlines, and days left.

The day a count starts from is not counted, the last one is; days of rest that are
worked (调休) count. Also without a page: the command line and tests count the same.
"""

import functools
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from dashboard import locations, store
from dashboard.audience import Audience, Sight
from dashboard.database.columns import now as moment
from dashboard.failures import Failure
from dashboard.records import records

# The calendar is the same for everybody who may read the internal file.
_CALENDAR = Sight(Audience.INTERNAL)
# Where the workspace does not say.
_DEFAULT_ZONE = "Asia/Shanghai"


class CalendarEnds(Failure):
    """A deadline lies outside the calendar that is published."""

    key = "workdays.calendar_ends"


@dataclass(frozen=True)
class Due:
    """A day something ends on; provisional while the official calendar may move it."""

    day: date
    is_provisional: bool


def due(day: date, n: int) -> Due:
    """The same as `after`, and whether the day is sure."""
    if n < 1:
        raise ValueError("A deadline is at least one working day away.")
    rows = store.fetch_for(_CALENDAR, "workdays_after", day=day, n=n)
    for row in records(rows):
        return Due(row.day.date(), bool(row.is_provisional))
    raise CalendarEnds(f"{n} working days after {day}", day=f"{day:%Y-%m-%d}", n=str(n))


def after(day: date, n: int) -> date:
    """The day n working days after `day`; raises CalendarEnds."""
    return due(day, n).day


def between(first: date, last: date) -> int:
    """Working days after `first` up to and with `last`; below zero when it is past."""
    if last < first:
        return -between(last, first)
    rows = store.fetch_for(_CALENDAR, "workdays_between", first=first, last=last)
    (row,) = records(rows)
    if not row.is_held:
        raise CalendarEnds(f"{first} to {last}", day=f"{last:%Y-%m-%d}", n="-")
    return int(row.days)


def today(now: datetime | None = None) -> date:
    """The day it is where the workspace is."""
    return (now or moment()).astimezone(_zone()).date()


def local(instant: datetime) -> datetime:
    """A moment as clocks show it where the workspace is."""
    return instant.astimezone(_zone())


def at(day: date, clock: time) -> datetime:
    """The moment when clocks there show this time of this day."""
    return datetime.combine(day, clock, _zone())


def _zone() -> ZoneInfo:
    path = locations.data() / "workspace.toml"
    try:
        return _zone_of(path, path.stat().st_mtime_ns)
    except OSError:
        return ZoneInfo(_DEFAULT_ZONE)


@functools.lru_cache(maxsize=16)
def _zone_of(path: Path, _changed: int) -> ZoneInfo:
    # The pipelines refuse a workspace whose time zone does not exist.
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return ZoneInfo(str(told.get("time_zone", _DEFAULT_ZONE)))
