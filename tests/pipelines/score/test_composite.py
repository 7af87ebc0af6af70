"""The composite: goalposts, weights, coverage, bands, changes, and which scheme."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pipelines.measure.periods import add_months
from tests.pipelines.measure.cases_world import Figures, Row, World
from tests.pipelines.score.schemes import ratings, scheme

GAJ, JUNE, JULY = "department:gaj", date(2026, 6, 1), date(2026, 7, 1)


def of(figures: Figures, table: str, period: date = JULY, **where: object) -> Row:
    return figures.one(
        table, **{"subject_id": GAJ, "period_kind": "month", "period": period, **where}
    )


def test_goalposts_make_a_score(world: World) -> None:
    expected = [
        (0.5, 1.0, 40),  # 0.7 lies two fifths of the way up
        (0.7, 1.0, 0),  # at the worst
        (0.8, 1.0, 0),  # below the worst: not less than 0
        (0.0, 0.7, 100),  # at the best
        (0.0, 0.6, 100),  # above the best: not more than 100
        (1.0, 0.5, 60),  # less is better: three fifths of the way down
        (0.6, 0.2, 0),
        (0.9, 0.8, 100),
    ]
    # Every month has a scheme of its own, and seven of ten satisfied.
    for month, (worst, best, _) in enumerate(expected, start=1):
        goals = {"a": (1.0, [("satisfied_rate", 1.0, worst, best)])}
        first = date(2026, month, 1)
        last = add_months(first, 1) - timedelta(days=1)
        scheme(world, goals, scheme_id=f"m{month}", valid=(str(first), str(last)))
        rows = ratings(("gaj", 7, 3), month=f"2026-{month:02}")
        world.give("ratings", rows, f"{month}.csv")
    figures = world.figures("2026-08-31")
    for month, (_, _, score) in enumerate(expected, start=1):
        card = of(figures, "scorecard", date(2026, month, 1))
        assert card["score"] == pytest.approx(score, abs=1e-9), expected[month - 1]
        assert card["low"] <= card["score"] <= card["high"]


def test_weights_are_shared_out_over_what_is_there(world: World) -> None:
    scheme(
        world,
        {
            "satisfaction": (
                72,
                [("satisfied_rate", 5, 0.5, 1), ("bad_rate", 1, 0.4, 0)],
            ),
            "timeliness": (28, [("on_time_rate", 1, 0, 1)]),
        },
    )
    world.give("ratings", "level, times\n5, 7\n3, 1\n1, 2")
    figures = world.figures()
    card = of(figures, "scorecard")
    # Satisfied 0.7 scores 40 and bad 0.2 scores 50, at 60 and 12 of 72.
    assert card["score"] == pytest.approx(41.6666666667)
    assert card["coverage"] == pytest.approx(0.72)
    scores = {
        row["indicator_id"]: (row["score"], row["weight"], row["contribution"])
        for row in figures.of("score", subject_id=GAJ, period_kind="month")
    }
    assert scores["satisfied_rate"] == pytest.approx((40, 60 / 72, 100 / 3))
    assert scores["bad_rate"] == pytest.approx((50, 12 / 72, 25 / 3))
    pillar = of(figures, "pillar_score")
    assert (pillar["pillar"], pillar["weight"]) == ("satisfaction", pytest.approx(1))
    assert pillar["score"] == pytest.approx(card["score"])
    parts = figures.of("score", subject_id=GAJ, period_kind="month")
    assert sum(row["contribution"] for row in parts) == pytest.approx(card["score"])


@pytest.mark.parametrize(
    ("there", "missing", "state"), [(70, 30, "ok"), (69, 31, "insufficient")]
)
def test_a_score_needs_seventy_percent_of_the_weight(
    world: World, there: int, missing: int, state: str
) -> None:
    scheme(
        world,
        {
            "satisfaction": (there, [("satisfied_rate", 1, 0, 1)]),
            "timeliness": (missing, [("on_time_rate", 1, 0, 1)]),
        },
    )
    world.give("ratings", ratings(("gaj", 40, 10)))
    card = of(world.figures(), "scorecard")
    assert (card["state"], card["score"] is None) == (state, state != "ok")
    assert card["coverage"] == pytest.approx(there / 100)
    assert (card["band"], card["rank"], card["low"], card["high"]) == (
        ("good", 1, card["low"], card["high"]) if state == "ok" else (None,) * 4
    )


def test_nobody_measured_has_no_score_and_no_band(world: World) -> None:
    world.give("ratings", ratings(("gaj", 40, 10)))
    card = of(world.figures(), "scorecard", subject_id="department:mzj")
    told = [card[c] for c in ("state", "coverage", "score", "low", "high", "band")]
    assert told == ["no_data", 0, None, None, None, None]


def test_a_band_begins_at_its_score(world: World) -> None:
    expected = {
        (10, 0): "excellent",
        (9, 1): "excellent",
        (89, 11): "good",
        (8, 2): "good",
        (79, 21): "fair",
        (6, 4): "fair",
        (59, 41): "poor",
        (0, 10): "poor",
    }
    scheme(world, {"satisfaction": (1, [("satisfied_rate", 1, 0, 1)])})
    for month, (good, bad) in enumerate(expected, start=1):
        rows = ratings(("gaj", good, bad), month=f"2026-{month:02}")
        world.give("ratings", rows, f"{month}.csv")
    figures = world.figures("2026-08-31")
    for month, band in enumerate(expected.values(), start=1):
        assert of(figures, "scorecard", date(2026, month, 1))["band"] == band, month


def test_the_last_bit_of_a_sum_decides_no_band(world: World) -> None:
    # Three indicators score 80 each; in binary, weighted, they make 79.99999999999999.
    world.give("ratings", ratings(("gaj", 8, 2)))
    for one, two, first, second in ((1, 2, 3, 4), (1, 2, 5, 1), (1, 2, 6, 5)):
        goals = [("satisfied_rate", one, 0, 1), ("very_satisfied_rate", two, 0, 1)]
        other = [("bad_rate", 1, 1, -0.25)]
        scheme(world, {"a": (first, goals), "b": (second, other)})
        card = of(world.figures(), "scorecard")
        assert card["score"] == pytest.approx(80)
        assert card["band"] == "good", (one, two, first, second)


def test_changes_of_pillars_add_up_to_the_change(world: World) -> None:
    scheme(
        world,
        {
            "satisfaction": (60, [("satisfied_rate", 1, 0, 1)]),
            "timeliness": (
                40,
                [("same_day_rate", 3, 0, 1), ("one_visit_rate", 1, 0, 1)],
            ),
        },
    )
    world.give("ratings", ratings(("gaj", 8, 2), month="2026-06"), "6.csv")
    world.give("ratings", ratings(("gaj", 6, 4)), "7.csv")
    world.give(
        "cases",
        """
        accepted,   closed,     visits, times
        2026-06-01, 2026-06-01, 1,      1
        2026-06-01, 2026-06-02, 2,      1
        2026-07-01, 2026-07-01, 1,      3
        2026-07-01, 2026-07-02, 1,      1
        """,
    )
    figures = world.figures()
    june, july = of(figures, "scorecard", JUNE), of(figures, "scorecard", JULY)
    # June: 0.6 * 80 + 0.3 * 50 + 0.1 * 50 = 68. July: 36 + 0.3 * 75 + 10 = 68.5.
    assert june["score"] == pytest.approx(68)
    assert july["score"] == pytest.approx(68.5)
    assert (june["previous_score"], july["previous_score"]) == (None, june["score"])
    changes = {
        row["pillar"]: row["change_contribution"]
        for row in figures.of(
            "pillar_score", subject_id=GAJ, period_kind="month", period=JULY
        )
    }
    assert changes == pytest.approx({"satisfaction": -12, "timeliness": 12.5})
    first = figures.of("pillar_score", subject_id=GAJ, period_kind="month", period=JUNE)
    assert {row["change_contribution"] for row in first} == {None}
    before = figures.one(
        "score",
        subject_id=GAJ,
        period_kind="month",
        period=JULY,
        indicator_id="satisfied_rate",
    )
    assert (before["score"], before["previous_score"]) == pytest.approx((60, 80))


def test_each_period_is_scored_by_the_scheme_of_its_last_day(world: World) -> None:
    goal = {"satisfaction": (1.0, [("satisfied_rate", 1.0, 0.0, 1.0)])}
    strict = {"satisfaction": (1.0, [("satisfied_rate", 1.0, 0.5, 1.0)])}
    scheme(world, goal, scheme_id="first", valid=("2026-06-01", "2026-06-30"))
    scheme(world, strict, scheme_id="second", valid=("2026-07-01", "2026-12-31"))
    for month in ("05", "06", "07"):
        world.give("ratings", ratings(("gaj", 8, 2), month=f"2026-{month}"), month)
    for path in world.at.inbox.glob("ratings/*"):
        path.rename(path.with_suffix(".csv"))
    figures = world.figures("2026-07-31")
    cards = {
        row["period"]: (row["scheme_id"], row["score"])
        for row in figures.of("scorecard", subject_id=GAJ, period_kind="month")
    }
    assert cards == {
        JUNE: ("first", pytest.approx(80)),
        JULY: ("second", pytest.approx(60)),
    }
    quarter = figures.of("scorecard", subject_id=GAJ, period_kind="quarter")
    assert {row["period"]: row["scheme_id"] for row in quarter} == {
        date(2026, 4, 1): "first",
        date(2026, 7, 1): "second",
    }
