"""Bonus, deduction, veto and quotas, after the score was weighed."""

from __future__ import annotations

import pytest

from tests.pipelines.measure.cases_world import ITEMS, World
from tests.pipelines.score.schemes import ratings
from tests.pipelines.score.test_tree import declare, leaf, of, pillar

VOICE = pillar("voice", 1, f"indicators = [{leaf('satisfied_rate', 1)}]")


def rule(name: str, kind: str, indicator: str, more: str) -> str:
    return (
        f'[[adjustments]]\nadjustment = "{name}"\nkind = "{kind}"\n'
        f'indicator = "{indicator}"\n'
        f'name = {{ zh = "{name}", en = "{name}" }}\n{more}\n'
    )


PRAISE = rule(
    "praise", "bonus", "very_satisfied_rate", "above = 0.5\npoints = 20\nmost = 3"
)
BLAME = rule("blame", "deduction", "bad_rate", "points = 100\nmost = 15")


@pytest.mark.parametrize(
    ("rules", "top", "adjustment"),
    [
        (PRAISE, "", 2),  # 0.1 above a half, 20 points for a whole one
        (PRAISE.replace("20\nmost = 3", "20\nmost = 1.5"), "", 1.5),
        (PRAISE.replace("above = 0.5", "above = 0.6"), "", 0),
        (BLAME, "", -10),
        (BLAME.replace("most = 15", "most = 4"), "", -4),
        (PRAISE + BLAME, "", -8),
        (PRAISE + BLAME, "most_bonus = 0.5\nmost_deduction = 1", -0.5),
        # Nobody's cases were closed on the same day or another: nothing happens.
        (rule("fast", "bonus", "same_day_rate", "points = 9\nmost = 9"), "", 0),
        (BLAME + 'subjects = ["city"]', "", 0),
        # 90 points and no more than 100 together.
        (PRAISE.replace("20\nmost = 3", "900\nmost = 90"), "", 20),
        (BLAME.replace("points = 100\nmost = 15", "points = 999\nmost = 99"), "", -80),
    ],
)
def test_points_are_added_and_taken_within_their_caps(
    world: World, rules: str, top: str, adjustment: float
) -> None:
    declare(world, VOICE + rules, top)
    # 60 very satisfied, 20 satisfied, 10 so-so, 10 bad.
    world.give("ratings", "level, times\n5, 60\n4, 20\n3, 10\n1, 10")
    figures = world.figures()
    (card,) = of(figures, "scorecard")
    assert card["base_score"] == pytest.approx(80)
    assert card["adjustment"] == pytest.approx(adjustment)
    assert card["score"] == pytest.approx(80 + adjustment)
    assert card["low"] <= card["score"] <= card["high"]
    parts = of(figures, "score")
    assert sum(row["contribution"] for row in parts) == pytest.approx(80)


def test_a_veto_holds_the_band_and_not_the_score(world: World) -> None:
    veto = rule("late", "veto", "bad_rate", 'above = 0.09\nceiling = "fair"')
    worse = rule("later", "veto", "bad_rate", 'above = 0.05\nceiling = "poor"')
    world.give("ratings", "level, times\n5, 85\n1, 10\n3, 5")
    for rules, band, by in (
        ("", "good", None),
        (veto, "fair", "late"),
        (veto + worse, "poor", "later"),
        (veto.replace("0.09", "0.1"), "good", None),
        (veto.replace("above = 0.09", "below = 0.2"), "fair", "late"),
    ):
        declare(world, VOICE + rules)
        (card,) = of(world.figures(), "scorecard")
        told = (card["score"], card["band"], card["vetoed_by"])
        assert told == (pytest.approx(85), band, by), rules


def test_grades_take_the_cut_off_then_a_place_then_the_veto(world: World) -> None:
    departments = ["gaj", "rsj", "mzj", "swj", "fgw", "zjj", "sjj"]
    world.refer(
        "departments",
        "department_id,name_zh,name_en,aliases,peer_group,ranked,vertical,"
        "valid_from,valid_to\n"
        + "".join(
            f"{d},{d}局,{d} bureau,,society,{'false' if d == 'swj' else 'true'},,,\n"
            for d in departments
        ),
    )
    world.refer("items", ITEMS)
    satisfied = {"gaj": 98, "rsj": 96, "mzj": 95, "fgw": 95, "zjj": 85, "sjj": 50,
                 "swj": 99}  # fmt: skip
    world.give("ratings", ratings(*((d, n, 100 - n) for d, n in satisfied.items())))
    grades = '[grades]\nrounding = "up"\nquotas = { excellent = 0.5 }\n'
    veto = rule("best", "veto", "satisfied_rate", 'above = 0.97\nceiling = "fair"')
    declare(world, VOICE + veto + grades)
    figures = world.figures()
    told = {
        d: (card["band"], card["grade"], card["grade_why"])
        for d in departments
        for card in of(figures, "scorecard", subject_id=f"department:{d}")
    }
    # Three of six places. The first is used by who is vetoed; two tie for the last.
    assert told == {
        "gaj": ("fair", "fair", "veto"),
        "rsj": ("excellent", "excellent", "cut_off"),
        "mzj": ("excellent", "good", "tie"),
        "fgw": ("excellent", "good", "tie"),
        "zjj": ("good", "good", "cut_off"),
        "sjj": ("poor", "poor", "cut_off"),
        "swj": ("fair", None, None),  # never ranked, so never graded
    }
