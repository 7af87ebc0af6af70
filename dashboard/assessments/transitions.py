"""States of an assessment and what leads from one to the next: data, and who it needs.

Who may do a step to this very assessment is asked in policies.py; what else a step does
(a new version, a result) stands where the step is taken.
"""

from enum import StrEnum

from dashboard.accounts.rights import Right
from dashboard.failures import Failure


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    APPEALED = "appealed"
    UPHELD = "upheld"
    AMENDED = "amended"


class Event(StrEnum):
    OPEN = "open"
    SAVE = "save"
    SUBMIT = "submit"
    # The evaluator asks for it back before anybody decided.
    WITHDRAW = "withdraw"
    RETURN = "return"
    APPROVE = "approve"
    # A second reviewer sends back what another one approved.
    REOPEN = "reopen"
    PUBLISH = "publish"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    AMEND = "amend"


class Owner(StrEnum):
    """Whose turn it is."""

    EVALUATOR = "evaluator"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"
    # The assessed unit, which may appeal.
    UNIT = "unit"
    # Reviewers who did not score: they decide appeals.
    BOARD = "board"
    # Nobody's: it is on record.
    RECORD = "record"


# What follows a state by an event. An assessment is opened as a draft, out of nothing.
TRANSITIONS: dict[tuple[State | None, Event], State] = {
    (None, Event.OPEN): State.DRAFT,
    (State.DRAFT, Event.SAVE): State.DRAFT,
    (State.DRAFT, Event.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Event.WITHDRAW): State.DRAFT,
    (State.SUBMITTED, Event.RETURN): State.RETURNED,
    (State.SUBMITTED, Event.APPROVE): State.APPROVED,
    (State.RETURNED, Event.SAVE): State.RETURNED,
    (State.RETURNED, Event.SUBMIT): State.SUBMITTED,
    (State.APPROVED, Event.REOPEN): State.RETURNED,
    (State.APPROVED, Event.PUBLISH): State.PUBLISHED,
    (State.PUBLISHED, Event.APPEAL): State.APPEALED,
    (State.APPEALED, Event.UPHOLD): State.UPHELD,
    (State.APPEALED, Event.AMEND): State.AMENDED,
}

OWNERS: dict[State, Owner] = {
    State.DRAFT: Owner.EVALUATOR,
    State.SUBMITTED: Owner.REVIEWER,
    State.RETURNED: Owner.EVALUATOR,
    State.APPROVED: Owner.ADMINISTRATOR,
    State.PUBLISHED: Owner.UNIT,
    State.APPEALED: Owner.BOARD,
    State.UPHELD: Owner.RECORD,
    State.AMENDED: Owner.RECORD,
}

NEEDS: dict[Event, Right] = {
    Event.OPEN: Right.ASSESS,
    Event.SAVE: Right.ASSESS,
    Event.SUBMIT: Right.ASSESS,
    Event.WITHDRAW: Right.ASSESS,
    Event.RETURN: Right.REVIEW,
    Event.APPROVE: Right.REVIEW,
    Event.REOPEN: Right.REVIEW,
    Event.PUBLISH: Right.MANAGE_CYCLES,
    Event.APPEAL: Right.APPEAL,
    Event.UPHOLD: Right.DECIDE_APPEALS,
    Event.AMEND: Right.DECIDE_APPEALS,
}

# Steps that nobody takes without saying why.
WITH_REASON = frozenset(
    {
        Event.WITHDRAW,
        Event.RETURN,
        Event.REOPEN,
        Event.APPEAL,
        Event.UPHOLD,
        Event.AMEND,
    }
)
# What an evaluator still works on; what a score may be taken from; what is decided.
OPEN_STATES = frozenset({State.DRAFT, State.RETURNED})
SCORED_STATES = frozenset(State) - OPEN_STATES
DECIDED_STATES = SCORED_STATES - {State.SUBMITTED}


class WrongState(Failure):
    """Someone was quicker: the assessment is no longer where this step begins."""

    key = "transitions.wrong_state"


def can_follow(state: State | str | None, event: Event) -> bool:
    return _key(state, event) in TRANSITIONS


def next_state(state: State | str | None, event: Event) -> State:
    """The state an event leads to; raises WrongState where it leads nowhere."""
    try:
        return TRANSITIONS[_key(state, event)]
    except KeyError:
        raise WrongState(f"{event} does not follow {state}") from None


def _key(state: State | str | None, event: Event) -> tuple[State | None, Event]:
    return (None if state is None else State(state), event)
