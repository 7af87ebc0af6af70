"""Build data/reference/calendar.csv, the working days every time limit is counted in.

Needs chinesecalendar (requirements-dev.txt); nothing asks it at run time, because it
raises for a year whose notice is not out. Those years are written here from the
statutory days alone and marked provisional; the notice itself comes in through
data/reference/calendar_override.csv, and by a new build once chinesecalendar knows it.
"""

import argparse
import csv
import io
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from chinese_calendar import (  # type: ignore[import-untyped]
    Holiday,
    get_holiday_detail,
    is_workday,
)

FILE = Path(__file__).resolve().parents[1] / "data" / "reference" / "calendar.csv"
FIRST, LAST = date(2020, 1, 1), date(2027, 12, 31)
LAST_PUBLISHED = date(2026, 12, 31)

PUBLISHED_SOURCE = "国务院办公厅通知（chinesecalendar）"
PROVISIONAL_SOURCE = "按法定节假日推算，国务院办公厅通知未发布"

# chinesecalendar's own names are clipped (清明) and American (Tomb-sweeping Day).
NAMES = {
    Holiday.new_years_day: ("元旦", "New Year's Day"),
    Holiday.spring_festival: ("春节", "Spring Festival"),
    Holiday.tomb_sweeping_day: ("清明节", "Qingming Festival"),
    Holiday.labour_day: ("劳动节", "Labour Day"),
    Holiday.dragon_boat_festival: ("端午节", "Dragon Boat Festival"),
    Holiday.mid_autumn_festival: ("中秋节", "Mid-Autumn Festival"),
    Holiday.national_day: ("国庆节", "National Day"),
}

# 全国年节及纪念日放假办法 as revised in 2024: thirteen days, no make-up days. When a
# statutory day falls on a weekend the notice moves the rest; until then it stays.
STATUTORY_2027 = {
    Holiday.new_years_day: ["01-01"],
    Holiday.spring_festival: ["02-05", "02-06", "02-07", "02-08"],
    Holiday.tomb_sweeping_day: ["04-05"],
    Holiday.labour_day: ["05-01", "05-02"],
    Holiday.dragon_boat_festival: ["06-09"],
    Holiday.mid_autumn_festival: ["09-15"],
    Holiday.national_day: ["10-01", "10-02", "10-03"],
}
STATUTORY = {
    date.fromisoformat(f"2027-{day}"): holiday
    for holiday, days in STATUTORY_2027.items()
    for day in days
}


class Day(NamedTuple):
    """One row of the calendar; the field names are the file's header."""

    date: str
    is_workday: str
    kind: str
    name_zh: str
    name_en: str
    provisional: str
    source: str


def main() -> int:
    """Write the calendar, or with --check only say whether the file is current."""
    parser = argparse.ArgumentParser(description="Build the working calendar.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if the file differs"
    )
    parser.add_argument("--file", type=Path, default=FILE, help="default: %(default)s")
    arguments = parser.parse_args()

    built = render()
    if not arguments.check:
        arguments.file.write_bytes(built)
        return 0
    if arguments.file.exists() and arguments.file.read_bytes() == built:
        return 0
    print(
        f"{arguments.file} is not what this script builds. "
        "Run `python tools/build_calendar.py`, and put corrections of single days "
        "into calendar_override.csv.",
        file=sys.stderr,
    )
    return 1


def render() -> bytes:
    """Return the whole calendar as CSV in UTF-8 with LF, the same bytes every time."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Day._fields)
    writer.writerows(_days())
    return text.getvalue().encode()


def _days() -> Iterator[Day]:
    for offset in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=offset)
        yield _published(day) if day <= LAST_PUBLISHED else _provisional(day)


def _published(day: date) -> Day:
    # The library names a make-up day after the holiday it makes up for, so the name
    # alone does not say whether the day is worked.
    _, name = get_holiday_detail(day)
    holiday = Holiday(name) if name else None
    return _row(day, is_workday(day), holiday, PUBLISHED_SOURCE, provisional=False)


def _provisional(day: date) -> Day:
    holiday = STATUTORY.get(day)
    works = day.weekday() < 5 and holiday is None
    return _row(day, works, holiday, PROVISIONAL_SOURCE, provisional=True)


def _row(
    day: date, works: bool, holiday: Holiday | None, source: str, *, provisional: bool
) -> Day:
    if holiday is None:
        kind = "workday" if works else "weekend"
        zh, en = ("工作日", "Working day") if works else ("周末", "Weekend")
    else:
        kind = "make_up" if works else "holiday"
        zh, en = NAMES[holiday]
        if works:
            zh, en = f"{zh}调休上班", f"Make-up day for {en}"
    return Day(day.isoformat(), _flag(works), kind, zh, en, _flag(provisional), source)


def _flag(value: bool) -> str:
    return "true" if value else "false"


if __name__ == "__main__":
    sys.exit(main())
