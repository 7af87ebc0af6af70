"""The working calendar agrees with the State Council's notices and with `holidays`."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from holidays import country_holidays

from .conftest import PROJECT, Read

# Typed in from the notices: weekend dates that are worked, days of the year that are.
MAKE_UP_DAYS = {
    2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}
WORKING_DAYS = {2024: 251, 2025: 248, 2026: 248}
DAYS_OFF = {
    2024: [
        *[("01-01", "01-01"), ("02-10", "02-17"), ("04-04", "04-06")],
        *[("05-01", "05-05"), ("06-10", "06-10"), ("09-15", "09-17")],
        ("10-01", "10-07"),
    ],
    2025: [
        *[("01-01", "01-01"), ("01-28", "02-04"), ("04-04", "04-06")],
        *[("05-01", "05-05"), ("05-31", "06-02"), ("10-01", "10-08")],
    ],
    2026: [
        *[("01-01", "01-03"), ("02-15", "02-23"), ("04-04", "04-06")],
        *[("05-01", "05-05"), ("06-19", "06-21"), ("09-25", "09-27")],
        ("10-01", "10-07"),
    ],
}


@pytest.fixture(scope="module")
def calendar(reference: Read) -> dict[date, dict[str, str]]:
    return {date.fromisoformat(row["date"]): row for row in reference("calendar")}


def test_every_day_from_2020_to_2027_stands_there_once(
    reference: Read,
) -> None:
    days = [row["date"] for row in reference("calendar")]
    # Eight years, of which 2020 and 2024 have a 29 February.
    assert len(days) == 8 * 365 + 2
    first = date(2020, 1, 1)
    assert days == [str(first + timedelta(days=n)) for n in range(len(days))]


@pytest.mark.parametrize("year", range(2020, 2027))
def test_working_days_agree_with_a_second_library(
    calendar: dict[date, dict[str, str]], year: int
) -> None:
    china = country_holidays("CN", years=year)
    disagree = [
        str(day)
        for day, row in calendar.items()
        if day.year == year
        and (row["is_workday"] == "true") != china.is_working_day(day)
    ]
    assert disagree == []


@pytest.mark.parametrize("year", MAKE_UP_DAYS)
def test_make_up_days_are_those_of_the_notice(
    calendar: dict[date, dict[str, str]], year: int
) -> None:
    make_up = [
        f"{day:%m-%d}"
        for day, row in calendar.items()
        if day.year == year and row["kind"] == "make_up"
    ]
    assert make_up == MAKE_UP_DAYS[year].split()


@pytest.mark.parametrize("year", DAYS_OFF)
def test_holidays_are_those_of_the_notice(
    calendar: dict[date, dict[str, str]], year: int
) -> None:
    holidays = {
        f"{day:%m-%d}"
        for day, row in calendar.items()
        if day.year == year and row["kind"] == "holiday"
    }
    notice = {
        f"{day:%m-%d}"
        for day in calendar
        for first, last in DAYS_OFF[year]
        if day.year == year and first <= f"{day:%m-%d}" <= last
    }
    assert holidays == notice


@pytest.mark.parametrize("year", WORKING_DAYS)
def test_a_year_has_as_many_working_days_as_published(
    calendar: dict[date, dict[str, str]], year: int
) -> None:
    works = [row["is_workday"] for day, row in calendar.items() if day.year == year]
    assert works.count("true") == WORKING_DAYS[year]


def test_2027_is_provisional_to_the_last_day_and_no_other_year_is(
    calendar: dict[date, dict[str, str]],
) -> None:
    provisional = {day for day, row in calendar.items() if row["provisional"] == "true"}
    assert provisional == {day for day in calendar if day.year == 2027}
    assert all("通知未发布" in calendar[day]["source"] for day in provisional)


def test_2027_rests_on_statutory_days_and_makes_up_for_none(
    calendar: dict[date, dict[str, str]],
) -> None:
    rows = {day: row for day, row in calendar.items() if day.year == 2027}
    holidays = [f"{d:%m-%d}" for d, row in rows.items() if row["kind"] == "holiday"]
    assert holidays == [
        *["01-01", "02-05", "02-06", "02-07", "02-08", "04-05", "05-01"],
        *["05-02", "06-09", "09-15", "10-01", "10-02", "10-03"],
    ]
    # 261 weekdays, less 1 Jan, 5 and 8 Feb, 5 Apr, 9 Jun, 15 Sep and 1 Oct.
    assert [row["is_workday"] for row in rows.values()].count("true") == 254


def test_kind_weekday_and_working_agree(
    calendar: dict[date, dict[str, str]],
) -> None:
    for day, row in calendar.items():
        works = row["is_workday"] == "true"
        weekday = day.weekday() < 5
        expected = {
            "workday": weekday and works,
            "weekend": not weekday and not works,
            "make_up": not weekday and works,
            "holiday": not works,
        }
        assert expected[row["kind"]], (day, row)


def test_days_are_named_in_both_languages(
    calendar: dict[date, dict[str, str]],
) -> None:
    named = {day: (row["name_zh"], row["name_en"]) for day, row in calendar.items()}
    assert named[date(2026, 2, 17)] == ("春节", "Spring Festival")
    assert named[date(2026, 2, 28)] == (
        "春节调休上班",
        "Make-up day for Spring Festival",
    )
    assert named[date(2026, 4, 5)] == ("清明节", "Qingming Festival")
    assert named[date(2026, 6, 19)] == ("端午节", "Dragon Boat Festival")
    assert all(zh and en and zh != en for zh, en in named.values())


def test_the_committed_calendar_is_what_the_script_builds() -> None:
    check = _build("--check")
    assert check.returncode == 0, check.stderr


def test_the_check_fails_on_an_edited_calendar_and_leaves_it_alone(
    tmp_path: Path,
) -> None:
    edited = tmp_path / "calendar.csv"
    _build("--file", str(edited))
    before = edited.read_text(encoding="utf-8")
    after = before.replace("2026-10-01,false", "2026-10-01,true")
    assert after != before
    edited.write_text(after, encoding="utf-8")

    check = _build("--check", "--file", str(edited))

    assert check.returncode == 1
    assert "python tools/build_calendar.py" in check.stderr
    assert edited.read_text(encoding="utf-8") == after


def test_overrides_start_empty_with_their_header() -> None:
    override = PROJECT / "data" / "reference" / "calendar_override.csv"
    assert override.read_text(encoding="utf-8") == "date,is_workday,note\n"


def _build(*arguments: str) -> subprocess.CompletedProcess[str]:
    script = PROJECT / "tools" / "build_calendar.py"
    return subprocess.run(
        [sys.executable, str(script), *arguments],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
