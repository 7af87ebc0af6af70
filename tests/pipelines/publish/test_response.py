"""Who answered: counts, and bounds that hold whatever the silent think."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pipelines.measure.cases_world import Row, World, rows

SQL = files("pipelines.publish").joinpath("response.sql").read_text("utf-8")
CASES = """
accepted,   closed,     times
2026-07-01, 2026-07-02, {times}
"""


def published(world: World, audience: str, as_of: str = "2026-07-31") -> list[Row]:
    """The table as the file of an audience has it."""
    assert world.run(as_of).status in ("published", "unchanged")
    named = json.loads(world.at.current.read_text("utf-8"))["files"][audience]
    with duckdb.connect(str(world.at.published / named), read_only=True) as con:
        return rows(con, "FROM response WHERE period_kind = 'month'")


def of_department(found: list[Row]) -> Row:
    (row,) = (row for row in found if row["subject_id"] == "department:gaj")
    return row


def test_forty_cases_ten_ratings_and_six_defaults(world: World) -> None:
    world.give("cases", CASES.format(times=40))
    world.give(
        "ratings",
        """
        level, channel, times
        5,     window,  7
        4,     pc,      1
        2,     pc,      2
        3,     default, 6     # the system's: nobody said this
        """,
    )
    row = of_department(published(world, "public"))
    assert (row["closed_count"], row["active_count"]) == (40, 10)
    # Thirty nobody rated; for six of them the system filled something in.
    assert (row["unrated_count"], row["default_count"]) == (30, 6)
    assert (row["active_share"], row["default_share"]) == (0.25, 6 / 16)
    assert row["satisfied_share"] == 0.8
    # 8 of 40 were satisfied for certain; at most 8 + 30 of 40.
    assert row["lowest_share"] == pytest.approx(8 / 40)
    assert row["highest_share"] == pytest.approx(38 / 40)
    assert row["state"] == "ok"


def test_where_nobody_answers_anything_may_be_true(world: World) -> None:
    world.give("cases", CASES.format(times=40))
    world.give(
        "ratings",
        "department, item, level, channel, times\n"
        "gaj, 000109001000, 3, default, 12\nrsj, 000114001000, 5, window, 1",
    )
    row = of_department(published(world, "public"))
    assert (row["active_count"], row["default_count"]) == (0, 12)
    assert (row["lowest_share"], row["highest_share"]) == (0, 1)
    assert row["default_share"] == 1
    assert row["satisfied_share"] is None


def test_more_ratings_than_cases_leave_nothing_open(world: World) -> None:
    # Eleven rate in July what was closed in June; ten cases are closed in July.
    world.give("cases", CASES.format(times=10))
    world.give("ratings", "level, times\n5, 9\n1, 2")
    row = of_department(published(world, "public"))
    assert (row["active_share"], row["unrated_count"]) == (1, 0)
    assert row["lowest_share"] == pytest.approx(9 / 11)
    assert row["highest_share"] == row["lowest_share"]


def test_what_the_public_file_withholds_is_not_told_in_another_form(
    world: World,
) -> None:
    world.declare(withheld_below=10)
    world.give("cases", CASES.format(times=40))
    # Seven gave a rating, so how they rated and how many they are is withheld; all
    # ratings are twelve, and shown.
    world.give("ratings", "level, channel, times\n5, window, 7\n3, default, 5")
    row = of_department(published(world, "public"))
    assert (row["satisfied_share"], row["lowest_share"]) == (None, None)
    assert (row["default_count"], row["default_share"]) == (None, None)
    inside = of_department(published(world, "internal"))
    assert (inside["default_count"], inside["lowest_share"]) == (5, None)


def test_a_withheld_row_has_a_state_and_no_number(world: World) -> None:
    world.declare(withheld_below=10)
    world.give("cases", CASES.format(times=9))
    world.give("ratings", "level\n5")
    row = of_department(published(world, "public"))
    assert row["state"] == "withheld"
    assert [row[k] for k in row if k.endswith(("_count", "_share"))] == [None] * 9


def test_the_public_file_has_no_organ_and_the_internal_one_has(world: World) -> None:
    world.give("cases", CASES.format(times=40))
    world.give("ratings", "level, times\n5, 12")
    kinds = {row["subject_id"].split(":")[0] for row in published(world, "public")}
    assert kinds == {"all", "city", "department"}
    kinds = {row["subject_id"].split(":")[0] for row in published(world, "internal")}
    assert kinds == {"all", "city", "department", "organ"}


def test_a_workspace_that_does_not_declare_it_publishes_none(world: World) -> None:
    (world.at.root / "honesty.toml").unlink()
    world.give("cases", CASES.format(times=40))
    world.give("ratings", "level, times\n5, 12")
    assert published(world, "internal") == []


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_bounds_hold_whatever_those_who_did_not_rate_would_have_said(
    data: Any,
) -> None:
    closed = data.draw(st.integers(1, 500))
    rated = data.draw(st.integers(0, closed))
    satisfied = data.draw(st.integers(0, rated))
    # Any completion: so many of the silent would have been satisfied.
    others = data.draw(st.integers(0, closed - rated))
    (row,) = answered(closed, rated, satisfied)
    truth = (satisfied + others) / closed
    assert row["lowest_share"] - 1e-12 <= truth <= row["highest_share"] + 1e-12
    # And they are no wider than they must be: the extremes are reached.
    assert row["lowest_share"] == pytest.approx(satisfied / closed)
    assert row["highest_share"] == pytest.approx((satisfied + closed - rated) / closed)


def answered(closed: int, rated: int, satisfied: int) -> list[Row]:
    """The table of one subject with these counts."""
    with duckdb.connect() as con:
        con.execute(
            "CREATE TABLE observation (indicator_id VARCHAR, "
            "subject_id VARCHAR, period_kind VARCHAR, period DATE, numerator DOUBLE, "
            "denominator DOUBLE, value DOUBLE, state VARCHAR)"
        )
        for name, k, n in (
            ("rated", rated, closed),
            ("given", satisfied, rated),
            ("every", satisfied, rated),
        ):
            con.execute(
                "INSERT INTO observation VALUES (?, 'all', 'month', ?, ?, ?, ?, ?)",
                [
                    *(name, date(2026, 7, 1), k, n),
                    *((k / n, "ok") if n else (None, "no_data")),
                ],
            )
        con.execute(
            "CREATE TABLE response_rule AS "
            "SELECT 'rated' AS rated, 'given' AS given, 'every' AS every"
        )
        return rows(con, SQL)
