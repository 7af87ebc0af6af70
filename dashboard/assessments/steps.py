"""One step of an assessment: its state moves on, its history and the log say so.

Who may take it is asked before, in policies.py; whoever calls this holds the row.
"""

from datetime import datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from dashboard.accounts import audit
from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import NotAllowed
from dashboard.assessments import transitions
from dashboard.assessments.judgement import tidy
from dashboard.assessments.transitions import Event
from dashboard.database.models.assessments import Assessment, AssessmentEvent
from dashboard.failures import Failure

LONGEST_REASON = 2000


class ReasonMissing(Failure):
    """This step is not taken without saying why."""

    key = "steps.reason_missing"


class ReasonTooLong(Failure):
    key = "steps.reason_too_long"


def held(session: Session, assessment_id: int) -> Assessment:
    """The assessment, held against other writers to the end of the transaction."""
    return _there(session.get(Assessment, assessment_id, with_for_update=True))


def found(session: Session, assessment_id: int) -> Assessment:
    """The assessment, to be looked at."""
    return _there(session.get(Assessment, assessment_id))


def _there(assessment: Assessment | None) -> Assessment:
    if assessment is None:
        # The same answer as for somebody else's: numbers are not to be tried out.
        raise NotAllowed("There is no such assessment")
    return assessment


def take(
    session: Session,
    principal: Principal,
    assessment: Assessment,
    event: Event,
    now: datetime,
    *,
    reason: str | None = None,
) -> None:
    """Move the state by an event; raises WrongState, or ReasonMissing without a why."""
    said = checked_reason(event, reason)
    target = transitions.next_state(assessment.state, event)
    origin, assessment.state = assessment.state, target
    # Every step is a new revision, also one that leaves the state and comes within the
    # same microsecond.
    flag_modified(assessment, "state")
    record(session, principal, assessment, event, origin, now, reason=said)


def record(
    session: Session,
    principal: Principal,
    assessment: Assessment,
    event: Event,
    origin: str | None,
    now: datetime,
    *,
    reason: str | None = None,
) -> None:
    """Write into history and log what happened to an assessment."""
    if principal.account_id is None:
        raise NotAllowed("Nobody is signed in")
    session.add(
        AssessmentEvent(
            assessment_id=assessment.assessment_id,
            at=now,
            account_id=principal.account_id,
            event=event,
            from_state=origin,
            to_state=assessment.state,
            version=assessment.version,
            reason=reason,
        )
    )
    session.flush()
    told = {"reason": reason} if reason else {}
    audit.record(
        session,
        principal,
        f"assessment.{event}",
        f"assessment:{assessment.assessment_id}",
        version=assessment.version,
        **told,
    )


def checked_reason(event: Event, reason: str | None) -> str | None:
    """The reason, tidied; raises where one is due and nothing is said."""
    said = tidy(reason or "")
    if event in transitions.WITH_REASON and not said:
        raise ReasonMissing(f"{event} without a reason")
    if len(said) > LONGEST_REASON:
        raise ReasonTooLong(f"{len(said)} characters", most=str(LONGEST_REASON))
    return said or None
