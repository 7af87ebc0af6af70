"""When a case is due and how long it took, against official calendars.

The vectors are those of the domain's reference: day of acceptance is day 0, make-up
days count, whole days only.
"""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.pipelines.validate.case_rows import cases, clock_world
from tests.pipelines.worlds import PROJECT, World

VECTORS = PROJECT / "tests/vectors"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return clock_world(tmp_path / "data")


def read(world: World, select: str, *rows: str) -> dict[str, str]:
    """Case to what was selected of it."""
    found = world.read("cases", "a.csv", cases(*rows), f"case_id, ({select})::VARCHAR")
    assert found.rejects == []
    return dict(found.rows)


def test_due_days_of_the_reference_table(world: World) -> None:
    due = {
        # accepted, limit: due
        ("2026-02-12", "5,,"): "2026-02-26",  # 14 Feb works; 15 to 23 Feb off
        ("2026-02-13", "1,,"): "2026-02-14",  # a Saturday that is worked
        ("2025-12-30", "5,,"): "2026-01-07",  # across the year; Sunday 4 Jan works
        ("2026-09-17", "10,,"): "2026-10-08",
        ("2026-09-30", "7,,natural"): "2026-10-08",  # 7 Oct is a holiday
        ("2026-01-05", "20,,"): "2026-02-02",
        ("2026-01-05", "45,,"): "2026-03-13",
        ("2026-01-05", "6,,"): "2026-01-13",
        ("2026-03-07", "5,,"): "2026-03-13",  # accepted online on a Saturday
        ("2025-01-24", "3,,"): "2025-02-05",  # Sunday 26 Jan works
        ("2024-02-09", "3,,"): "2024-02-20",  # New Year's Eve was a working day
    }
    rows = [f"v{n},{accepted},,{limit}" for n, (accepted, limit) in enumerate(due)]
    found = read(world, "due_on", *rows)
    assert list(found.values()) == list(due.values())


def test_the_legal_limit_is_counted_like_the_promise(world: World) -> None:
    row = "v1,2026-09-17,,5,10"  # Sunday 20 Sep works
    assert read(world, "due_on", row) == {"v1": "2026-09-23"}
    assert read(world, "legal_due_on", row) == {"v1": "2026-10-08"}


def test_elapsed_days_of_the_reference_table(world: World) -> None:
    found = read(
        world,
        "elapsed_days",
        "same, 2026-03-03, 2026-03-03",
        "next, 2026-03-03, 2026-03-04",
        "long, 2026-04-30, 2026-05-09",  # Saturday 9 May is worked
        "open, 2026-04-30",
    )
    assert found == {"same": "0", "next": "1", "long": "4", "open": None}


def test_elapsed_days_of_the_tricky_spans(world: World) -> None:
    with (VECTORS / "workday_cases.csv").open() as lines:
        spans = list(csv.DictReader(lines))
    assert len(spans) == 12
    rows = [f"v{n:02},{s['start']},{s['end']}" for n, s in enumerate(spans)]
    found = read(world, "elapsed_days", *rows)
    expected = [s["workdays_excl_start_incl_end"] for s in spans]
    assert list(found.values()) == expected


def test_the_calendar_counts_as_the_reference_calendar_does(world: World) -> None:
    with (VECTORS / "workday_calendar_cn_2022_2026.csv").open() as lines:
        counts = {row["d"]: int(row["cum"]) for row in csv.DictReader(lines)}
    first = date(2022, 1, 1)
    rows = [f"{day},2022-01-01,{day}" for day in counts]
    found = read(world, "elapsed_days", *rows)
    assert len(found) == (date(2026, 12, 31) - first) // timedelta(days=1) + 1
    assert {day: int(n) for day, n in found.items()} == counts  # 1 Jan 2022 was off


def test_the_hour_does_not_matter(world: World) -> None:
    found = read(
        world,
        "is_on_time",
        "early,  2026-07-01 23:59:59, 2026-07-07 23:59:59, 5",
        "in-day, 2026-07-01 00:00:00, 2026-07-08 23:59:59, 5",
        "late,   2026-07-01 23:59:59, 2026-07-09 00:00:00, 5",
        "open,   2026-07-01 23:59:59, ,                    5",
    )
    assert found == {"early": "true", "in-day": "true", "late": "false", "open": None}


def test_an_instant_case_is_due_on_the_first_working_day(world: World) -> None:
    found = read(
        world,
        "[due_on::VARCHAR, is_on_time::VARCHAR]",
        "day,     2026-07-01, 2026-07-01, 0",
        "weekend, 2026-07-04, 2026-07-06, 0",  # Saturday to Monday
        "late,    2026-07-01, 2026-07-02, 0",
        "makeup,  2026-02-14, 2026-02-16, 0",  # a worked Saturday
    )
    assert found == {
        "day": "[2026-07-01, true]",
        "weekend": "[2026-07-06, true]",
        "late": "[2026-07-01, false]",
        "makeup": "[2026-02-14, false]",
    }


def test_paused_days_that_a_feed_counted_itself_move_the_due_day(world: World) -> None:
    row = "v1, 2026-07-01, 2026-07-10, 5,,, 2"
    assert read(world, "due_on", row) == {"v1": "2026-07-10"}
    assert read(world, "elapsed_days", row) == {"v1": "5"}  # 7 working days, less 2


def test_a_due_day_in_the_provisional_year_is_marked(world: World) -> None:
    found = read(
        world,
        "[due_on::VARCHAR, is_provisional::VARCHAR]",
        "sure, 2026-12-30, , 1",
        "not,  2026-12-30, , 5",
        "law,  2026-12-30, , 1, 10",
    )
    assert found["sure"] == "[2026-12-31, false]"
    assert found["not"] == "[2027-01-07, true]"  # 1 Jan off; 4, 5, 6, 7 Jan
    assert found["law"] == "[2026-12-31, true]"


def test_what_lies_outside_the_calendar_is_rejected(world: World) -> None:
    found = world.read(
        "cases",
        "a.csv",
        cases(
            "past,   2019-12-31, , 5",
            "future, 2028-01-01, , 5",
            "due,    2027-12-30, , 5",
            "law,    2027-12-30, , 1, 500",
            "closed, 2026-07-01, 2062-07-03, 5",
            "well,   2027-12-30, 2027-12-31, 1",
        ),
        "case_id",
    )
    assert found.rows == [("well",)]
    assert [(row, column, code) for row, column, _, code in found.rejects] == [
        (2, "accepted_at", "outside_calendar"),
        (3, "accepted_at", "outside_calendar"),
        (4, "promised_days", "outside_calendar"),
        (5, "legal_days", "outside_calendar"),
        (6, "closed_at", "outside_calendar"),
    ]


def test_an_override_makes_a_day_of_rest_and_is_no_longer_provisional(
    world: World,
) -> None:
    row = "v1, 2026-12-31, , 1"
    assert read(world, "due_on", row) == {"v1": "2027-01-04"}
    override = "date,is_workday,note\n2027-01-04,false,closed for the storm\n"
    world.write("reference/calendar_override.csv", override)
    assert read(world, "due_on", row) == {"v1": "2027-01-05"}
