"""How firm places are, a pillar less, and what would lift a subject: by hand."""

from datetime import date

import pytest

from tests.pipelines.measure.cases_world import Figures, Row, World
from tests.pipelines.score.schemes import scheme

SUMMER = {"period_kind": "quarter", "period": date(2026, 7, 1)}
A, B, C = "department:gaj", "department:rsj", "department:mzj"
# Satisfied and bad: 90 and 90 points, 77 and 77, 50 and 100.
RATINGS = """department, rated, level, times
gaj, 2026-07-10, 5, 900
gaj, 2026-07-10, 1, 100
rsj, 2026-07-10, 5, 770
rsj, 2026-07-10, 1, 230
mzj, 2026-07-10, 5, 500
mzj, 2026-07-10, 3, 500"""


@pytest.fixture
def figures(world: World) -> Figures:
    scheme(
        world,
        {
            "content": (50, [("satisfied_rate", 1, 0, 1)]),
            "unharmed": (50, [("bad_rate", 1, 1, 0)]),
        },
    )
    world.give("ratings", RATINGS)
    return world.figures("2026-09-30")


def of(figures: Figures, table: str, subject: str) -> list[Row]:
    return figures.of(table, subject_id=subject, **SUMMER)


def test_the_scores_are_those_worked_out_by_hand(figures: Figures) -> None:
    scores = [figures.one("scorecard", subject_id=s, **SUMMER) for s in (A, B, C)]
    assert [card["score"] for card in scores] == pytest.approx([90, 77, 75])
    assert [card["rank"] for card in scores] == [1, 2, 3]


def test_a_place_that_no_weight_moves_is_told_from_one_that_moves(
    figures: Figures,
) -> None:
    ranges = {
        subject: [
            (row["by_weights_low"], row["by_weights_high"])
            for row in of(figures, "rank_sensitivity", subject)
        ]
        for subject in (A, B, C)
    }
    # The first leads unless the second pillar weighs four times the first. The others
    # change places when it weighs 1.17 times as much: 1.25 to 0.75 allows 1.67.
    assert ranges == {A: [(1, 1)], B: [(2, 3)], C: [(2, 3)]}


def test_without_a_pillar_the_other_decides(figures: Figures) -> None:
    found = {
        subject: {
            row["pillar"]: (round(row["score"], 6), row["rank"])
            for row in of(figures, "rank_without", subject)
        }
        for subject in (A, B, C)
    }
    assert found == {
        A: {"content": (90, 2), "unharmed": (90, 1)},
        B: {"content": (77, 3), "unharmed": (77, 2)},
        C: {"content": (100, 1), "unharmed": (50, 3)},
    }


def test_the_shortest_lists_lead_into_the_next_band(figures: Figures) -> None:
    # The best quarter of the peers reaches 83.5 and 95 points.
    lists = {
        subject: [
            (
                *(row[key] for key in ("place", "band", "indicator_id")),
                *(round(row[key], 6) for key in ("needed_score", "needed_value")),
            )
            for row in sorted(of(figures, "lift", subject), key=lambda r: r["place"])
        ]
        for subject in (A, B, C)
    }
    assert lists[A] == []
    # Six points of either pillar make three: a third of what the second can reach, and
    # nearly all of what the first can.
    assert lists[B] == [
        (1, "good", "bad_rate", 83.0, 0.17),
        (2, "good", "satisfied_rate", 83.0, 0.83),
    ]
    # 75 to 80 takes ten points of the first pillar; the second is at its best.
    assert lists[C] == [(1, "good", "satisfied_rate", 60.0, 0.6)]


def test_a_quarter_that_is_not_over_is_not_lifted(world: World) -> None:
    scheme(world, {"content": (1, [("satisfied_rate", 1, 0, 1)])})
    world.give("ratings", RATINGS)
    figures = world.figures("2026-08-31")
    assert figures.of("lift", **SUMMER) == []


def test_one_alone_has_no_league_to_be_tried_in(world: World) -> None:
    scheme(world, {"content": (1, [("satisfied_rate", 1, 0, 1)])})
    world.give("ratings", "department, rated, level, times\ngaj, 2026-07-10, 5, 90")
    figures = world.figures("2026-09-30")
    assert figures.of("rank_sensitivity", subject_id=A, **SUMMER) == []
