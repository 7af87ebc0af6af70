"""Where published signals stand with their leaders, and what was said of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from dashboard.database import engine
from dashboard.database.models.accounts import Account
from dashboard.database.models.signals import SignalCase, SignalEvent
from dashboard.signals.transitions import Event, State

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Said:
    """One step. `who` is empty where the signal came again by itself."""

    event: Event
    who: str
    at: datetime
    note: str
    period: date
    value: float
    expected: float


@dataclass(frozen=True)
class Standing:
    """`revision` is what a step has to name; `again`: what was said is of before."""

    state: State = State.OPEN
    again: bool = False
    revision: int = 0
    case_id: int | None = None


def came_again(case: SignalCase, signal: Any) -> bool:
    """Whether the signal has moved on since its case: there is a later one, or one that
    was closed has gone on."""
    if signal.first_period.date() > case.last_period:
        return True
    return case.state == State.CLOSED and signal.last_period.date() > case.last_period


def of(signals: Iterable[Any]) -> dict[str, Standing]:
    """Each published signal's standing, by its id; rows of the question `signals`."""
    with engine.reading() as session:
        cases: dict[Key, SignalCase] = {
            (case.indicator_id, case.subject_id, case.direction): case
            for case in session.scalars(select(SignalCase))
        }
        return {
            signal.signal_id: _standing(
                cases.get((signal.indicator_id, signal.subject_id, signal.direction)),
                signal,
            )
            for signal in signals
        }


def history(case_id: int | None) -> list[Said]:
    """What was said of a case, latest first. Who asks must see its signal."""
    if case_id is None:
        return []
    with engine.reading() as session:
        rows = session.execute(
            select(SignalEvent, Account.display_name)
            .outerjoin(Account, Account.account_id == SignalEvent.account_id)
            .where(SignalEvent.case_id == case_id)
            .order_by(SignalEvent.event_id.desc())
        ).all()
        return [
            Said(
                Event(event.event),
                who or "",
                event.at,
                event.note,
                event.period,
                event.value,
                event.expected,
            )
            for event, who in rows
        ]


def _standing(case: SignalCase | None, signal: Any) -> Standing:
    if case is None:
        return Standing()
    again = came_again(case, signal)
    state = State.OPEN if again else State(case.state)
    return Standing(state, again, case.revision, case.case_id)
