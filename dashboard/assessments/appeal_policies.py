"""Who may raise an appeal, and who may decide it: people who had no part in the score.

Pairs as in policies.py: `check_can_x` raises with the reason, `can_x` answers.
"""

from collections.abc import Callable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import NotAllowed, Right, check_can
from dashboard.assessments import independence
from dashboard.assessments.policies import Refused
from dashboard.assessments.transitions import Event
from dashboard.database.models.appeals import Appeal
from dashboard.database.models.assessments import (
    Assessment,
    AssessmentEvent,
    AssessmentVersion,
)
from dashboard.database.models.cycles import Assignment, CycleSubject

OPEN, PROPOSED, UPHELD, AMENDED = "open", "proposed", "upheld", "amended"
_DECISIONS = (Event.APPROVE, Event.RETURN, Event.REOPEN)


def check_can_raise(
    session: Session, principal: Principal, subject: CycleSubject, today: date
) -> None:
    """A leader at home in the subject, while results are public and time is left."""
    check_can(principal, Right.APPEAL)
    if principal.account_id is None or not independence.is_own(
        session, principal, subject.subject_id
    ):
        raise Refused("appeals.not_own_unit")
    cycle = subject.cycle
    if cycle.state != "publicity" or cycle.appeal_ends_on is None:
        raise Refused("appeals.not_in_publicity")
    if today > cycle.appeal_ends_on:
        raise Refused("appeals.limit_over")


def check_can_propose(session: Session, principal: Principal, appeal: Appeal) -> None:
    """A member of the board: a reviewer without any part in what is appealed."""
    _check_board(session, principal, appeal)
    if appeal.state != OPEN:
        raise Refused("appeals.not_open")


def check_can_confirm(session: Session, principal: Principal, appeal: Appeal) -> None:
    """Another member than who proposed; also to send the proposal back."""
    _check_board(session, principal, appeal)
    if appeal.state != PROPOSED:
        raise Refused("appeals.not_proposed")
    if appeal.proposed_by == principal.account_id:
        raise Refused("appeals.proposed_it")


def can_raise(
    session: Session, principal: Principal, subject: CycleSubject, today: date
) -> bool:
    return _allows(lambda: check_can_raise(session, principal, subject, today))


def can_propose(session: Session, principal: Principal, appeal: Appeal) -> bool:
    return _allows(lambda: check_can_propose(session, principal, appeal))


def can_confirm(session: Session, principal: Principal, appeal: Appeal) -> bool:
    return _allows(lambda: check_can_confirm(session, principal, appeal))


def _check_board(session: Session, principal: Principal, appeal: Appeal) -> None:
    check_can(principal, Right.DECIDE_APPEALS)
    if principal.account_id is None or appeal.raised_by == principal.account_id:
        raise Refused("appeals.raised_it")
    if principal.account_id in _had_part(session, appeal):
        raise Refused("appeals.had_part")
    subject = session.get_one(CycleSubject, appeal.cycle_subject_id)
    independence.check_stranger(principal, subject)


def _had_part(session: Session, appeal: Appeal) -> set[int | None]:
    """Whoever was asked to score this by this method, wrote a version, or decided."""
    of_appeal = (
        Assignment.cycle_method_id == appeal.cycle_method_id,
        Assignment.cycle_subject_id == appeal.cycle_subject_id,
    )
    asked = select(Assignment.account_id).where(*of_appeal)
    assessed = select(Assessment.assessment_id).join(
        Assignment, Assignment.assignment_id == Assessment.assignment_id
    )
    numbers = assessed.where(*of_appeal)
    wrote = select(AssessmentVersion.author_id).where(
        AssessmentVersion.assessment_id.in_(numbers)
    )
    checked = select(Assessment.decided_by).where(Assessment.assessment_id.in_(numbers))
    # Also who returned it once, before somebody else approved.
    decided = select(AssessmentEvent.account_id).where(
        AssessmentEvent.assessment_id.in_(numbers),
        AssessmentEvent.event.in_(_DECISIONS),
    )
    return {
        account_id
        for wanted in (asked, wrote, checked, decided)
        for account_id in session.scalars(wanted)
    }


def _allows(check: Callable[[], None]) -> bool:
    try:
        check()
    except NotAllowed:
        return False
    return True
