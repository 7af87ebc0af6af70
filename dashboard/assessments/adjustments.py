"""Bonus, deduction and veto: entered for a declared rule, decided by a second person.

The points are the rule's, never typed. What may be entered is in adjustment_entry.py,
what comes of it in results.py, lists for a page in adjustment_lists.py.
"""

from datetime import datetime

from dashboard.accounts import audit
from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import NotAllowed, Right, can, check_can
from dashboard.assessments import adjustment_entry, independence, workdays
from dashboard.assessments.adjustment_entry import (
    APPROVED,
    LONGEST_TEXT,
    RETURNED,
    SUBMITTED,
    Entry,
    TextTooLong,
    tidy_award,
)
from dashboard.assessments.judgement import tidy
from dashboard.assessments.policies import Refused
from dashboard.assessments.rules import PointRule
from dashboard.database import columns, engine
from dashboard.database.models.adjustments import Adjustment, AdjustmentEvidence
from dashboard.database.models.cycles import CycleSubject
from dashboard.failures import Failure


class ReasonMissing(Failure):
    key = "adjustments.reason_missing"


class Stale(Failure):
    """Somebody was quicker."""

    key = "adjustments.stale"


def enter(principal: Principal, entry: Entry, now: datetime | None = None) -> int:
    """Submit a bonus, deduction or veto for review; returns its number."""
    at = now or columns.now()
    with engine.writing() as session:
        # Held, so that two who enter one award at once are told apart.
        subject = session.get(
            CycleSubject, entry.cycle_subject_id, with_for_update=True
        )
        if subject is None:
            raise NotAllowed(f"There is no subject {entry.cycle_subject_id}")
        check_can_enter(principal, subject)
        rule = adjustment_entry.checked(
            session, principal, subject, entry, workdays.today(at)
        )
        made = Adjustment(
            cycle_subject_id=subject.cycle_subject_id,
            kind=entry.kind,
            rule_id=rule.rule_id,
            points=rule.points if isinstance(rule, PointRule) else 0.0,
            award=tidy_award(entry.award),
            happened_on=entry.happened_on,
            note=tidy(entry.note),
            state=SUBMITTED,
            entered_by=principal.account_id,
            entered_at=at,
        )
        session.add(made)
        session.flush()
        session.add_all(
            AdjustmentEvidence(
                adjustment_id=made.adjustment_id, evidence_id=evidence_id
            )
            for evidence_id in dict.fromkeys(entry.evidence)
        )
        audit.record(
            session,
            principal,
            "adjustment.enter",
            f"adjustment:{made.adjustment_id}",
            subject=subject.subject_id,
            cycle=subject.cycle.code,
            kind=made.kind,
            rule=made.rule_id,
            points=made.points,
            award=made.award,
        )
        return made.adjustment_id


def approve(
    principal: Principal,
    adjustment_id: int,
    revision: int,
    now: datetime | None = None,
) -> None:
    """Let it count. Raises Stale when it is no longer as it was read."""
    _decide(principal, adjustment_id, revision, APPROVED, None, now)


def return_(
    principal: Principal,
    adjustment_id: int,
    revision: int,
    reason: str,
    now: datetime | None = None,
) -> None:
    """Refuse it with a reason; the award may be entered again."""
    said = tidy(reason)
    if not said:
        raise ReasonMissing(f"adjustment:{adjustment_id}")
    if len(said) > LONGEST_TEXT:
        raise TextTooLong(f"{len(said)} characters", most=str(LONGEST_TEXT))
    _decide(principal, adjustment_id, revision, RETURNED, said, now)


def check_can_enter(principal: Principal, subject: CycleSubject) -> None:
    """Evaluators and administrators, for subjects in scope that are not their own."""
    if not can(principal, Right.ASSESS) and not can(principal, Right.MANAGE_CYCLES):
        raise NotAllowed(f"{principal.role} enters no adjustments")
    independence.check_stranger(principal, subject)


def check_can_decide(
    principal: Principal, adjustment: Adjustment, subject: CycleSubject
) -> None:
    """A reviewer who did not enter it and is not at home in the subject."""
    check_can(principal, Right.REVIEW)
    if adjustment.entered_by == principal.account_id:
        raise Refused("adjustments.own_entry")
    independence.check_stranger(principal, subject)


def can_decide(
    principal: Principal, adjustment: Adjustment, subject: CycleSubject
) -> bool:
    try:
        check_can_decide(principal, adjustment, subject)
    except NotAllowed:
        return False
    return True


def _decide(
    principal: Principal,
    adjustment_id: int,
    revision: int,
    state: str,
    reason: str | None,
    now: datetime | None,
) -> None:
    with engine.writing() as session:
        found = session.get(Adjustment, adjustment_id, with_for_update=True)
        if found is None:
            raise NotAllowed(f"There is no adjustment {adjustment_id}")
        subject = session.get_one(CycleSubject, found.cycle_subject_id)
        check_can_decide(principal, found, subject)
        adjustment_entry.check_open(session, subject.cycle)
        if found.revision != revision or found.state != SUBMITTED:
            raise Stale(f"adjustment:{adjustment_id}")
        found.state = state
        found.decided_by = principal.account_id
        found.decided_at = now or columns.now()
        found.decision_reason = reason
        audit.record(
            session,
            principal,
            "adjustment.approve" if state == APPROVED else "adjustment.return",
            f"adjustment:{adjustment_id}",
            subject=subject.subject_id,
            **({"reason": reason} if reason else {}),
        )
