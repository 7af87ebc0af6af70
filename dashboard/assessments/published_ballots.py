"""What polls gave, written down when a cycle's results are published.

The pipelines read it through the view published_assessment: one row a subject that
stands for all its ballots. No tally leaves the store.
"""

import math
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dashboard.assessments import ballot_result, counted
from dashboard.assessments.ballot_result import BallotResult
from dashboard.assessments.rubric import Rubric
from dashboard.database.models.ballots import BallotTally, Poll, PublishedBallotScore
from dashboard.database.models.cycles import Cycle, CycleMethod


def keep(session: Session, cycle_id: int, now: datetime) -> int:
    """Write the score of every subject of the cycle's polls; returns how many.

    Belongs to the transaction that publishes. A subject without enough ballots has no
    score and gets no row.
    """
    kept = 0
    code = session.get_one(Cycle, cycle_id).code
    polls = select(Poll).join(CycleMethod).where(CycleMethod.cycle_id == cycle_id)
    for poll in session.scalars(polls.order_by(Poll.poll_id)).all():
        session.execute(
            delete(PublishedBallotScore).where(
                PublishedBallotScore.poll_id == poll.poll_id
            )
        )
        points = _points(session, poll)
        # A poll may close before its time; then it was over when it was published.
        counted_at = counted.at(code, min(poll.closes_at, now))
        results = ballot_result.of_poll(session, poll.poll_id, now)
        for subject_id, result in sorted(results.items()):
            if result.score is None:
                continue
            spread = _spread(session, poll, subject_id, result, points)
            session.add(
                PublishedBallotScore(
                    poll_id=poll.poll_id,
                    cycle_subject_id=subject_id,
                    score=result.score,
                    ballots=result.ballots,
                    spread=spread,
                    counted_at=counted_at,
                )
            )
            kept += 1
    session.flush()
    return kept


def _points(session: Session, poll: Poll) -> dict[str, float]:
    method = session.get_one(CycleMethod, poll.cycle_method_id)
    rubric = Rubric.model_validate(method.rubric)
    return {option.option_id: option.points for option in rubric.options}


def _spread(
    session: Session,
    poll: Poll,
    subject_id: int,
    result: BallotResult,
    points: dict[str, float],
) -> float:
    """How far ballots lie from the score, untrimmed, every class by its weight."""
    assert result.score is not None
    shown = {each.class_id: each for each in result.classes if not each.is_withheld}
    weights = sum(each.weight for each in shown.values())
    squares = 0.0
    tallies = select(BallotTally).filter_by(
        poll_id=poll.poll_id, cycle_subject_id=subject_id
    )
    for tally in session.scalars(tallies):
        of_class = shown.get(tally.class_id)
        if of_class is None or tally.option_id not in points or not of_class.valid:
            continue
        share = of_class.weight / weights * tally.votes / of_class.valid
        squares += share * (points[tally.option_id] - result.score) ** 2
    return math.sqrt(squares)
