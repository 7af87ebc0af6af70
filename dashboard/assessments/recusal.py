"""Recusal (回避): who stands too near steps aside, and somebody else takes over.

Declared on opening the form, with the reason; automatic for the own home. The
assignment stays as it was made, with the reason and who took over.
"""

from collections import Counter
from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.accounts import audit
from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import NotAllowed, Right, can
from dashboard.assessments import assignments, eligibility, homes
from dashboard.assessments.assignments import RECUSAL
from dashboard.assessments.judgement import tidy
from dashboard.database import columns, engine
from dashboard.database.models.cycles import Assignment, Cycle
from dashboard.failures import Failure

LONGEST_REASON = 1000
# Kept in place of a reason when the home gave it; screens say it in words.
OWN_HOME = "own_home"


class ReasonMissing(Failure):
    """Nobody steps aside without saying why."""

    key = "recusal.reason_missing"


class ReasonTooLong(Failure):
    key = "recusal.reason_too_long"


def recuse(
    principal: Principal,
    assignment_id: int,
    reason: str,
    now: datetime | None = None,
) -> Assignment | None:
    """Step aside from one's own assignment; returns the one that takes over, if any.

    Raises ReasonMissing, NotAllowed, cycles.NotOpen, assignments.Begun.
    """
    said = tidy(reason)
    if not said:
        raise ReasonMissing(f"assignment {assignment_id}")
    if len(said) > LONGEST_REASON:
        raise ReasonTooLong(str(len(said)), most=str(LONGEST_REASON))
    with engine.writing() as session:
        assignment, cycle = _held(session, principal, assignment_id)
        return _step_aside(session, principal, assignment, cycle, said, now)


def recuse_from_home(
    principal: Principal, assignment_id: int, now: datetime | None = None
) -> bool:
    """Take an evaluator out who was asked to assess their own home; whether it was."""
    with engine.writing() as session:
        assignment, cycle = _held(session, principal, assignment_id)
        may = eligibility.of_cycle(session, cycle.cycle_id)
        evaluator = may.evaluators.get(assignment.account_id)
        subject_id = assignment.subject.subject_id
        home = evaluator.home if evaluator else principal.home
        if not homes.of_store(session, home, subject_id).contain(home, subject_id):
            return False
        _step_aside(session, principal, assignment, cycle, OWN_HOME, now)
    return True


def recuse_homes(
    principal: Principal, cycle_id: int, now: datetime | None = None
) -> int:
    """The same for every evaluator of a cycle, after homes have changed; how many."""
    if not can(principal, Right.MANAGE_CYCLES):
        raise NotAllowed(f"{principal.role} may not look at everybody's home")
    taken = 0
    with engine.writing() as session:
        cycle = assignments.open_cycle_of(session, cycle_id)
        may = eligibility.of_cycle(session, cycle_id)
        for each in may.active():
            evaluator = may.evaluators.get(each.account_id)
            home = evaluator.home if evaluator else None
            if may.homes.contain(home, each.subject.subject_id):
                _step_aside(session, principal, each, cycle, OWN_HOME, now)
                taken += 1
    return taken


def _held(
    session: Session, principal: Principal, assignment_id: int
) -> tuple[Assignment, Cycle]:
    assignment = session.get(Assignment, assignment_id, with_for_update=True)
    # The same answer for what is not there and what is somebody else's: numbers are
    # not to be tried out.
    if assignment is None or assignment.state != "active":
        raise NotAllowed(f"no active assignment {assignment_id}")
    if not can(principal, Right.MANAGE_CYCLES) and (
        principal.account_id is None
        or assignment.account_id != principal.account_id
        or not can(principal, Right.ASSESS)
    ):
        raise NotAllowed(f"{principal.name} does not hold {assignment_id}")
    cycle = assignments.open_cycle_of(session, assignment.method.cycle_id)
    assignments.check_not_judged(session, assignment_id)
    return assignment, cycle


def _step_aside(
    session: Session,
    principal: Principal,
    assignment: Assignment,
    cycle: Cycle,
    reason: str,
    now: datetime | None,
) -> Assignment | None:
    assignment.state = "recused"
    assignment.recusal_reason = reason
    assignment.recused_at = now or columns.now()
    session.flush()
    other = _replacement(session, assignment)
    if other is not None:
        session.flush()
        assignment.replaced_by = other.assignment_id
    session.flush()
    audit.record(
        session,
        principal,
        "recused",
        cycle.code,
        assignment=assignment.assignment_id,
        reason=reason,
        replaced_by=assignment.replaced_by,
    )
    return other


def _replacement(session: Session, gone: Assignment) -> Assignment | None:
    """Ask whoever has least to do among those who may; None when nobody may.

    Of those who assess by this method already: a supervisor is no expert. Only where
    none of them may, everybody who assesses in this cycle.
    """
    may = eligibility.of_cycle(session, gone.method.cycle_id)
    active = may.active()
    loads = Counter(each.account_id for each in active)
    same_method = {
        e.account_id for e in active if e.method.method == gone.method.method
    }
    for pool in (same_method, set(loads)):
        free = [
            account_id
            for account_id in pool
            if may.bar(gone.method, gone.subject, account_id) is None
            and not _holds(may.standing(gone.method, gone.subject, account_id))
        ]
        if free:
            chosen = min(free, key=lambda each: (loads[each], each))
            return _asked(session, gone, chosen, may)
    return None


def _holds(standing: Assignment | None) -> bool:
    return standing is not None and standing.state != "withdrawn"


def _asked(
    session: Session,
    gone: Assignment,
    account_id: int,
    may: eligibility.Eligibility,
) -> Assignment:
    standing = may.standing(gone.method, gone.subject, account_id)
    if standing is not None:
        standing.state, standing.origin = "active", RECUSAL
        return standing
    fresh = Assignment(
        method=gone.method,
        subject=gone.subject,
        account_id=account_id,
        origin=RECUSAL,
        state="active",
    )
    session.add(fresh)
    return fresh
