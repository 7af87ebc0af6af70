"""Democratic reviews (民主评议): opening one for a method of a cycle, and closing it.

The log holds openings, links made and withdrawn, and closings. It has no entry of a
vote, on purpose: an entry has a time and a place in a chain, and both would lead from
a used link to what it added to the tallies.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.accounts import audit
from dashboard.accounts.principal import NOBODY, Principal
from dashboard.accounts.rights import Right, check_can
from dashboard.assessments import ballot_traces
from dashboard.assessments.judgement import tidy
from dashboard.assessments.rubric import Rubric
from dashboard.database import columns, engine
from dashboard.database.models.ballots import BallotTally, Poll, PollClass
from dashboard.database.models.cycles import Cycle, CycleMethod, CycleSubject
from dashboard.failures import Failure

OPEN, CLOSED = "open", "closed"
# What is tallied when a voter knows too little of a subject. No option of a rubric can
# have this name, which is no identifier.
ABSTAINED = "(abstained)"
_LONGEST_REASON = 2000


class PollMissing(Failure):
    """There is no such poll, or nothing to open one for."""

    key = "polls.missing"


class AlreadyOpened(Failure):
    """The method has its poll."""

    key = "polls.already_opened"


class CycleNotOpen(Failure):
    """Results are published or the cycle is closed: nothing can be voted any more."""

    key = "polls.cycle_not_open"


class NobodyToReview(Failure):
    """The cycle has no subject of this kind."""

    key = "polls.no_subjects"


class ClosesTooSoon(Failure):
    """The closing time is not ahead."""

    key = "polls.closes_too_soon"


class PollClosed(Failure):
    """No links, no votes, no second closing."""

    key = "polls.closed"


class ReasonMissing(Failure):
    """Closing before the announced time needs a reason."""

    key = "polls.reason_missing"


@dataclass(frozen=True)
class Offer:
    """A democratic method of a cycle, and its poll if it was opened."""

    cycle_method_id: int
    cycle_names: dict[str, str]
    cycle_is_open: bool
    subject_kind: str
    rubric: Rubric
    subjects: int
    poll_id: int | None
    closes_at: datetime | None
    is_closed: bool


def offered(principal: Principal, now: datetime | None = None) -> list[Offer]:
    """Every method that is decided by ballots, those of the newest cycle first."""
    check_can(principal, Right.MANAGE_CYCLES)
    at = now or columns.now()
    with engine.reading() as session:
        rows = session.execute(
            select(CycleMethod, Cycle, Poll)
            .join(Cycle, Cycle.cycle_id == CycleMethod.cycle_id)
            .outerjoin(Poll, Poll.cycle_method_id == CycleMethod.cycle_method_id)
            .order_by(Cycle.starts_on.desc(), CycleMethod.cycle_method_id)
        ).all()
        return [
            Offer(
                cycle_method_id=method.cycle_method_id,
                cycle_names=cycle.names,
                cycle_is_open=cycle.state == OPEN,
                subject_kind=method.subject_kind,
                rubric=rubric,
                subjects=len(_subjects(session, method)),
                poll_id=poll.poll_id if poll else None,
                closes_at=poll.closes_at if poll else None,
                is_closed=poll is not None and is_closed(poll, at),
            )
            for method, cycle, poll in rows
            if (rubric := Rubric.model_validate(method.rubric)).kind == "ballots"
        ]


def open_poll(
    principal: Principal,
    cycle_method_id: int,
    closes_at: datetime,
    now: datetime | None = None,
) -> int:
    """Open the poll of a method until `closes_at`; returns its number.

    Classes, weights and minimums come from the rubric as it stood when the cycle
    opened, subjects from the cycle as they are now.
    """
    check_can(principal, Right.MANAGE_CYCLES)
    at = now or columns.now()
    if closes_at <= at:
        raise ClosesTooSoon(str(closes_at))
    with engine.writing() as session:
        method = session.get(CycleMethod, cycle_method_id, with_for_update=True)
        if method is None:
            raise PollMissing(f"no method {cycle_method_id}")
        rubric = Rubric.model_validate(method.rubric)
        if rubric.kind != "ballots":
            raise PollMissing(f"{rubric.rubric_id} is not decided by ballots")
        if method.cycle.state != OPEN:
            raise CycleNotOpen(method.cycle.code)
        if session.scalar(select(Poll).filter_by(cycle_method_id=cycle_method_id)):
            raise AlreadyOpened(f"method {cycle_method_id}")
        subjects = _subjects(session, method)
        if not subjects:
            raise NobodyToReview(f"{method.cycle.code}: no {method.subject_kind}")
        poll = Poll(
            cycle_method_id=cycle_method_id,
            closes_at=closes_at,
            state=OPEN,
            created_at=at,
            classes=[
                PollClass(
                    class_id=each.class_id,
                    names=each.names,
                    weight=each.weight,
                    minimum_ballots=each.minimum_ballots,
                )
                for each in rubric.classes
            ],
        )
        session.add(poll)
        session.flush()
        # Every tally there can be stands from the start at zero: rows added by votes
        # would keep the order in which they came.
        session.add_all(
            BallotTally(
                poll_id=poll.poll_id,
                class_id=each.class_id,
                cycle_subject_id=subject_id,
                option_id=option_id,
                votes=0,
            )
            for each in rubric.classes
            for subject_id in subjects
            for option_id in (*(one.option_id for one in rubric.options), ABSTAINED)
        )
        audit.record(
            session,
            principal,
            "poll_opened",
            target(poll.poll_id),
            cycle=method.cycle.code,
            subject_kind=method.subject_kind,
            subjects=len(subjects),
            closes_at=closes_at.isoformat(),
        )
        return poll.poll_id


def close(
    principal: Principal, poll_id: int, reason: str, now: datetime | None = None
) -> None:
    """Close a poll before its time. Nobody can vote afterwards, and none reopens it."""
    check_can(principal, Right.MANAGE_CYCLES)
    said = tidy(reason)
    if not said:
        raise ReasonMissing(target(poll_id))
    with engine.writing() as session:
        poll = locked(session, poll_id)
        check_open(poll, now or columns.now())
        poll.state = CLOSED
        audit.record(
            session,
            principal,
            "poll_closed",
            target(poll_id),
            reason=said[:_LONGEST_REASON],
        )
    ballot_traces.rewrite()


def close_due(now: datetime | None = None) -> int:
    """Enter the closing of polls whose time has come; returns how many.

    Anybody's visit may do it: votes are refused from the closing time on anyway.
    """
    at = now or columns.now()
    due = (Poll.state == OPEN) & (Poll.closes_at <= at)
    with engine.reading() as session:
        if not session.scalar(select(func.count()).select_from(Poll).where(due)):
            return 0
    with engine.writing() as session:
        polls = session.scalars(select(Poll).where(due).with_for_update()).all()
        for poll in polls:
            poll.state = CLOSED
            audit.record(
                session,
                NOBODY,
                "poll_closed",
                target(poll.poll_id),
                closes_at=poll.closes_at.isoformat(),
            )
    if polls:
        ballot_traces.rewrite()
    return len(polls)


def is_closed(poll: Poll, now: datetime) -> bool:
    """Whether nothing more can be voted; results may be shown from then on."""
    return poll.state == CLOSED or now >= poll.closes_at


def check_open(poll: Poll, now: datetime) -> None:
    """Raise PollClosed unless votes count now."""
    if is_closed(poll, now):
        raise PollClosed(target(poll.poll_id))


def locked(session: Session, poll_id: int) -> Poll:
    """The poll, for this transaction alone: votes, links and closing take turns."""
    poll = session.get(Poll, poll_id, with_for_update=True, populate_existing=True)
    if poll is None:
        raise PollMissing(target(poll_id))
    return poll


def target(poll_id: int) -> str:
    """How the log names a poll."""
    return f"poll:{poll_id}"


def _subjects(session: Session, method: CycleMethod) -> list[int]:
    return list(
        session.scalars(
            select(CycleSubject.cycle_subject_id)
            .filter_by(cycle_id=method.cycle_id, kind=method.subject_kind)
            .order_by(CycleSubject.cycle_subject_id)
        )
    )
