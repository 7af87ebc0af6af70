"""A leader acknowledges, explains and closes a signal, with a note.

A signal is what is published; what is kept here is what was said of it, by subject,
indicator and direction. So it outlasts publications, and when the signal comes again
what was said before is still there.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dashboard import store
from dashboard.accounts import audit
from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import NotAllowed, Right, can, check_can
from dashboard.assessments.judgement import tidy
from dashboard.audience import Audience, Sight
from dashboard.database import columns, engine
from dashboard.database.models.signals import SignalCase, SignalEvent
from dashboard.failures import Failure
from dashboard.signals import standing
from dashboard.signals.transitions import WITH_NOTE, Event, State, next_state

LONGEST_NOTE = 2000


class NoteMissing(Failure):
    key = "signal.note_missing"


class NoteTooLong(Failure):
    key = "signal.note_too_long"


class Stale(Failure):
    """Somebody else took a step since the page was drawn."""

    key = "signal.stale"


def check_can_handle(principal: Principal, signal_id: str) -> Any:
    """A leader, for a signal within their limits; returns what is published of it."""
    check_can(principal, Right.HANDLE_SIGNALS)
    sight = Sight(Audience.INTERNAL, principal.scope)
    found = list(store.rows_for(sight, "signal", signal_id=signal_id))
    if not found:
        raise NotAllowed(f"{signal_id} is not published, or not for this reader")
    return found[0]


def can_handle(principal: Principal) -> bool:
    """Whether signals that the reader sees are theirs to handle."""
    return can(principal, Right.HANDLE_SIGNALS)


def take(
    principal: Principal,
    signal_id: str,
    event: Event,
    revision: int,
    note: str = "",
    now: datetime | None = None,
) -> State:
    """Take a step; `revision` is the case's as it was read, 0 when there was none.

    Raises NotAllowed, WrongState, NoteMissing, NoteTooLong, and Stale when somebody
    was quicker.
    """
    signal = check_can_handle(principal, signal_id)
    said = tidy(note)
    if event in WITH_NOTE and not said:
        raise NoteMissing(signal_id)
    if len(said) > LONGEST_NOTE:
        raise NoteTooLong(f"{len(said)} characters", most=str(LONGEST_NOTE))
    try:
        with engine.writing() as session:
            return _taken(session, principal, signal, event, revision, said, now)
    except IntegrityError as taken:
        # Two began the same case at once.
        raise Stale(signal_id) from taken


def _taken(
    session: Session,
    principal: Principal,
    signal: Any,
    event: Event,
    revision: int,
    note: str,
    now: datetime | None,
) -> State:
    case = _case(session, signal)
    if (case.revision if case else 0) != revision:
        raise Stale(signal.signal_id)
    last = signal.last_period.date()
    if case is None:
        case = SignalCase(
            indicator_id=signal.indicator_id,
            subject_id=signal.subject_id,
            direction=signal.direction,
            state=State.OPEN,
            last_period=last,
        )
        session.add(case)
        session.flush()
    elif standing.came_again(case, signal):
        case.state = State.OPEN
        _append(session, case, Event.REOPEN, None, "", signal, now)
    case.state = next_state(State(case.state), event)
    case.last_period = last
    _append(session, case, event, principal.account_id, note, signal, now)
    session.flush()
    audit.record(
        session,
        principal,
        f"signal.{event}",
        signal.signal_id,
        **({"note": note} if note else {}),
    )
    return State(case.state)


def _case(session: Session, signal: Any) -> SignalCase | None:
    return session.scalar(
        select(SignalCase)
        .where(
            SignalCase.indicator_id == signal.indicator_id,
            SignalCase.subject_id == signal.subject_id,
            SignalCase.direction == signal.direction,
        )
        .with_for_update()
    )


def _append(
    session: Session,
    case: SignalCase,
    event: Event,
    account_id: int | None,
    note: str,
    signal: Any,
    now: datetime | None,
) -> None:
    session.add(
        SignalEvent(
            case_id=case.case_id,
            event=event,
            state=case.state,
            account_id=account_id,
            at=now or columns.now(),
            note=note,
            signal_id=signal.signal_id,
            period=signal.last_period.date(),
            value=signal.value,
            expected=signal.expected,
        )
    )
    # In the order in which they happened.
    session.flush()
