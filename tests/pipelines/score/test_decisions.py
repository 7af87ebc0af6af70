"""What leaders look into: items that drag, reasons given, overdue cases, attention."""

from __future__ import annotations

import hashlib
from datetime import date

from tests.pipelines.measure.cases_world import Row, World, rounded
from tests.pipelines.score.schemes import ratings

QUARTER = date(2026, 7, 1)


def test_an_item_drags_as_much_as_it_would_give(world: World) -> None:
    world.give(
        "cases",
        """
        city,   item,         accepted,   closed,     times
        230100, 000109001000, 2026-07-01, 2026-07-08, 1
        230100, 000109001000, 2026-07-01, 2026-07-09, 1     # late
        230100, 000109002000, 2026-07-01, 2026-07-08, 2
        231000, 000109001000, 2026-07-01, 2026-07-08, 2
        """,
    )
    (drag,) = [
        rounded(row)
        for row in world.figures().of("item_drag", indicator_id="on_time_rate")
        if row["subject_id"].startswith("city:")
    ]
    # The item is on time in 3 of 4 cases everywhere, in 1 of 2 here, and makes half of
    # the cases here: 2/4 x (3/4 - 1/2).
    assert drag == {
        "subject_id": "city:230100",
        "indicator_id": "on_time_rate",
        "period_kind": "quarter",
        "period": QUARTER,
        "item_id": "000109001000",
        "numerator": 1,
        "denominator": 2,
        "value": 0.5,
        "drag": 0.125,
        "position": 1,
    }


def test_where_less_is_better_more_drags(world: World) -> None:
    world.declare(drag_indicators='["bad_rate"]')
    world.give(
        "ratings",
        """
        city,   item,         level
        230100, 000109001000, 1
        230100, 000109001000, 5
        230100, 000109002000, 5
        230100, 000109002000, 5
        231000, 000109001000, 5
        231000, 000109001000, 5
        """,
    )
    drags = world.figures().of("item_drag", subject_id="city:230100")
    assert [(row["item_id"], row["drag"]) for row in drags] == [("000109001000", 0.125)]


def test_reasons_are_those_of_bad_ratings(world: World) -> None:
    world.give(
        "ratings",
        """
        level, tags,    rated
        1,     110;120, 2026-07-10
        2,     110,     2026-08-10
        3,     110,     2026-07-10   # not a bad rating
        5,     510,     2026-07-10
        1,     110,     2026-08-21   # not given yet on the day of the figures
        1,     110,     2026-06-30   # the quarter before
        """,
    )
    counts = {
        row["tag_id"]: row["n"]
        for row in world.figures("2026-08-20").of(
            "tag_count", subject_id="department:gaj", period=QUARTER
        )
    }
    assert counts == {"110": 2, "120": 1}


def test_an_overdue_case_has_no_number_that_can_be_read(world: World) -> None:
    world.give(
        "cases",
        """
        case_id, accepted,   promised, legal, closed,     result
        SECRET1, 2026-07-01, 5,        20,    ,                     # due on the 8th
        SECRET2, 2026-07-01, 1,        2,     ,                     # past the legal day
        DONE,    2026-07-01, 5,        20,    2026-07-20,           # late, and closed
        GONE,    2026-07-01, 5,        20,    2026-07-02, withdrawn
        TODAY,   2026-07-03, 5,        20,    ,                     # due today
        """,
    )
    figures = world.figures("2026-07-10")
    key = world.at.secret.read_text("ascii").strip()
    found = {row["case_hash"]: row for row in figures.tables["overdue_case"]}
    hashes = [
        hashlib.sha256(f"{key}{case}".encode()).hexdigest()[:16]
        for case in ("SECRET1", "SECRET2", "DONE")
    ]
    assert set(found) == set(hashes)  # DONE is closed on the 20th: open on the 10th
    first, second = found[hashes[0]], found[hashes[1]]
    told = ("subject_id", "due_on", "days_over", "is_legal_breach")
    assert [first[name] for name in told] == [
        "organ:230100/gaj",
        date(2026, 7, 8),
        2,
        False,
    ]
    assert [second[name] for name in told[1:]] == [date(2026, 7, 2), 6, True]
    assert "SECRET" not in str(figures.tables)
    later = world.figures("2026-07-21").tables["overdue_case"]
    assert hashes[2] not in {row["case_hash"] for row in later}


def test_of_an_organ_the_hundred_longest_overdue_are_listed(world: World) -> None:
    # Due on the 2nd, the 3rd and the 6th of July, sixty a day; of 人社 three.
    days = {"A": "2026-07-01", "B": "2026-07-02", "C": "2026-07-03"}
    cases = [
        (f"{letter}{number:02}", "gaj", day)
        for letter, day in days.items()
        for number in range(60)
    ] + [(f"R{number}", "rsj", days["C"]) for number in range(3)]
    lines = [f"{case}, {whose}, {day}, 1, 20," for case, whose, day in cases]
    lines += [f"D{number}, rsj, 2026-07-01, 1, 20, 2026-07-02" for number in range(9)]
    header = "case_id, department, accepted, promised, legal, closed"
    world.give("cases", "\n".join([header, *lines]))
    figures = world.figures("2026-07-31")
    key = world.at.secret.read_text("ascii").strip()

    def hashes(*names: str) -> set[str]:
        return {
            hashlib.sha256(f"{key}{name}".encode()).hexdigest()[:16] for name in names
        }

    def listed(organ: str) -> set[str]:
        rows = figures.of("overdue_case", subject_id=f"organ:230100/{organ}")
        return {row["case_hash"] for row in rows}

    first = [f"A{number:02}" for number in range(60)]
    # Of those due on one day the first by their number.
    second = [f"B{number:02}" for number in range(40)]
    assert listed("gaj") == hashes(*first, *second)
    assert listed("rsj") == hashes("R0", "R1", "R2")


def attention(world: World, kind: str, day: str = "2026-07-31") -> list[Row]:
    return world.figures(day).of(
        "attention", kind=kind, period_kind="month", period=QUARTER
    )


def test_a_fall_counts_when_the_intervals_do_not_touch(world: World) -> None:
    world.give(
        "ratings",
        ratings(("gaj", 100, 0), ("rsj", 9, 1), ("mzj", 60, 40), month="2026-06"),
        "6.csv",
    )
    world.give("ratings", ratings(("gaj", 60, 40), ("rsj", 7, 3), ("mzj", 99, 1)))
    # 人社 fell from 9 of 10 to 7, which may be chance; 民政 rose.
    (fall,) = attention(world, "fall")
    # Of several that fell, the indicator whose fall weighs most in the scheme.
    assert (fall["subject_id"], fall["indicator_id"]) == (
        "department:gaj",
        "satisfied_rate",
    )
    assert (fall["value"], fall["previous_value"], fall["n"]) == (0.6, 1, 100)


def test_breaches_overdue_cases_and_missed_targets_are_told(world: World) -> None:
    world.give(
        "cases",
        """
        department, accepted,   promised, legal, closed,     times
        gaj,        2026-07-01, 5,        10,    2026-07-02, 97
        gaj,        2026-07-01, 5,        10,    2026-07-20, 2     # past the legal day
        gaj,        2026-07-01, 5,        60,    ,           1     # overdue and open
        rsj,        2026-07-01, 5,        10,    2026-07-02, 40
        rsj,        2026-07-01, 5,        60,    2026-07-14, 60    # late: below target
        """,
    )
    (breach,) = [
        row
        for row in attention(world, "legal_breach")
        if row["subject_id"].startswith("department:")
    ]
    assert (breach["subject_id"], breach["value"]) == ("department:gaj", 2)
    (overdue,) = [
        row
        for row in attention(world, "overdue")
        if row["subject_id"].startswith("department:")
    ]
    assert (overdue["subject_id"], overdue["value"]) == ("department:gaj", 1)
    below = {
        row["subject_id"]: row["indicator_id"]
        for row in attention(world, "below_target")
    }
    assert below["department:rsj"] == "on_time_rate"


def test_who_needs_nothing_is_not_told(world: World) -> None:
    world.give("ratings", ratings(("gaj", 1000, 0)))
    world.give(
        "cases", "accepted, closed, visits, times\n2026-07-01, 2026-07-01, 0, 1000"
    )
    figures = world.figures("2026-07-31")
    assert figures.of("attention", period_kind="month", period=QUARTER) == []
