"""What each method of a cycle gives each subject: the mean of its assessors, or a poll.

Only what somebody approved counts, in the version that stands. The mean is taken to two
decimals, as it is shown, and everything after goes by that figure.
"""

import statistics
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.assessments import ballot_result, exact
from dashboard.assessments.ballot_result import BallotResult
from dashboard.assessments.transitions import DECIDED_STATES
from dashboard.database.models.assessments import Assessment, AssessmentVersion
from dashboard.database.models.ballots import Poll
from dashboard.database.models.cycles import Assignment, CycleMethod, CycleSubject


@dataclass(frozen=True)
class MethodResult:
    """One method of one subject; no mean: nothing approved, or too few ballots."""

    cycle_method_id: int
    method: str
    weight: float
    mean: float | None
    # Assessors, or ballots of a poll.
    n: int
    # Among assessors; None for one alone and for ballots.
    sd: float | None
    # Of a poll: the share of its links that were used.
    turnout: float | None = None


def of_cycle(
    session: Session, cycle_id: int, now: datetime
) -> dict[int, list[MethodResult]]:
    """By cycle_subject_id, every method its kind is assessed by."""
    methods = session.scalars(
        select(CycleMethod)
        .where(CycleMethod.cycle_id == cycle_id)
        .order_by(CycleMethod.cycle_method_id)
    ).all()
    subjects = session.scalars(
        select(CycleSubject).where(CycleSubject.cycle_id == cycle_id)
    ).all()
    scores = _scores(session, cycle_id)
    polls = _polls(session, cycle_id, now)
    return {
        subject.cycle_subject_id: [
            _of_poll(method, polled.get(subject.cycle_subject_id))
            if (polled := polls.get(method.cycle_method_id)) is not None
            else _of_assessors(
                method, scores[method.cycle_method_id, subject.cycle_subject_id]
            )
            for method in methods
            if method.subject_kind == subject.kind
        ]
        for subject in subjects
    }


def _scores(session: Session, cycle_id: int) -> dict[tuple[int, int], list[float]]:
    """Every score that counts, by method and subject."""
    rows = session.execute(
        select(
            Assignment.cycle_method_id,
            Assignment.cycle_subject_id,
            AssessmentVersion.score,
        )
        .join(Assessment, Assessment.assignment_id == Assignment.assignment_id)
        .join(
            AssessmentVersion,
            (AssessmentVersion.assessment_id == Assessment.assessment_id)
            & (AssessmentVersion.version == Assessment.version),
        )
        .join(CycleMethod, CycleMethod.cycle_method_id == Assignment.cycle_method_id)
        .where(
            CycleMethod.cycle_id == cycle_id,
            # Who stepped aside is not counted, however far the form had come.
            Assignment.state == "active",
            Assessment.state.in_(DECIDED_STATES),
        )
    )
    found: dict[tuple[int, int], list[float]] = defaultdict(list)
    for method_id, subject_id, score in rows:
        if score is not None:
            found[method_id, subject_id].append(score)
    return found


def _polls(
    session: Session, cycle_id: int, now: datetime
) -> dict[int, dict[int, BallotResult]]:
    """By cycle_method_id, what its poll gave each subject."""
    rows = session.execute(
        select(Poll.cycle_method_id, Poll.poll_id)
        .join(CycleMethod, CycleMethod.cycle_method_id == Poll.cycle_method_id)
        .where(CycleMethod.cycle_id == cycle_id)
    )
    return {
        method_id: ballot_result.of_poll(session, poll_id, now)
        for method_id, poll_id in rows
    }


def _of_assessors(method: CycleMethod, scores: list[float]) -> MethodResult:
    return MethodResult(
        method.cycle_method_id,
        method.method,
        method.weight,
        mean=exact.mean(scores) if scores else None,
        n=len(scores),
        sd=exact.two_decimals(statistics.stdev(scores)) if len(scores) > 1 else None,
    )


def _of_poll(method: CycleMethod, found: BallotResult | None) -> MethodResult:
    score = found.score if found else None
    return MethodResult(
        method.cycle_method_id,
        method.method,
        method.weight,
        mean=None if score is None else exact.two_decimals(score),
        n=found.ballots if found else 0,
        sd=None,
        turnout=found.turnout if found else None,
    )
