"""What an administrator sees of a poll: its turnout, and its results once it closed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right, check_can
from dashboard.assessments import ballot_result, polls
from dashboard.assessments.ballot_result import BallotResult
from dashboard.assessments.polls import PollMissing
from dashboard.assessments.rubric import Rubric
from dashboard.database import engine
from dashboard.database.models.ballots import Poll
from dashboard.database.models.cycles import CycleMethod, CycleSubject


@dataclass(frozen=True)
class ClassTurnout:
    """How many of a class have voted. Who they are is not told here."""

    class_id: str
    names: dict[str, str]
    weight: float
    minimum_ballots: int
    issued: int
    used: int

    @property
    def share(self) -> float:
        return self.used / self.issued if self.issued else 0.0


def turnout(principal: Principal, poll_id: int) -> list[ClassTurnout]:
    """Links made and used by class, in the order of the rubric."""
    check_can(principal, Right.MANAGE_CYCLES)
    with engine.reading() as session:
        rubric = _rubric(session, poll_id)
        links = ballot_result.links_by_class(session, poll_id)
        return [
            ClassTurnout(
                each.class_id,
                each.names,
                each.weight,
                each.minimum_ballots,
                *links.get(each.class_id, (0, 0)),
            )
            for each in rubric.classes
        ]


def results(
    principal: Principal, poll_id: int, now: datetime | None = None
) -> list[tuple[dict[str, str], BallotResult]]:
    """Names and result of every subject, in the order of the ballot.

    Nothing is in a result before the poll has closed (ballot_result.py).
    """
    check_can(principal, Right.MANAGE_CYCLES)
    with engine.reading() as session:
        found = ballot_result.of_poll(session, poll_id, now)
        subjects = session.scalars(
            select(CycleSubject)
            .where(CycleSubject.cycle_subject_id.in_(found))
            .order_by(CycleSubject.cycle_subject_id)
        )
        return [(each.names, found[each.cycle_subject_id]) for each in subjects]


def _rubric(session: Session, poll_id: int) -> Rubric:
    poll = session.get(Poll, poll_id)
    if poll is None:
        raise PollMissing(polls.target(poll_id))
    method = session.get_one(CycleMethod, poll.cycle_method_id)
    return Rubric.model_validate(method.rubric)
