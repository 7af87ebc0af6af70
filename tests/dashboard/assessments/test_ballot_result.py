"""What ballots add up to, each figure counted by hand."""

import pytest

from dashboard.assessments import ballot_result, polls
from dashboard.assessments.ballot_result import BallotResult, mean_of
from dashboard.database import engine
from tests.dashboard.assessments import votes, world
from tests.dashboard.assessments.votes import AFTER, Review
from tests.dashboard.assessments.world import NOW

DEMOCRATIC = world.rubric("democratic")


def of_police(review: Review, *, closed: bool = True) -> BallotResult:
    police = review.world.subjects[world.POLICE]
    with engine.reading() as session:
        return ballot_result.of(session, review.poll, police, AFTER if closed else NOW)


@pytest.mark.parametrize(
    ("tally", "mean"),
    [
        # Nobody, or nobody who knew enough.
        ({}, None),
        ({polls.ABSTAINED: 7}, None),
        # 100 + 85 + 50, through 3; who abstained is not in the mean.
        ({"excellent": 1, "good": 1, "poor": 1, polls.ABSTAINED: 4}, 235 / 3),
        # 19 ballots: 5 % are 0.95 of one, so none is dropped. (18 x 85 + 50) / 19.
        ({"good": 18, "poor": 1}, 1580 / 19),
        # 20 ballots: one at either end goes: the poor one and one of the good.
        ({"good": 19, "poor": 1}, 85.0),
        # 20, all ends: 3 excellent, 16 good, 1 poor -> 2 excellent, 16 good of 18.
        ({"excellent": 3, "good": 16, "poor": 1}, (200 + 1360) / 18),
        # 40: two at either end: both poor, two of the four excellent.
        ({"excellent": 4, "fair": 34, "poor": 2}, (200 + 2380) / 36),
        # 60 x 0.05 is 3, also where a float would say 2.9999999999999996.
        ({"excellent": 3, "good": 54, "poor": 3}, 85.0),
    ],
)
def test_mean_of_a_class(tally: dict[str, int], mean: float | None) -> None:
    found = mean_of(tally, DEMOCRATIC)
    assert (None if found is None else float(found)) == mean


def test_classes_are_weighted(store: str) -> None:
    review = votes.opened()
    # A 0.4: 5 x 100. B 0.3: 3 x 85 and 2 x 50 -> 71. C 0.3: 6 x 70, one abstains.
    review.give("a", excellent=5)
    review.give("b", good=3, poor=2)
    review.give("c", fair=6, abstained=1)
    review.tokens("c", 2, prefix="stayed away ")
    result = of_police(review)
    # 0.4 x 100 + 0.3 x 71 + 0.3 x 70
    assert result.score == 82.3
    assert result.ballots == 5 + 5 + 6
    # 17 of 19 links were used.
    assert result.turnout == 17 / 19
    assert [
        (each.class_id, each.valid, each.abstained, each.mean, each.issued, each.used)
        for each in result.classes
    ] == [
        ("a", 5, 0, 100.0, 5, 5),
        ("b", 5, 0, 71.0, 5, 5),
        ("c", 6, 1, 70.0, 9, 7),
    ]


def test_a_class_under_its_minimum_is_withheld_and_its_weight_goes_to_the_others(
    store: str,
) -> None:
    review = votes.opened()
    review.give("a", excellent=5)
    # Five voted and one of them abstained: four valid ballots are too few.
    review.give("b", poor=4, abstained=1)
    review.give("c", fair=5)
    result = of_police(review)
    # (0.4 x 100 + 0.3 x 70) / 0.7 = 87.142857…; nothing of B is in it.
    assert result.score == pytest.approx(61 / 0.7)
    assert result.ballots == 10
    (_a, b, _c) = result.classes
    assert b.is_withheld
    assert (b.valid, b.abstained, b.mean, b.used) == (None, None, None, 5)


def test_without_a_class_that_reaches_its_minimum_there_is_no_score(
    store: str,
) -> None:
    review = votes.opened()
    review.give("a", excellent=4)
    result = of_police(review)
    assert (result.score, result.ballots, result.turnout) == (None, 0, 1.0)
    assert all(each.is_withheld for each in result.classes)


def test_nothing_is_told_before_the_poll_has_closed(store: str) -> None:
    review = votes.opened()
    review.give("a", excellent=5)
    result = of_police(review, closed=False)
    assert result.is_open
    assert (result.score, result.ballots, result.turnout) == (None, 0, 1.0)
    assert all(each.is_withheld for each in result.classes)
    assert of_police(review).score == 100.0


def test_a_poll_without_links_has_no_turnout(store: str) -> None:
    assert of_police(votes.opened()).turnout is None


def test_every_subject_has_its_result_and_a_later_one_has_none(store: str) -> None:
    review = votes.opened()
    review.give("a", good=5)
    with engine.writing() as session:
        later = world.add_subject(
            session, review.world.cycle, "organ:230100/jtj", {"zh": "交", "en": "T"}
        )
    with engine.reading() as session:
        results = ballot_result.of_poll(session, review.poll, AFTER)
        assert ballot_result.of(session, review.poll, later, AFTER).score is None
        with pytest.raises(polls.PollMissing):
            ballot_result.of(session, 999, later)
    subjects = review.world.subjects
    assert {number: each.score for number, each in results.items()} == {
        subjects[world.POLICE]: 85.0,
        # The voters left these two out: abstained.
        subjects[world.LABOUR]: None,
        subjects[world.CIVIL]: None,
    }
