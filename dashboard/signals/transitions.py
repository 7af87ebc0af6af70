"""Where a signal stands with its leader, and what leads on: data, and whose right."""

from enum import StrEnum

from dashboard.failures import Failure


class State(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    EXPLAINED = "explained"
    CLOSED = "closed"


class Event(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    EXPLAIN = "explain"
    CLOSE = "close"
    # By a leader with a reason; or by itself, when the signal comes again.
    REOPEN = "reopen"


TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.OPEN, Event.ACKNOWLEDGE): State.ACKNOWLEDGED,
    (State.ACKNOWLEDGED, Event.EXPLAIN): State.EXPLAINED,
    # More may be said, as more is known.
    (State.EXPLAINED, Event.EXPLAIN): State.EXPLAINED,
    (State.EXPLAINED, Event.CLOSE): State.CLOSED,
    (State.CLOSED, Event.REOPEN): State.OPEN,
}

# Steps that nobody takes without saying why.
WITH_NOTE = frozenset({Event.EXPLAIN, Event.CLOSE, Event.REOPEN})


class WrongState(Failure):
    """The signal is not where this step begins."""

    key = "signal.wrong_state"


def next_state(state: State, event: Event) -> State:
    """The state a step leads to; raises WrongState where it leads nowhere."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise WrongState(f"{event} does not follow {state}") from None


def steps_from(state: State) -> list[Event]:
    """What can be done next, in the order of the table."""
    return [event for origin, event in TRANSITIONS if origin == state]
