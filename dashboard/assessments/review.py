"""Review: a second person approves, sends back, or reopens what another approved.

Each decision is one transaction with its event and its entry in the log. What was
submitted stays as it was: whatever is sent back is corrected in the next version.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.accounts.principal import Principal
from dashboard.assessments import policies, steps, versions
from dashboard.assessments.transitions import Event, State
from dashboard.database import columns, engine
from dashboard.database.models.assessments import Assessment
from dashboard.failures import Failure

# Who may send something back, by the event it is.
_CHECKS = {
    Event.RETURN: policies.check_can_return,
    Event.REOPEN: policies.check_can_reopen,
}


class Changed(Failure):
    """It was submitted anew since the reviewer read it."""

    key = "review.changed"


def approve(
    principal: Principal,
    assessment_id: int,
    revision: int,
    now: datetime | None = None,
) -> int:
    """Approve what was read at a revision; returns the revision it is at now."""
    (after,) = approve_many(principal, [(assessment_id, revision)], now)
    return after


def approve_many(
    principal: Principal,
    chosen: Sequence[tuple[int, int]],
    now: datetime | None = None,
) -> list[int]:
    """Approve several, (assessment_id, revision) each: all of them, or none."""
    now = now or columns.now()
    with engine.writing() as session:
        # Always in one order, so that two reviewers never wait for each other.
        after = {
            number: _approve(session, principal, number, revision, now)
            for number, revision in sorted(chosen)
        }
    return [after[number] for number, _revision in chosen]


def return_(
    principal: Principal,
    assessment_id: int,
    revision: int,
    reason: str,
    now: datetime | None = None,
) -> int:
    """Send back to its evaluator, saying what to correct."""
    return _send_back(principal, assessment_id, revision, Event.RETURN, reason, now)


def reopen(
    principal: Principal,
    assessment_id: int,
    revision: int,
    reason: str,
    now: datetime | None = None,
) -> int:
    """Send back what another reviewer approved, saying what to correct."""
    return _send_back(principal, assessment_id, revision, Event.REOPEN, reason, now)


def _approve(
    session: Session,
    principal: Principal,
    assessment_id: int,
    revision: int,
    now: datetime,
) -> int:
    assessment = steps.held(session, assessment_id)
    if (
        assessment.state == State.APPROVED
        and assessment.decided_by == principal.account_id
    ):
        # Pressed twice.
        return assessment.revision
    policies.check_can_approve(principal, assessment)
    _check_unchanged(assessment, revision)
    _decide(principal, assessment, now)
    steps.take(session, principal, assessment, Event.APPROVE, now)
    return assessment.revision


def _send_back(
    principal: Principal,
    assessment_id: int,
    revision: int,
    event: Event,
    reason: str,
    now: datetime | None,
) -> int:
    now = now or columns.now()
    with engine.writing() as session:
        assessment = steps.held(session, assessment_id)
        _CHECKS[event](principal, assessment)
        said = steps.checked_reason(event, reason)
        _check_unchanged(assessment, revision)
        _decide(principal, assessment, now)
        steps.take(session, principal, assessment, event, now, reason=said)
        evaluator = assessment.assignment.account_id
        versions.open_next(session, assessment, evaluator, said or "", now)
        return assessment.revision


def _decide(principal: Principal, assessment: Assessment, now: datetime) -> None:
    assessment.decided_by, assessment.decided_at = principal.account_id, now


def _check_unchanged(assessment: Assessment, revision: int) -> None:
    if assessment.revision != revision:
        raise Changed(f"{assessment.assessment_id} is at {assessment.revision}")
