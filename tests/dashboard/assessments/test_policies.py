"""Truth tables, written by hand: who may do what to an assessment, and when not."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from dashboard.accounts.principal import NOBODY, Principal, Role, Scope
from dashboard.accounts.rights import NotAllowed
from dashboard.assessments import policies
from dashboard.assessments.transitions import State, WrongState
from dashboard.database.models.assessments import Assessment, AssessmentVersion
from dashboard.database.models.cycles import (
    Assignment,
    Cycle,
    CycleMethod,
    CycleSubject,
)

LAST_DAY = date(2026, 10, 23)
POLICE = "organ:230100/gaj"
# Numbers of accounts: the evaluator of the assessment, and everybody else.
AUTHOR, OTHER, REVIEWER, SECOND = 1, 2, 3, 4

EVALUATOR = Principal(AUTHOR, "author", Role.EVALUATOR)
OTHER_EVALUATOR = Principal(OTHER, "other", Role.EVALUATOR)
AT_HOME = Principal(AUTHOR, "at home", Role.EVALUATOR, home=POLICE)
OF_THE_CITY = Principal(AUTHOR, "city", Role.EVALUATOR, home="city:230100")
A_REVIEWER = Principal(REVIEWER, "reviewer", Role.REVIEWER)
A_SECOND = Principal(SECOND, "second", Role.REVIEWER)
# Was an evaluator and wrote this very assessment before.
AUTHOR_NOW_REVIEWER = Principal(AUTHOR, "author", Role.REVIEWER)
REVIEWER_AT_HOME = Principal(REVIEWER, "of it", Role.REVIEWER, home=POLICE)
REVIEWER_ELSEWHERE = Principal(
    REVIEWER, "else", Role.REVIEWER, Scope(cities=frozenset({"230200"}))
)
REVIEWER_HERE = Principal(
    REVIEWER, "here", Role.REVIEWER, Scope(cities=frozenset({"230100"}))
)
LEADER = Principal(5, "leader", Role.LEADER, home=POLICE)
STEWARD = Principal(6, "steward", Role.STEWARD)
ADMINISTRATOR = Principal(7, "admin", Role.ADMINISTRATOR)


def assignment(state: str = "active", cycle: str = "open") -> Assignment:
    return Assignment(
        account_id=AUTHOR,
        state=state,
        subject=CycleSubject(
            subject_id=POLICE, kind="organ", department_id="gaj", city_id="230100"
        ),
        method=CycleMethod(cycle=Cycle(state=cycle, entry_ends_on=LAST_DAY)),
    )


def assessment(
    state: State,
    decided_by: int | None = None,
    assigned: str = "active",
    cycle: str = "open",
) -> Assessment:
    return Assessment(
        state=state,
        version=1,
        decided_by=decided_by,
        assignment=assignment(assigned, cycle),
        versions=[AssessmentVersion(version=1, author_id=AUTHOR)],
    )


def key_of(check: Callable[[], None]) -> str:
    """The reason of a refusal; empty when there is none."""
    try:
        check()
    except (NotAllowed, WrongState) as refusal:
        return refusal.key
    return ""


NOT_ALLOWED = "failure.not_allowed"
WRONG_STATE = "transitions.wrong_state"


@pytest.mark.usefixtures("sqlite_store")
@pytest.mark.parametrize(
    ("who", "key"),
    [
        # The assignment's own evaluator, and nobody else.
        (EVALUATOR, ""),
        (OTHER_EVALUATOR, "policies.not_assigned"),
        # One's own unit, and that above it, even if assigned by mistake.
        (AT_HOME, "policies.own_unit"),
        (OF_THE_CITY, ""),  # judged by those above
        # No other role enters, whatever the number of its account.
        (AUTHOR_NOW_REVIEWER, NOT_ALLOWED),
        (A_REVIEWER, NOT_ALLOWED),
        (LEADER, NOT_ALLOWED),
        (STEWARD, NOT_ALLOWED),
        (ADMINISTRATOR, NOT_ALLOWED),
        (NOBODY, NOT_ALLOWED),
    ],
    ids=lambda each: getattr(each, "name", None),
)
def test_who_may_enter(who: Principal, key: str) -> None:
    where = assignment()
    assert key_of(lambda: policies.check_can_enter(who, where, LAST_DAY)) == key
    assert policies.can_enter(who, where, LAST_DAY) == (key == "")


@pytest.mark.parametrize(
    ("where", "day", "state", "key"),
    [
        (assignment(), LAST_DAY, None, ""),
        (assignment(), LAST_DAY + timedelta(days=1), None, "policies.entry_over"),
        (assignment(), LAST_DAY + timedelta(days=1), State.DRAFT,
         "policies.entry_over"),
        # Asked for by a reviewer after the last day.
        (assignment(), LAST_DAY + timedelta(days=1), State.RETURNED, ""),
        (assignment("recused"), LAST_DAY, None, "policies.recused"),
        (assignment("withdrawn"), LAST_DAY, None, "policies.not_assigned"),
        (assignment(cycle="publicity"), LAST_DAY, None, "policies.cycle_closed"),
        (assignment(cycle="closed"), LAST_DAY, None, "policies.cycle_closed"),
        (assignment(cycle="publicity"), LAST_DAY, State.RETURNED,
         "policies.cycle_closed"),
    ],
)  # fmt: skip
def test_when_entry_is_possible(
    where: Assignment, day: date, state: State | None, key: str
) -> None:
    assert key_of(lambda: policies.check_can_enter(EVALUATOR, where, day, state)) == key


@pytest.mark.parametrize(
    ("state", "save", "submit", "withdraw"),
    [
        (State.DRAFT, True, True, False),
        (State.SUBMITTED, False, False, True),
        (State.RETURNED, True, True, False),
        (State.APPROVED, False, False, False),
        (State.PUBLISHED, False, False, False),
        (State.APPEALED, False, False, False),
        (State.UPHELD, False, False, False),
        (State.AMENDED, False, False, False),
    ],
)
def test_what_the_evaluator_may_do_in_which_state(
    state: State, save: bool, submit: bool, withdraw: bool
) -> None:
    own = assessment(state)
    assert policies.can_save(EVALUATOR, own, LAST_DAY) == save
    assert policies.can_submit(EVALUATOR, own, LAST_DAY) == submit
    assert policies.can_withdraw(EVALUATOR, own, LAST_DAY) == withdraw
    for other in (OTHER_EVALUATOR, A_REVIEWER, ADMINISTRATOR, NOBODY):
        assert not policies.can_save(other, own, LAST_DAY)
        assert not policies.can_submit(other, own, LAST_DAY)
        assert not policies.can_withdraw(other, own, LAST_DAY)


def test_nothing_is_asked_back_that_could_not_be_submitted_again() -> None:
    late = LAST_DAY + timedelta(days=1)
    assert not policies.can_withdraw(EVALUATOR, assessment(State.SUBMITTED), late)


@pytest.mark.usefixtures("sqlite_store")
@pytest.mark.parametrize(
    ("who", "key"),
    [
        (A_REVIEWER, ""),
        (A_SECOND, ""),
        (REVIEWER_HERE, ""),
        # Never one's own entry, one's own unit, or what one is not to see.
        (AUTHOR_NOW_REVIEWER, "policies.own_work"),
        (REVIEWER_AT_HOME, "policies.own_unit"),
        (REVIEWER_ELSEWHERE, "policies.out_of_scope"),
        (EVALUATOR, NOT_ALLOWED),
        (OTHER_EVALUATOR, NOT_ALLOWED),
        (LEADER, NOT_ALLOWED),
        (STEWARD, NOT_ALLOWED),
        (ADMINISTRATOR, NOT_ALLOWED),
        (NOBODY, NOT_ALLOWED),
    ],
    ids=lambda each: getattr(each, "name", None),
)
def test_who_may_decide(who: Principal, key: str) -> None:
    waiting = assessment(State.SUBMITTED)
    approved = assessment(State.APPROVED, decided_by=99)
    assert key_of(lambda: policies.check_can_approve(who, waiting)) == key
    assert key_of(lambda: policies.check_can_return(who, waiting)) == key
    assert key_of(lambda: policies.check_can_reopen(who, approved)) == key
    assert policies.can_approve(who, waiting) == (key == "")
    assert policies.can_return(who, waiting) == (key == "")
    assert policies.can_reopen(who, approved) == (key == "")


@pytest.mark.parametrize("state", State)
def test_when_a_decision_is_possible(state: State) -> None:
    waits = state == State.SUBMITTED
    decided = assessment(state, decided_by=SECOND)
    assert policies.can_approve(A_REVIEWER, decided) == waits
    assert policies.can_return(A_REVIEWER, decided) == waits
    assert policies.can_reopen(A_REVIEWER, decided) == (state == State.APPROVED)


def test_a_reviewer_does_not_reopen_what_they_approved_themselves() -> None:
    mine = assessment(State.APPROVED, decided_by=REVIEWER)
    assert (
        key_of(lambda: policies.check_can_reopen(A_REVIEWER, mine))
        == "policies.own_decision"
    )
    assert policies.can_reopen(A_SECOND, mine)


@pytest.mark.parametrize(
    ("of_assignment", "cycle", "key"),
    [
        ("active", "open", ""),
        ("active", "publicity", "policies.cycle_closed"),
        ("active", "closed", "policies.cycle_closed"),
        # Who stepped aside after submitting is not counted, so not decided either.
        ("recused", "open", "policies.stepped_aside"),
        ("withdrawn", "open", "policies.stepped_aside"),
    ],
)
def test_what_is_left_alone_by_reviewers(
    of_assignment: str, cycle: str, key: str
) -> None:
    waiting = assessment(State.SUBMITTED, assigned=of_assignment, cycle=cycle)
    assert key_of(lambda: policies.check_can_approve(A_REVIEWER, waiting)) == key


@pytest.mark.usefixtures("sqlite_store")
@pytest.mark.parametrize(
    ("who", "draft", "submitted", "closed"),
    [
        (EVALUATOR, True, True, True),  # one's own, past ones too
        (OTHER_EVALUATOR, False, False, False),
        (A_REVIEWER, False, True, True),
        (REVIEWER_AT_HOME, False, False, False),
        (REVIEWER_ELSEWHERE, False, False, False),
        (LEADER, False, False, False),
        (STEWARD, False, False, False),
        (ADMINISTRATOR, False, False, False),
        (NOBODY, False, False, False),
    ],
    ids=lambda each: getattr(each, "name", None),
)
def test_who_may_see(
    who: Principal, draft: bool, submitted: bool, closed: bool
) -> None:
    assert policies.can_see(who, assessment(State.DRAFT)) == draft
    assert policies.can_see(who, assessment(State.SUBMITTED)) == submitted
    assert policies.can_see(who, assessment(State.UPHELD, cycle="closed")) == closed


@pytest.mark.usefixtures("sqlite_store")
@pytest.mark.parametrize(
    ("who", "has_decided", "has_more", "cycle", "key"),
    [
        (A_REVIEWER, False, False, "open", "policies.decide_first"),
        (A_REVIEWER, True, True, "open", "policies.more_to_decide"),
        (A_REVIEWER, True, False, "open", ""),
        # Nothing is decided any more.
        (A_REVIEWER, True, True, "publicity", ""),
        (A_REVIEWER, False, False, "closed", "policies.decide_first"),
        (REVIEWER_AT_HOME, True, False, "open", "policies.own_unit"),
        (OTHER_EVALUATOR, True, False, "closed", NOT_ALLOWED),
        (LEADER, True, False, "closed", NOT_ALLOWED),
        (ADMINISTRATOR, True, False, "closed", NOT_ALLOWED),
        (NOBODY, True, False, "closed", NOT_ALLOWED),
    ],
)
def test_who_learns_the_name_of_an_assessor(
    who: Principal, has_decided: bool, has_more: bool, cycle: str, key: str
) -> None:
    decided = assessment(State.APPROVED, cycle=cycle)
    facts = {"has_decided": has_decided, "has_more_to_decide": has_more}
    assert key_of(lambda: policies.check_can_see_names(who, decided, **facts)) == key
    assert policies.can_see_names(who, decided, **facts) == (key == "")
