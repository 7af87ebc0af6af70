"""When somebody may do something to this very assessment; rights.py says who at all.

Pairs: `check_can_x` raises with the reason, `can_x` answers the same. What is
asked about is handed in whole; `today` is the workspace's own day.
"""

from collections.abc import Callable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import NotAllowed, Right, check_can
from dashboard.assessments import homes, transitions
from dashboard.assessments.transitions import Event, State, WrongState
from dashboard.database.models.assessments import Assessment
from dashboard.database.models.cycles import Assignment, CycleSubject

_RECUSED_FROM = "recused_from"


class Refused(NotAllowed):
    """The role may, but not here and now; the key names the reason."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def check_can_enter(
    principal: Principal,
    assignment: Assignment,
    today: date,
    state: State | str | None = None,
) -> None:
    """Open the form of an assignment, or work on it in `state`."""
    check_can(principal, Right.ASSESS)
    if principal.account_id is None or assignment.account_id != principal.account_id:
        raise Refused("policies.not_assigned")
    if assignment.state == "recused":
        raise Refused("policies.recused")
    if assignment.state != "active":
        raise Refused("policies.not_assigned")
    _check_not_at_home(principal, assignment.subject)
    cycle = assignment.method.cycle
    if cycle.state != "open":
        raise Refused("policies.cycle_closed")
    # What came back for correction may be corrected until the results are published:
    # the reviewer asked for it.
    if today > cycle.entry_ends_on and state != State.RETURNED:
        raise Refused("policies.entry_over")


def check_can_save(principal: Principal, assessment: Assessment, today: date) -> None:
    check_can_enter(principal, assessment.assignment, today, assessment.state)
    _check_follows(assessment, Event.SAVE)


def check_can_submit(principal: Principal, assessment: Assessment, today: date) -> None:
    check_can_enter(principal, assessment.assignment, today, assessment.state)
    _check_follows(assessment, Event.SUBMIT)


def check_can_withdraw(
    principal: Principal, assessment: Assessment, today: date
) -> None:
    """Ask back what nobody has decided, while it can still be submitted again."""
    check_can_enter(principal, assessment.assignment, today, assessment.state)
    _check_follows(assessment, Event.WITHDRAW)


def check_can_approve(principal: Principal, assessment: Assessment) -> None:
    _check_can_decide(principal, assessment)
    _check_follows(assessment, Event.APPROVE)


def check_can_return(principal: Principal, assessment: Assessment) -> None:
    _check_can_decide(principal, assessment)
    _check_follows(assessment, Event.RETURN)


def check_can_reopen(principal: Principal, assessment: Assessment) -> None:
    """Send back what another reviewer approved."""
    _check_can_decide(principal, assessment)
    _check_follows(assessment, Event.REOPEN)
    if assessment.decided_by == principal.account_id:
        raise Refused("policies.own_decision")


def check_can_see(principal: Principal, assessment: Assessment) -> None:
    """One's own at any time; a reviewer from its submission on, never one's own unit's.

    Afterwards too: when the cycle is closed the scores can still be looked up.
    """
    if _is_own(principal, assessment):
        check_can(principal, Right.ASSESS)
        return
    check_can_look(principal, assessment.assignment.subject)
    # Returned: the version that was submitted is seen, the draft after it is not.
    if assessment.state == State.DRAFT:
        raise Refused("policies.not_submitted")


def check_can_look(principal: Principal, subject: CycleSubject) -> None:
    """Review what is said of a subject: never one's own unit."""
    check_can(principal, Right.REVIEW)
    _check_within(principal, subject)


def check_can_see_names(
    principal: Principal,
    assessment: Assessment,
    *,
    has_decided: bool,
    has_more_to_decide: bool,
) -> None:
    """Learn who an assessor is: after one's own decision, and when none is left.

    An assessor has one label for a whole cycle. A name shown while other assessments
    under the label still wait would be the name of those, too.
    """
    check_can_look(principal, assessment.assignment.subject)
    if not has_decided:
        raise Refused("policies.decide_first")
    if has_more_to_decide and assessment.assignment.method.cycle.state == "open":
        raise Refused("policies.more_to_decide")


def _check_can_decide(principal: Principal, assessment: Assessment) -> None:
    check_can(principal, Right.REVIEW)
    if principal.account_id is None or _has_written(principal, assessment):
        raise Refused("policies.own_work")
    _check_within(principal, assessment.assignment.subject)
    if assessment.assignment.state != "active":
        raise Refused("policies.stepped_aside")
    if assessment.assignment.method.cycle.state != "open":
        raise Refused("policies.cycle_closed")


def _check_within(principal: Principal, subject: CycleSubject) -> None:
    _check_not_at_home(principal, subject)
    _check_never_recused(principal, subject)
    if not principal.scope.covers(subject.department_id, subject.city_id):
        raise Refused("policies.out_of_scope")


def _check_not_at_home(principal: Principal, subject: CycleSubject) -> None:
    if homes.contain(principal.home, subject):
        raise Refused("policies.own_unit")


def _check_never_recused(principal: Principal, subject: CycleSubject) -> None:
    """Whoever stepped aside as an evaluator does not decide as a reviewer later."""
    session = object_session(subject)
    # What is not in the store yet, nobody has stepped aside from.
    if session is None or subject.cycle_subject_id is None:
        return
    if subject.cycle_subject_id in _recused_from(session, principal.account_id):
        raise Refused("policies.recused_before")


def _recused_from(session: Session, account_id: int | None) -> frozenset[int]:
    """Every subject somebody stepped aside from, read once a transaction."""
    kept: dict[int | None, frozenset[int]]
    kept = session.info.setdefault(_RECUSED_FROM, {})
    if account_id not in kept:
        found = session.scalars(
            select(Assignment.cycle_subject_id).where(
                Assignment.account_id == account_id, Assignment.state == "recused"
            )
        )
        kept[account_id] = frozenset(found)
    return kept[account_id]


def _check_follows(assessment: Assessment, event: Event) -> None:
    if not transitions.can_follow(assessment.state, event):
        raise WrongState(f"{event} does not follow {assessment.state}")


def _is_own(principal: Principal, assessment: Assessment) -> bool:
    return (
        principal.account_id is not None
        and assessment.assignment.account_id == principal.account_id
    )


def _has_written(principal: Principal, assessment: Assessment) -> bool:
    """Entered it, or wrote one of its versions before becoming a reviewer."""
    return _is_own(principal, assessment) or any(
        version.author_id == principal.account_id for version in assessment.versions
    )


def _allows(check: Callable[[], None]) -> bool:
    try:
        check()
    except (NotAllowed, WrongState):
        return False
    return True


def can_enter(
    principal: Principal,
    assignment: Assignment,
    today: date,
    state: State | str | None = None,
) -> bool:
    return _allows(lambda: check_can_enter(principal, assignment, today, state))


def can_save(principal: Principal, assessment: Assessment, today: date) -> bool:
    return _allows(lambda: check_can_save(principal, assessment, today))


def can_submit(principal: Principal, assessment: Assessment, today: date) -> bool:
    return _allows(lambda: check_can_submit(principal, assessment, today))


def can_withdraw(principal: Principal, assessment: Assessment, today: date) -> bool:
    return _allows(lambda: check_can_withdraw(principal, assessment, today))


def can_approve(principal: Principal, assessment: Assessment) -> bool:
    return _allows(lambda: check_can_approve(principal, assessment))


def can_return(principal: Principal, assessment: Assessment) -> bool:
    return _allows(lambda: check_can_return(principal, assessment))


def can_reopen(principal: Principal, assessment: Assessment) -> bool:
    return _allows(lambda: check_can_reopen(principal, assessment))


def can_see(principal: Principal, assessment: Assessment) -> bool:
    return _allows(lambda: check_can_see(principal, assessment))


def can_look(principal: Principal, subject: CycleSubject) -> bool:
    return _allows(lambda: check_can_look(principal, subject))


def can_see_names(
    principal: Principal,
    assessment: Assessment,
    *,
    has_decided: bool,
    has_more_to_decide: bool,
) -> bool:
    return _allows(
        lambda: check_can_see_names(
            principal,
            assessment,
            has_decided=has_decided,
            has_more_to_decide=has_more_to_decide,
        )
    )
