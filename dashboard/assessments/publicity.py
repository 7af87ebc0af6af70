"""Publicity (公示): an administrator publishes the results of a cycle, and closes it.

Publishing keeps the results, lets approved assessments be published ones, and counts
the last days of publicity and of appeals. A cycle closes once both are over and every
appeal is answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.accounts import audit
from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import NotAllowed, Right, check_can
from dashboard.assessments import (
    published_ballots,
    results,
    transitions,
    unfinished,
    workdays,
)
from dashboard.assessments.judgement import tidy
from dashboard.assessments.transitions import Event, State
from dashboard.assessments.unfinished import Unfinished
from dashboard.database import columns, engine
from dashboard.database.models.appeals import Appeal
from dashboard.database.models.assessments import Assessment, AssessmentEvent
from dashboard.database.models.cycles import Assignment, Cycle, CycleSubject
from dashboard.database.models.publicity import LeftOut
from dashboard.failures import Failure

OPEN, PUBLICITY, CLOSED = "open", "publicity", "closed"
LONGEST_REASON = 2000


class NotDecided(Failure):
    """Assessments are neither approved nor left out with a reason."""

    key = "publicity.not_decided"


class PollsOpen(Failure):
    key = "publicity.polls_open"


class AdjustmentsOpen(Failure):
    key = "publicity.adjustments_open"


class ReasonTooLong(Failure):
    key = "publicity.reason_too_long"


class Stale(Failure):
    """The cycle is no longer as it was when the page was read."""

    key = "publicity.stale"


class NotOver(Failure):
    """Publicity or the time for appeals still runs, or an appeal is not answered."""

    key = "publicity.not_over"


@dataclass(frozen=True)
class Countdown:
    """Working days left, today not counted; 0 on the last day, below when over."""

    publicity_ends_on: date
    publicity_left: int
    appeal_ends_on: date
    appeal_left: int


def preview(
    principal: Principal, cycle_id: int, now: datetime | None = None
) -> Unfinished:
    """What is missing, and what would be published now."""
    check_can(principal, Right.MANAGE_CYCLES)
    with engine.reading() as session:
        return unfinished.of_cycle(session, cycle_id, now or columns.now())


def publish(
    principal: Principal,
    cycle_id: int,
    revision: int,
    left_out: Mapping[int, str] | None = None,
    now: datetime | None = None,
) -> None:
    """Publish the results. `left_out`: by assignment_id, why it does not count.

    Raises Stale, NotDecided, PollsOpen, AdjustmentsOpen; then nothing has changed.
    """
    check_can(principal, Right.MANAGE_CYCLES)
    at = now or columns.now()
    with engine.writing() as session:
        cycle = _held(session, cycle_id, revision)
        if cycle.state != OPEN:
            raise Stale(f"{cycle.code} is {cycle.state}")
        today = workdays.today(at)
        cycle.publicity_ends_on = workdays.after(today, cycle.publicity_days)
        cycle.appeal_ends_on = workdays.after(today, cycle.appeal_days)
        cycle.state = PUBLICITY
        cycle.published_at = at
        approved = _held_assessments(session, cycle_id)
        _leave_out(session, principal, cycle_id, left_out or {}, at)
        _check_finished(session, cycle_id, at)
        found = results.compute(session, cycle_id, at)
        published_ballots.keep(session, cycle_id, at)
        published = _publish_all(session, principal, approved, at)
        audit.record(
            session,
            principal,
            "cycle.publish",
            f"cycle:{cycle.code}",
            results=len(found),
            assessments=published,
            left_out=len(left_out or {}),
            publicity_ends_on=cycle.publicity_ends_on,
            appeal_ends_on=cycle.appeal_ends_on,
        )


def close(
    principal: Principal, cycle_id: int, revision: int, now: datetime | None = None
) -> None:
    """Close a cycle whose publicity is over and whose appeals are answered."""
    check_can(principal, Right.MANAGE_CYCLES)
    with engine.writing() as session:
        cycle = _held(session, cycle_id, revision)
        if not is_over(session, cycle, now or columns.now()):
            raise NotOver(f"{cycle.code}, {cycle.state}")
        cycle.state = CLOSED
        audit.record(session, principal, "cycle.close", f"cycle:{cycle.code}")


def is_over(session: Session, cycle: Cycle, now: datetime) -> bool:
    """Whether a cycle in publicity may close."""
    last = [day for day in (cycle.publicity_ends_on, cycle.appeal_ends_on) if day]
    if cycle.state != PUBLICITY or workdays.today(now) <= max(last):
        return False
    waiting = select(func.count(Appeal.appeal_id)).join(
        CycleSubject, CycleSubject.cycle_subject_id == Appeal.cycle_subject_id
    )
    return not session.scalar(
        waiting.where(
            CycleSubject.cycle_id == cycle.cycle_id,
            Appeal.state.in_(("open", "proposed")),
        )
    )


def countdown(cycle: Cycle, now: datetime | None = None) -> Countdown | None:
    """What is left of publicity and of the time for appeals; None outside of it."""
    if cycle.publicity_ends_on is None or cycle.appeal_ends_on is None:
        return None
    today = workdays.today(now or columns.now())
    return Countdown(
        cycle.publicity_ends_on,
        days_left(today, cycle.publicity_ends_on),
        cycle.appeal_ends_on,
        days_left(today, cycle.appeal_ends_on),
    )


def days_left(today: date, last: date) -> int:
    """Working days after today up to the last one; below zero from the day after.

    Not what workdays.between gives from a day of rest: a last day that was yesterday is
    over, although no working day lies between.
    """
    if today <= last:
        return workdays.between(today, last)
    return min(workdays.between(today, last), -1)


def _held(session: Session, cycle_id: int, revision: int) -> Cycle:
    cycle = session.get(Cycle, cycle_id, with_for_update=True)
    if cycle is None:
        raise NotAllowed(f"There is no cycle {cycle_id}")
    if cycle.revision != revision:
        raise Stale(f"{cycle.code} is at {cycle.revision}, was read at {revision}")
    return cycle


def _held_assessments(session: Session, cycle_id: int) -> list[Assessment]:
    """Every assessment, held: whoever decides on one at this moment comes first."""
    return list(
        session.scalars(
            select(Assessment)
            .join(Assignment, Assignment.assignment_id == Assessment.assignment_id)
            .join(
                CycleSubject,
                CycleSubject.cycle_subject_id == Assignment.cycle_subject_id,
            )
            # Who stepped aside is neither counted nor published.
            .where(CycleSubject.cycle_id == cycle_id, Assignment.state == "active")
            .order_by(Assessment.assessment_id)
            .with_for_update(of=Assessment)
        )
    )


def _leave_out(
    session: Session,
    principal: Principal,
    cycle_id: int,
    left_out: Mapping[int, str],
    at: datetime,
) -> None:
    """Note why each undecided one does not count; raises NotDecided unless all have."""
    waiting = {each.assignment_id for each in unfinished.undecided(session, cycle_id)}
    reasons = {number: tidy(reason) for number, reason in left_out.items()}
    if not waiting <= {number for number, reason in reasons.items() if reason}:
        raise NotDecided(f"{len(waiting)} undecided", n=str(len(waiting)))
    if any(len(reason) > LONGEST_REASON for reason in reasons.values()):
        raise ReasonTooLong(most=str(LONGEST_REASON))
    for number in sorted(waiting):
        session.add(
            LeftOut(
                assignment_id=number,
                reason=reasons[number],
                left_out_by=principal.account_id,
                left_out_at=at,
            )
        )
    session.flush()
    for number in sorted(waiting):
        audit.record(
            session,
            principal,
            "assignment.leave_out",
            f"assignment:{number}",
            reason=reasons[number],
        )


def _check_finished(session: Session, cycle_id: int, at: datetime) -> None:
    open_polls = unfinished.open_polls(session, cycle_id, at)
    if open_polls:
        raise PollsOpen(f"{open_polls}", n=str(open_polls))
    open_adjustments = unfinished.open_adjustments(session, cycle_id)
    if open_adjustments:
        raise AdjustmentsOpen(f"{open_adjustments}", n=str(open_adjustments))


def _publish_all(
    session: Session, principal: Principal, found: list[Assessment], at: datetime
) -> int:
    """Each by its own step and line of history; the log has one entry for all."""
    approved = [each for each in found if each.state == State.APPROVED]
    for each in approved:
        origin = each.state
        each.state = transitions.next_state(origin, Event.PUBLISH)
        session.add(
            AssessmentEvent(
                assessment_id=each.assessment_id,
                at=at,
                account_id=principal.account_id,
                event=Event.PUBLISH,
                from_state=origin,
                to_state=each.state,
                version=each.version,
            )
        )
    session.flush()
    return len(approved)
