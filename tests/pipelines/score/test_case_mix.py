"""Cities beside what their mix of items would give anybody, counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from tests.pipelines.measure.cases_world import Row, World, rounded

JULY = date(2026, 7, 1)
# Registration is easy (90 of 100 on time everywhere), passports are hard (30 of 60).
CASES = """
city,   item,         accepted,   promised, closed,     times
230100, 000109001000, 2026-07-01, 1,        2026-07-02, 64   # easy: 64 of 80
230100, 000109001000, 2026-07-01, 1,        2026-07-09, 16
230100, 000109002000, 2026-07-01, 1,        2026-07-02, 4    # hard: 4 of 10
230100, 000109002000, 2026-07-01, 1,        2026-07-09, 6
231000, 000109001000, 2026-07-01, 1,        2026-07-02, 20   # easy: all 20
231000, 000109002000, 2026-07-01, 1,        2026-07-02, 26   # hard: 26 of 50
231000, 000109002000, 2026-07-01, 1,        2026-07-09, 24
"""


def found(world: World, subject: str, indicator: str = "on_time_rate") -> Row | None:
    rows = world.figures("2026-07-31").of(
        "case_mix",
        indicator_id=indicator,
        subject_id=subject,
        period_kind="month",
        period=JULY,
    )
    return rounded(rows[0]) if rows else None


def test_who_has_the_easy_items_is_expected_to_do_better(world: World) -> None:
    world.give("cases", CASES)
    harbin, mudanjiang = found(world, "city:230100"), found(world, "city:231000")
    assert harbin is not None
    assert mudanjiang is not None
    # Everywhere 84 of 100 easy ones and 30 of 60 hard ones: together 114 of 160.
    assert (harbin["n"], harbin["observed"]) == (90, 68)
    assert harbin["expected"] == pytest.approx(80 * 0.84 + 10 * 0.5)
    assert mudanjiang["expected"] == pytest.approx(20 * 0.84 + 50 * 0.5)
    assert harbin["ratio"] == pytest.approx(68 / 72.2)
    assert mudanjiang["adjusted"] == pytest.approx(46 / 41.8 * 114 / 160)
    # 76 % against 66 % as they stand; the other way round for what they were given.
    assert harbin["observed"] / 90 > mudanjiang["observed"] / 70
    assert harbin["adjusted"] < mudanjiang["adjusted"]
    for row in (harbin, mudanjiang):
        assert row["low"] < row["adjusted"] < row["high"]


def test_an_organ_is_compared_with_its_items_everywhere(world: World) -> None:
    world.give("cases", CASES)
    organ = found(world, "organ:230100/gaj")
    city = found(world, "city:230100")
    assert organ is not None
    assert city is not None
    # All of the city's cases are this organ's.
    assert organ["ratio"] == city["ratio"]


def test_a_department_is_not_compared_with_itself(world: World) -> None:
    world.give("cases", CASES)
    assert found(world, "department:gaj") is None
    assert found(world, "all") is None


def test_what_is_withheld_is_not_told_by_its_mix(world: World) -> None:
    world.declare(withheld_below=91)
    world.give("cases", CASES)
    assert found(world, "city:230100") is None


def test_items_with_few_rows_share_what_is_expected_of_them(world: World) -> None:
    # Shown from one row on, whatever the limit below which items are pooled.
    world.edit("indicators/on_time_rate.toml", "numerator", "minimum_n = 1\nnumerator")
    world.give("cases", CASES)
    expected = {}
    for limit in (60, 61, 101):
        world.declare(withheld_below=limit)
        row = found(world, "city:230100")
        assert row is not None
        expected[limit] = row["expected"]
    # The hard item's 60 rows; alone in its pool it stays what it is.
    assert expected[60] == expected[61] == pytest.approx(80 * 0.84 + 10 * 0.5)
    # With the easy one's 100 below the limit too, all are one pool.
    assert expected[101] == pytest.approx(90 * 114 / 160)


def test_ratings_have_a_mix_too(world: World) -> None:
    world.give(
        "ratings",
        """
        city,   item,         level, times
        230100, 000109001000, 5,     30
        230100, 000109002000, 3,     10
        231000, 000109002000, 5,     10
        231000, 000109002000, 3,     10
        """,
    )
    harbin = found(world, "city:230100", "satisfied_rate")
    assert harbin is not None
    # 30 of 30 easy, and a third of the ten hard ones (10 of 30 everywhere).
    assert harbin["expected"] == pytest.approx(30 + 10 / 3)


def test_a_place_that_no_indicator_counts_anything_of_has_no_mix(world: World) -> None:
    world.give("cases", "accepted, closed, result\n2026-07-01, 2026-07-02, withdrawn")
    assert found(world, "city:230100") is None
