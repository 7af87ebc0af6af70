"""Who gets a score, a range and a place; counted on departments in July."""

from __future__ import annotations

from datetime import date

from tests.pipelines.measure.cases_world import Figures, Row, World

RANKING = """[ranking]                             # the public satisfaction ranking
indicator = "satisfied_rate"
kinds     = ["department", "city"]
shrunk_from = 20                      # fewer peers teach too little
best        = 10                      # "could be among the best ten"; at most a third
"""


def _card(figures: Figures, department: str) -> Row:
    return figures.one(
        "scorecard",
        subject_id=f"department:{department}",
        period_kind="month",
        period=date(2026, 7, 1),
    )


def test_where_too_little_is_covered_neither_score_nor_range_is_given(
    world: World,
) -> None:
    # Ratings alone are 40 of the scheme's 100; it asks for 70.
    world.give("ratings", "level, times\n5, 40")
    card = _card(world.figures(), "gaj")
    assert card["state"] == "insufficient"
    assert (card["score"], card["low"], card["high"]) == (None, None, None)


def test_without_a_ranking_the_share_on_fewest_rows_decides(world: World) -> None:
    world.edit("workspace.toml", RANKING, "")
    world.edit("schemes/2026.toml", "coverage_minimum = 0.70", "coverage_minimum = 0.4")
    world.give(
        "cases",
        """
        department, accepted,   closed,     times
        gaj,        2026-07-01, 2026-07-02, 30
        rsj,        2026-07-01, 2026-07-02, 29     # one too few for a place
        mzj,        2026-07-01, 2026-07-02, 29
        mzj,        2026-07-30, 2026-07-31, 1      # closed, and its day is not yet due
        """,
    )
    figures = world.figures()
    places = {
        department: (
            _card(figures, department)["n"],
            _card(figures, department)["rank"],
        )
        for department in ("gaj", "rsj", "mzj")
    }
    assert places == {"gaj": (30, 1), "rsj": (29, None), "mzj": (29, None)}


def test_without_shares_nothing_keeps_a_unit_from_its_place(world: World) -> None:
    world.edit("workspace.toml", RANKING, "")
    world.edit("schemes/2026.toml", "coverage_minimum = 0.70", "coverage_minimum = 0.0")
    world.give("assessments", "subject, score\ndepartment:gaj, 80")
    card = _card(world.figures(), "gaj")
    assert (card["n"], card["rank"]) == (None, 1)


def test_the_weights_of_all_indicators_cover_exactly_everything(world: World) -> None:
    world.give("cases", "accepted, closed, times\n2026-07-01, 2026-07-02, 40")
    world.give("ratings", "level, times\n5, 40")
    methods = ("routine", "supervision", "democratic", "expert", "third_party", "media")
    rows = "\n".join(f"{method}, 80" for method in methods)
    world.give("assessments", f"method, score\n{rows}")
    assert _card(world.figures(), "gaj")["coverage"] == 1.0
