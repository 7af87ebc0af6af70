"""Democratic reviews: one row a subject that counts as its ballots."""

import pytest

from dashboard.assessments import ballot_result, polls, publicity
from dashboard.database import engine
from dashboard.database.models.ballots import PublishedBallotScore
from dashboard.database.models.cycles import Assignment, Cycle
from pipelines.locations import VARIABLE
from tests.dashboard.assessments import decided, votes
from tests.dashboard.assessments.votes import AFTER, Review
from tests.pipelines.measure.cases_world import Figures, Row, World
from tests.pipelines.store.judged import LABOUR, POLICE

DEMOCRATIC = "assessment_democratic"


@pytest.fixture
def world(calendar_world: World) -> World:
    """Return a workspace that published its calendar."""
    return calendar_world


@pytest.fixture
def review(world: World, store: str, monkeypatch: pytest.MonkeyPatch) -> Review:
    """Return an open poll of a cycle of which nothing else is left to be decided."""
    monkeypatch.setenv(VARIABLE, str(world.at.root))
    made = votes.opened()
    with engine.writing() as session:
        session.get_one(Cycle, made.world.cycle).rules = decided.RULES
        for assignment in session.query(Assignment):
            assignment.state = "withdrawn"
    return made


def publish(review: Review) -> None:
    with engine.reading() as session:
        revision = session.get_one(Cycle, review.world.cycle).revision
    publicity.publish(review.administrator, review.world.cycle, revision, now=AFTER)


def observed(figures: Figures, subject: str = POLICE) -> Row:
    return figures.observed(DEMOCRATIC, subject, "2026-09-01")


def test_the_scorecard_says_what_the_poll_found(world: World, review: Review) -> None:
    # Leaders: 4 x 100, 2 x 70 give 90. Peers: 3 x 85, 2 x 50 give 71. The citizens are
    # four and stay under their minimum of five.
    review.give("a", excellent=4, fair=2)
    review.give("b", good=3, poor=2, abstained=3)
    review.give("c", poor=4)
    publish(review)
    figures = world.figures("2026-11-15")
    row = observed(figures)
    # (0.4 x 90 + 0.3 x 71) / 0.7 = 57.3 / 0.7
    assert round(row["value"], 9) == round(57.3 / 0.7, 9)
    assert (row["denominator"], row["n"]) == (11, 11)
    panel = figures.one(
        "panel",
        indicator_id=DEMOCRATIC,
        subject_id=POLICE,
        period_kind="month",
        period=row["period"],
    )
    assert (panel["assessors"], panel["judgements"]) == (11, 11)
    # About m = 81.857: leaders (4 x 18.143^2 + 2 x 11.857^2) / 6 = 266.31, peers
    # (3 x 3.143^2 + 2 x 31.857^2) / 5 = 411.88; by weight (0.4 x 266.31 +
    # 0.3 x 411.88) / 0.7 = 328.69. A sample's: times 11 / 10, and its root.
    assert round(panel["spread"], 2) == 19.01
    assert figures.of("observation", subject_id=LABOUR) == []  # nobody voted on it


def test_it_is_the_score_of_the_ballot_result(world: World, review: Review) -> None:
    # Twenty of a class lose one at either end: the poor one and an excellent one.
    review.give("a", excellent=10, good=5, fair=4, poor=1)
    review.give("b", good=4, fair=1)
    review.give("c", excellent=1, fair=30)
    publish(review)
    with engine.reading() as session:
        subject = review.world.subjects[POLICE]
        result = ballot_result.of(session, review.poll, subject, AFTER)
    row = observed(world.figures("2026-11-15"))
    assert result.score is not None
    assert round(row["value"], 9) == round(result.score, 9)
    assert row["denominator"] == result.ballots == 56


def test_without_enough_ballots_nothing_is_published(
    world: World, review: Review
) -> None:
    review.give("a", excellent=4)
    publish(review)
    assert kept() == []
    figures = world.figures("2026-11-15")
    assert figures.of("observation", indicator_id=DEMOCRATIC) == []


def test_a_poll_that_is_not_published_stays_in_the_store(
    world: World, review: Review
) -> None:
    review.give("a", excellent=5)
    polls.close(review.administrator, review.poll, "all have voted", now=votes.NOW)
    assert kept() == []
    assert world.figures("2026-11-15").of("observation", indicator_id=DEMOCRATIC) == []


def test_no_voter_and_no_tally_reaches_the_pipelines(
    world: World, review: Review
) -> None:
    review.give("a", excellent=5)
    publish(review)
    (row,) = kept()
    assert (row.score, row.ballots, row.spread) == (100, 5, 0)
    world.run("2026-11-15")
    assert b"excellent" not in world.at.warehouse.read_bytes()


def kept() -> list[PublishedBallotScore]:
    with engine.reading() as session:
        return session.query(PublishedBallotScore).all()
