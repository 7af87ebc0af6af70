"""Working days, counted by hand on the calendar of 2026."""

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dashboard.assessments import workdays
from dashboard.assessments.workdays import CalendarEnds


@pytest.fixture(autouse=True)
def workspace(world: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GOVSCORE_DATA", str(world))
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "")
    return world


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        # Friday to Monday: the weekend does not count, nor does the day itself.
        (date(2026, 10, 16), 1, date(2026, 10, 19)),
        # 1 to 7 October are holidays; Saturday the 10th is worked.
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 9, 30), 4, date(2026, 10, 12)),
        # From a day of rest.
        (date(2026, 10, 3), 1, date(2026, 10, 8)),
        # Over the year's end: 1 January 2027 is a Friday and a holiday.
        (date(2026, 12, 29), 5, date(2027, 1, 6)),
    ],
)
def test_a_deadline_in_working_days(start: date, n: int, end: date) -> None:
    assert workdays.after(start, n) == end
    assert workdays.between(start, end) == n
    assert workdays.between(end, start) == -n


def test_no_day_is_between_a_day_and_itself() -> None:
    assert workdays.between(date(2026, 10, 16), date(2026, 10, 16)) == 0
    assert workdays.between(date(2026, 10, 16), date(2026, 10, 18)) == 0


def test_a_deadline_in_a_provisional_calendar_says_so() -> None:
    assert not workdays.due(date(2026, 12, 29), 2).is_provisional
    assert workdays.due(date(2026, 12, 29), 5).is_provisional


@pytest.mark.parametrize("start", [date(2027, 12, 30), date(1999, 1, 1)])
def test_a_deadline_outside_the_calendar_is_refused(start: date) -> None:
    with pytest.raises(CalendarEnds):
        workdays.after(start, 5)
    with pytest.raises(CalendarEnds):
        workdays.between(start, date(2040, 1, 1))


def test_today_is_the_day_where_the_workspace_is() -> None:
    # Eight hours ahead: the next day has begun there.
    assert workdays.today(datetime(2026, 10, 20, 16, 30, tzinfo=UTC)) == date(
        2026, 10, 21
    )


def test_days_are_counted_without_a_page(world: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from datetime import date\n"
            "from dashboard.assessments import workdays\n"
            "print(workdays.after(date(2026, 9, 30), 4))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "2026-10-12"
