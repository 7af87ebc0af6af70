"""What is open, and how old: at the end of each month and now, counted by hand.

Working days of 2026: June 30th is a Tuesday; July has 23, the 1st is a Wednesday.
"""

from datetime import date

import duckdb
import pytest

from pipelines.errors import DeclarationError
from tests.pipelines.measure.cases_world import Row, World

MAY, JUNE, JULY = date(2026, 5, 31), date(2026, 6, 30), date(2026, 7, 31)


def backlog(
    world: World, as_of: str, subject: str = "department:gaj"
) -> dict[date, Row]:
    rows = world.figures(as_of).of("backlog", subject_id=subject)
    found = {row["counted_on"]: row for row in rows}
    assert len(found) == len(rows)  # every day once
    return found


def counts(row: Row) -> tuple[object, ...]:
    return tuple(
        row[name]
        for name in ("open_count", "overdue_count", "median_age_days", "p90_age_days")
    )


@pytest.fixture
def five(world: World) -> World:
    """Return a workspace of five cases, one of them never closed."""
    world.give(
        "cases",
        """
        case_id, accepted,   promised, closed,     result
        A,       2026-05-29, 5,        2026-06-01, approved    # open at the end of May
        B,       2026-06-29, 5,        2026-07-01, approved    # and of June
        C,       2026-06-15, 5,        ,                       # since then, and overdue
        D,       2026-07-31, 5,        ,                       # of the last day
        E,       2026-06-26, 5,        2026-07-02, withdrawn   # open until withdrawn
        """,
    )
    return world


def test_the_ends_of_months_and_today(five: World) -> None:
    found = backlog(five, "2026-07-31")
    # A waits since Friday; the 31st is a Sunday.
    assert counts(found[MAY]) == (1, 0, 0, 0)
    # B waits 1 working day, E 2, C 10 (the 19th is a holiday), and C is overdue.
    assert counts(found[JUNE]) == (3, 1, 2, 10)
    # C waits 33 working days, D none.
    assert counts(found[JULY]) == (2, 1, 0, 33)


def test_today_need_not_be_the_end_of_a_month(five: World) -> None:
    found = backlog(five, "2026-07-01")
    # E and C; B was closed today.
    assert counts(found[date(2026, 7, 1)]) == (2, 1, 3, 11)
    assert sorted(found) == [MAY, JUNE, date(2026, 7, 1)]


def test_the_end_of_a_month_is_what_a_run_of_that_day_says(five: World) -> None:
    later = backlog(five, "2026-07-31")[JUNE]
    assert later == backlog(five, "2026-06-30")[JUNE]


def test_a_case_that_is_closed_late_is_open_no_more_at_the_months_after(
    five: World,
) -> None:
    backlog(five, "2026-07-31")
    five.give("cases", "case_id, accepted, closed\nC, 2026-06-15, 2026-07-09", "b.csv")
    found = backlog(five, "2026-07-31")
    assert (found[JUNE]["open_count"], found[JULY]["open_count"]) == (3, 1)


def test_subjects_add_up_and_nothing_open_is_zero(five: World) -> None:
    five.give(
        "cases",
        "department, city, accepted, closed\n"
        "rsj, 231000, 2026-06-01, 2026-06-02\ngaj, 231000, 2026-06-30,",
        "other.csv",
    )
    figures = five.figures("2026-06-30")
    found = {
        row["subject_id"]: row["open_count"]
        for row in figures.of("backlog", counted_on=JUNE)
    }
    assert found == {
        "all": 4,
        "city:230100": 3,
        "city:231000": 1,
        "department:gaj": 4,
        "department:rsj": 0,
        "organ:230100/gaj": 3,
        "organ:231000/gaj": 1,
        "organ:231000/rsj": 0,
    }
    none = figures.one("backlog", subject_id="department:rsj", counted_on=JUNE)
    assert none["median_age_days"] is None


def test_classes_of_age_are_declared(five: World) -> None:
    five.edit("workspace.toml", "[5, 20, 60]", "[1, 9, 10]")
    figures = five.figures("2026-06-30")
    found = {
        row["age_class"]: row["open_count"]
        for row in figures.of("backlog_age", subject_id="all", counted_on=JUNE)
    }
    # B is 1 day old, E 2, C 10.
    assert found == {1: 1, 2: 1, 3: 1, 4: 0}


@pytest.mark.parametrize("ages", ["[5, 5]", "[20, 5]", "[-1, 5]"])
def test_ages_that_do_not_rise_are_named(world: World, ages: str) -> None:
    world.edit("workspace.toml", "[5, 20, 60]", ages)
    with pytest.raises(DeclarationError, match=r"workspace.toml: backlog_ages"):
        world.run()


def test_a_day_is_counted_again_only_when_what_was_open_on_it_changes(
    five: World,
) -> None:
    backlog(five, "2026-07-31")
    with duckdb.connect(str(five.at.warehouse)) as con:
        con.execute("UPDATE kept.backlog SET open_count = 77")
    # C is closed: it was open at the ends of May and June all the same.
    five.give("cases", "case_id, accepted, closed\nC, 2026-06-15, 2026-07-09", "b.csv")
    found = backlog(five, "2026-07-31")
    assert [found[day]["open_count"] for day in (MAY, JUNE, JULY)] == [77, 77, 1]
    five.give("cases", "case_id, accepted, closed\nF, 2026-06-30, 2026-07-01", "c.csv")
    found = backlog(five, "2026-07-31")
    assert [found[day]["open_count"] for day in (MAY, JUNE, JULY)] == [77, 4, 1]
    five.edit("workspace.toml", "[5, 20, 60]", "[1, 9, 10]")
    found = backlog(five, "2026-07-31")
    assert [found[day]["open_count"] for day in (MAY, JUNE, JULY)] == [1, 4, 1]
