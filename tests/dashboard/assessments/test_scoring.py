"""Scores are counted by hand here, as a clerk with a calculator would."""

import pytest

from dashboard.assessments.scoring import progress, score_of
from tests.dashboard.assessments.world import rubric

EXPERT = {
    "awareness": 80.0,
    "platform": 90.0,
    "openness": 70.0,
    "services": 85.0,
    "response": 75.0,
    "infrastructure": 60.0,
}


def test_items_are_weighed() -> None:
    judged_by = rubric("expert")
    weights = {item.item_id: item.weight for item in judged_by.items}
    assert weights == {
        "awareness": 0.15,
        "platform": 0.15,
        "openness": 0.15,
        "services": 0.25,
        "response": 0.2,
        "infrastructure": 0.1,
    }
    # 12 + 13.5 + 10.5 + 21.25 + 15 + 6
    assert score_of(judged_by, EXPERT) == 78.25


def test_an_open_item_leaves_the_whole_without_a_score() -> None:
    judged_by = rubric("expert")
    assert score_of(judged_by, {**EXPERT, "response": None}) is None
    assert score_of(judged_by, {}) is None
    assert progress(judged_by, {**EXPERT, "response": None}) == (5, 6)


def test_zero_is_a_score() -> None:
    # 78.25 without the 21.25 of services.
    assert score_of(rubric("expert"), {**EXPERT, "services": 0.0}) == 57.0


def test_the_half_is_rounded_up_as_people_do() -> None:
    # 80.03 × 0.15 more than a whole number: 12.0045 + 66.25 = 78.2545 and 78.255.
    judged_by = rubric("expert")
    assert score_of(judged_by, {**EXPERT, "awareness": 80.03}) == 78.25
    # 12.005 in exact decimals needs 80.0333…; 0.1 × 60.05 = 6.005 stands on the half.
    assert score_of(judged_by, {**EXPERT, "infrastructure": 60.05}) == 78.26


@pytest.mark.parametrize(
    ("points", "score"),
    [
        ([], 100.0),
        ([0.5, 2.0], 97.5),
        # As binary fractions 0.1 + 0.2 is more than 0.3.
        ([0.1, 0.2], 99.7),
        ([60.0, 50.0], 0.0),  # never under nothing
    ],
)
def test_deductions_take_points_off_a_hundred(
    points: list[float], score: float
) -> None:
    assert score_of(rubric("supervision"), {}, points) == score


def test_a_ballot_has_no_score_of_its_own() -> None:
    assert score_of(rubric("democratic"), {}) is None
