"""Intervals and states: ok, withheld, no_data, provisional."""

import csv
from datetime import date
from pathlib import Path

import pytest

from pipelines.measure.periods import add_months
from tests.pipelines.measure.cases_world import World

VECTORS = Path(__file__).resolve().parents[2] / "vectors"


def test_wilson_intervals_equal_the_published_ones(world: World) -> None:
    with (VECTORS / "proportion_intervals.csv").open(encoding="utf-8") as file:
        vectors = list(csv.DictReader(file))
    months = [add_months(date(2025, 1, 1), k) for k in range(len(vectors))]
    lines = []
    for month, vector in zip(months, vectors, strict=True):
        k, n = int(vector["k"]), int(vector["n"])
        lines += [f"{month}, 5, {k}", f"{month}, 3, {n - k}"]
    world.give("ratings", "rated, level, times\n" + "\n".join(lines))
    figures = world.figures("2026-07-31")
    for month, vector in zip(months, vectors, strict=True):
        row = figures.one(
            "observation",
            indicator_id="satisfied_rate",
            subject_id="organ:230100/gaj",
            period_kind="month",
            period=month,
        )
        assert (row["numerator"], row["denominator"]) == (
            int(vector["k"]),
            int(vector["n"]),
        )
        assert row["low"] == pytest.approx(float(vector["wilson95_lo"]), abs=1e-9)
        assert row["high"] == pytest.approx(float(vector["wilson95_hi"]), abs=1e-9)


def test_an_interval_of_a_rate_is_in_its_unit(world: World) -> None:
    world.give("cases", "accepted, closed, times\n2026-07-01, 2026-07-02, 20")
    world.give("ratings", "level\n1\n5")
    bad = world.figures().observed("bad_per_10k")
    # One of twenty: Wilson 0.0088810 to 0.2361311, times ten thousand.
    assert bad["value"] == 500
    assert bad["low"] == pytest.approx(88.81, abs=0.01)
    assert bad["high"] == pytest.approx(2361.31, abs=0.01)


def test_nine_are_withheld_and_ten_are_shown(tmp_path: Path) -> None:
    world = World(tmp_path / "data", withheld_below=10)
    world.give(
        "ratings",
        """
        department, level, times
        gaj,        5,     9
        rsj,        5,     10
        """,
    )
    figures = world.figures()
    nine = figures.observed("satisfied_rate", "department:gaj")
    assert (nine["state"], nine["value"], nine["low"], nine["high"]) == (
        "withheld",
        None,
        None,
        None,
    )
    assert (nine["numerator"], nine["denominator"]) == (9, 9)  # for internal readers
    ten = figures.observed("satisfied_rate", "department:rsj")
    assert (ten["state"], ten["value"]) == ("ok", 1)
    assert (nine["peer_median"], ten["peer_median"]) == (1, 1)


def test_a_mean_and_a_quantile_of_nine_are_withheld_too(tmp_path: Path) -> None:
    world = World(tmp_path / "data", withheld_below=10)
    world.give("ratings", "level, times\n5, 9")
    world.give("cases", "accepted, closed, times\n2026-07-01, 2026-07-02, 9")
    figures = world.figures()
    for indicator in ("mean_score", "median_days", "compression_ratio"):
        row = figures.observed(indicator)
        assert [row[c] for c in ("state", "value", "low", "high")] == [
            "withheld",
            None,
            None,
            None,
        ], indicator


def test_the_number_of_overdue_cases_is_never_withheld(tmp_path: Path) -> None:
    world = World(tmp_path / "data", withheld_below=10)
    world.give("cases", "accepted, closed\n2026-07-01,")
    assert world.figures().observed("open_overdue")["value"] == 1


def test_nobody_rated_is_not_zero(world: World) -> None:
    world.give("ratings", "department, level\nrsj, 1")
    row = world.figures().observed("satisfied_rate", "department:gaj")
    assert [row[c] for c in ("state", "value", "numerator", "denominator", "n")] == [
        "no_data",
        None,
        None,
        None,
        None,
    ]
    zero = world.figures().observed("satisfied_rate", "department:rsj")
    assert (zero["state"], zero["value"]) == ("ok", 0)


def test_a_period_that_is_not_over_is_provisional(world: World) -> None:
    world.give("ratings", "rated, level\n2026-06-30, 5\n2026-07-01, 5")
    figures = world.figures("2026-07-30")
    states = {
        kind: figures.observed("satisfied_rate", "all", period, kind)["state"]
        for kind, period in (
            ("month", "2026-07-01"),
            ("quarter", "2026-07-01"),
            ("year", "2026-01-01"),
        )
    }
    assert set(states.values()) == {"provisional"}
    assert figures.observed("satisfied_rate", "all", "2026-06-01")["state"] == "ok"
    assert world.figures("2026-07-31").observed("satisfied_rate")["state"] == "ok"


def test_a_quarter_whose_beginning_is_missing_is_provisional(world: World) -> None:
    world.give("ratings", "rated, level\n2026-05-02, 5")
    row = world.figures("2026-06-30").observed(
        "satisfied_rate", "all", "2026-04-01", "quarter"
    )
    assert row["state"] == "provisional"


def test_a_month_in_a_provisional_calendar_is_provisional(world: World) -> None:
    world.give("ratings", "rated, level\n2026-12-31, 5\n2027-01-05, 5")
    figures = world.figures("2027-01-31")
    december = figures.observed("satisfied_rate", "all", "2026-12-01")
    january = figures.observed("satisfied_rate", "all", "2027-01-01")
    assert (december["state"], january["state"]) == ("ok", "provisional")


def test_a_value_is_compared_with_the_period_before(world: World) -> None:
    world.give(
        "ratings",
        """
        rated,      level, times
        2026-06-10, 5,     1
        2026-06-10, 3,     1
        2026-07-10, 5,     3
        2026-07-10, 3,     1
        """,
    )
    july = world.figures().observed("satisfied_rate")
    assert (july["previous_value"], july["change"]) == (0.5, 0.25)
    june = world.figures().observed("satisfied_rate", period="2026-06-01")
    assert (june["previous_value"], june["change"]) == (None, None)
