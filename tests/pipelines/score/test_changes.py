"""Why a score changed: performance, weights and mix sum to the change, always."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pipelines.measure.cases_world import Figures, World
from tests.pipelines.score.schemes import ratings
from tests.pipelines.score.test_tree import THREE_LEVELS, declare, leaf, pillar

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
Parts = tuple[float, ...]
VOICE = pillar("voice", 1, f"indicators = [{leaf('satisfied_rate', 1)}]")


def parts(figures: Figures, subject: str) -> dict[tuple[object, object], Parts]:
    """Parts of July's change by pillar and indicator: performance, weight, mix."""
    return {
        (row["pillar"], row["indicator_id"]): tuple(
            round(row[part], 9) + 0.0 for part in ("performance", "weight", "mix")
        )
        for row in figures.of(
            "change_part", subject_id=subject, period_kind="month", period=JULY
        )
    }


def test_who_served_more_is_mix_and_not_performance(world: World) -> None:
    declare(world, VOICE)
    world.give(
        "ratings", ratings(("gaj", 45, 5), ("rsj", 25, 25), month="2026-06"), "6.csv"
    )
    world.give("ratings", ratings(("gaj", 9, 1), ("rsj", 54, 36)))
    figures = world.figures()
    # Together from 70 of 100 to 63 of 100: 0.9 stayed 0.9, 0.5 became 0.6, and the
    # better half became a tenth. 0.7 x 0.1 against (0.9 - 0.55) x -0.4.
    assert parts(figures, "city:230100") == {("voice", "satisfied_rate"): (7, 0, -14)}
    assert parts(figures, "all") == parts(figures, "city:230100")
    # An organ has no parts; a department of one organ has nobody to mix.
    assert parts(figures, "organ:230100/rsj") == {
        ("voice", "satisfied_rate"): (10, 0, 0)
    }
    assert parts(figures, "department:rsj") == {("voice", "satisfied_rate"): (10, 0, 0)}
    assert parts(figures, "department:gaj") == {}


def test_what_comes_new_is_a_matter_of_weight(world: World) -> None:
    declare(
        world, VOICE + pillar("speed", 1, f"indicators = [{leaf('same_day_rate', 1)}]"),
        "coverage_minimum = 0.5",
    )  # fmt: skip
    world.give("ratings", ratings(("gaj", 8, 2), month="2026-06"), "6.csv")
    world.give("ratings", ratings(("gaj", 8, 2)))
    world.give(
        "cases",
        "accepted, closed, times\n2026-07-01, 2026-07-01, 6\n2026-07-01, 2026-07-02, 4",
    )
    figures = world.figures()
    # From 80 to 70. Against a mean of 75 voice lost half the weight and speed won it.
    assert parts(figures, "department:gaj") == {
        ("voice", None): (0, -2.5, 0),
        ("speed", None): (0, -7.5, 0),
    }
    (voice,) = figures.of(
        "pillar_score", subject_id="department:gaj", period_kind="month", period=JULY,
        pillar="voice",
    )  # fmt: skip
    assert voice["change_contribution"] == pytest.approx(-2.5)


def test_a_new_scheme_is_no_performance(world: World) -> None:
    declare(world, VOICE)
    old = (world.at.schemes / "tree.toml").read_text("utf-8")
    (world.at.schemes / "tree.toml").write_text(
        old.replace("2027-12-31", "2026-06-30"), "utf-8"
    )
    stricter = old.replace("worst = 0,", "worst = 0.5,").replace(
        "2020-01-01", "2026-07-01"
    )
    (world.at.schemes / "stricter.toml").write_text(stricter, "utf-8")
    world.give("ratings", ratings(("gaj", 8, 2), month="2026-06"), "6.csv")
    world.give("ratings", ratings(("gaj", 9, 1)))
    # 80 would be 60 by the new goalposts; then 0.1 more gives 20 points.
    expected = {("voice", "satisfied_rate"): (20, -20, 0)}
    assert parts(world.figures(), "department:gaj") == expected
    # Another tree: what the indicator weighs in all is compared.
    rebuilt = pillar("people", 1, "") + VOICE.replace("[[pillars", "[[pillars.pillars")
    (world.at.schemes / "stricter.toml").write_text(
        stricter.replace(VOICE.replace("worst = 0,", "worst = 0.5,"), rebuilt), "utf-8"
    )
    expected = {("voice", "satisfied_rate"): (10, 0, 0)}
    assert parts(world.figures(), "department:gaj") == expected


def test_bonus_and_deduction_are_parts_of_their_own(world: World) -> None:
    blame = (
        '[[adjustments]]\nadjustment = "blame"\nkind = "deduction"\npoints = 100\n'
        'most = 50\nindicator = "bad_rate"\nname = { zh = "减", en = "less" }\n'
    )
    declare(world, VOICE + blame)
    world.give(
        "ratings", "rated, level, times\n2026-06-10, 5, 90\n2026-06-10, 1, 10", "6.csv"
    )
    world.give("ratings", "level, times\n5, 80\n1, 20")
    # 90 - 10 became 80 - 20.
    assert parts(world.figures(), "department:gaj") == {
        ("voice", "satisfied_rate"): (-10, 0, 0),
        (None, None): (-10, 0, 0),
    }


KEY = ("subject_id", "period_kind", "period")
MONTH = st.tuples(
    st.integers(0, 30), st.integers(0, 30), st.integers(0, 20), st.integers(0, 20)
)


@settings(max_examples=8, deadline=None)
@given(months=st.lists(st.tuples(MONTH, MONTH, MONTH), min_size=2, max_size=2))
def test_parts_sum_to_the_change_of_every_scorecard(
    tmp_path_factory: pytest.TempPathFactory, months: list[tuple[tuple[int, ...], ...]]
) -> None:
    world = World(Path(tmp_path_factory.mktemp("sums")) / "data")
    declare(world, THREE_LEVELS, "coverage_minimum = 0.3")
    for month, organs in zip(("2026-06", "2026-07"), months, strict=True):
        judged, closed = ["city, department, rated, level, times"], []
        for place, (good, bad, late, early) in enumerate(organs):
            who = f"{('230100', '231000')[place % 2]}, {('gaj', 'rsj')[place // 2]}"
            judged += [f"{who}, {month}-10, {level}, {times}"
                       for level, times in ((5, good), (3, bad))]  # fmt: skip
            closed += [f"{who}, {month}-01, {month}-20, 2, {late}",
                       f"{who}, {month}-01, {month}-01, 1, {early}"]  # fmt: skip
        world.give("ratings", "\n".join(judged), f"{month}.csv")
        header = "city, department, accepted, closed, visits, times"
        world.give("cases", "\n".join([header, *closed]), f"{month}.csv")
    figures = world.figures()
    for card in figures.of("scorecard", period_kind="month", period=JULY):
        rows = figures.of("change_part", **{key: card[key] for key in KEY})
        told = [row["performance"] + row["weight"] + row["mix"] for row in rows]
        if card["score"] is None or card["previous_score"] is None:
            assert told == []
        else:
            change = card["score"] - card["previous_score"]
            assert sum(told) == pytest.approx(change, abs=1e-9)
