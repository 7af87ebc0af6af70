"""A leader acknowledges, explains and closes a signal; it comes again; who may not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from dashboard.accounts import audit
from dashboard.accounts.principal import Principal, Role, Scope
from dashboard.accounts.rights import NotAllowed
from dashboard.database import engine
from dashboard.database.models.audit import AuditEntry
from dashboard.database.models.signals import SignalEvent
from dashboard.signals import handling, standing
from dashboard.signals.handling import NoteMissing, NoteTooLong, Stale
from dashboard.signals.standing import Standing
from dashboard.signals.transitions import (
    TRANSITIONS,
    WITH_NOTE,
    Event,
    State,
    WrongState,
    next_state,
    steps_from,
)
from tests.dashboard import questions, signals
from tests.dashboard.assessments.world import add_account
from tests.dashboard.conftest import Open, as_role, words

FIRST = "on_time_rate/organ:230100/zjj/worse/2026-07"
SECOND = "on_time_rate/organ:230100/zjj/worse/2026-09"
Publish = Callable[..., None]


@pytest.fixture
def publish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publish:
    """Publish one signal of an organ, of so many months; again for another file."""
    made: list[Path] = []

    def published(signal_id: str, first: int, last: int) -> None:
        workspace = tmp_path / f"publication{len(made)}"
        made.append(workspace)
        of = {"subject_id": "organ:230100/zjj", "indicator_id": "on_time_rate"}
        questions.publish(
            workspace,
            {
                "subject": [
                    {"subject_id": "all", "kind": "all"},
                    {
                        "subject_id": of["subject_id"],
                        "kind": "organ",
                        "city_id": "230100",
                        "department_id": "zjj",
                    },
                ],
                "signal": [
                    {
                        **of,
                        "signal_id": signal_id,
                        "direction": "worse",
                        "first_period": date(2026, first, 1),
                        "last_period": date(2026, last, 1),
                    }
                ],
                "control_point": [
                    {
                        **of,
                        "signal_id": signal_id,
                        "period": date(2026, month, 1),
                        "value": 0.9,
                        "expected": 0.98,
                    }
                    for month in range(first, last + 1)
                ],
            },
        )
        monkeypatch.setenv("GOVSCORE_DATA", str(workspace))

    return published


@pytest.fixture
def leader(store: str, publish: Publish) -> Principal:
    """A leader with an account, and a signal since July."""
    publish(FIRST, 7, 8)
    with engine.writing() as session:
        number = add_account(session, "lin", Role.LEADER)
    return Principal(number, "lin", Role.LEADER)


def stands(leader: Principal, signal_id: str = FIRST) -> Standing:
    row = handling.check_can_handle(leader, signal_id)
    return standing.of([row])[signal_id]


def explained(leader: Principal) -> None:
    handling.take(leader, FIRST, Event.ACKNOWLEDGE, 0)
    handling.take(leader, FIRST, Event.EXPLAIN, stands(leader).revision, "系统故障")


def closed(leader: Principal) -> None:
    explained(leader)
    handling.take(leader, FIRST, Event.CLOSE, stands(leader).revision, "已修复")


def test_every_state_is_reached_and_none_is_a_dead_end() -> None:
    assert set(TRANSITIONS.values()) == set(State)
    assert {origin for origin, _ in TRANSITIONS} == set(State)
    assert {event for _, event in TRANSITIONS} == set(Event)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", Event)
def test_a_step_is_offered_exactly_where_it_leads_on(
    state: State, event: Event
) -> None:
    if event in steps_from(state):
        assert next_state(state, event)
    else:
        with pytest.raises(WrongState):
            next_state(state, event)


def test_what_nobody_touched_is_open(leader: Principal) -> None:
    assert stands(leader) == Standing(State.OPEN, False, 0, None)


def test_acknowledged_explained_closed_and_all_is_on_record(leader: Principal) -> None:
    closed(leader)
    now = stands(leader)
    assert (now.state, now.again) == (State.CLOSED, False)
    told = [(said.event, said.who, said.note) for said in standing.history(now.case_id)]
    assert told == [
        (Event.CLOSE, "lin", "已修复"),
        (Event.EXPLAIN, "lin", "系统故障"),
        (Event.ACKNOWLEDGE, "lin", ""),
    ]
    # What was published then stands beside it.
    latest = standing.history(now.case_id)[0]
    assert (latest.period, latest.value, latest.expected) == (
        date(2026, 8, 1), 0.9, 0.98,
    )  # fmt: skip
    with engine.reading() as session:
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.action.startswith("signal."))
        ).all()
        audit.verify(session)
    assert [(e.action, e.target) for e in entries] == [
        ("signal.acknowledge", FIRST),
        ("signal.explain", FIRST),
        ("signal.close", FIRST),
    ]
    assert entries[2].details == {"note": "已修复"}


@pytest.mark.parametrize("event", sorted(WITH_NOTE))
def test_without_a_note_nothing_is_explained_closed_or_reopened(
    leader: Principal, event: Event
) -> None:
    with pytest.raises(NoteMissing):
        handling.take(leader, FIRST, event, 0, "  \u200b ")
    with pytest.raises(NoteTooLong):
        handling.take(leader, FIRST, event, 0, "x" * 2001)


def test_steps_come_in_their_order(leader: Principal) -> None:
    with pytest.raises(WrongState):
        handling.take(leader, FIRST, Event.CLOSE, 0, "ok")
    # Nothing is left of what was refused.
    assert stands(leader).case_id is None


def test_who_looked_before_somebody_else_acted_is_told(leader: Principal) -> None:
    handling.take(leader, FIRST, Event.ACKNOWLEDGE, 0)
    with pytest.raises(Stale):
        handling.take(leader, FIRST, Event.ACKNOWLEDGE, 0)
    before = stands(leader).revision
    handling.take(leader, FIRST, Event.EXPLAIN, before, "a")
    with pytest.raises(Stale):
        handling.take(leader, FIRST, Event.EXPLAIN, before, "b")


def test_a_new_publication_changes_nothing_that_was_said(
    leader: Principal, publish: Publish
) -> None:
    explained(leader)
    publish(FIRST, 7, 9)
    now = stands(leader)
    assert (now.state, now.again) == (State.EXPLAINED, False)


def test_what_was_closed_and_goes_on_comes_again(
    leader: Principal, publish: Publish
) -> None:
    closed(leader)
    publish(FIRST, 7, 9)
    now = stands(leader)
    assert (now.state, now.again) == (State.OPEN, True)
    handling.take(leader, FIRST, Event.ACKNOWLEDGE, now.revision)
    told = standing.history(stands(leader).case_id)
    # It was reopened by itself, and then acknowledged; the first note still stands.
    assert [(said.event, said.who) for said in told[:3]] == [
        (Event.ACKNOWLEDGE, "lin"),
        (Event.REOPEN, ""),
        (Event.CLOSE, "lin"),
    ]


def test_another_signal_of_the_same_comes_again_even_if_never_closed(
    leader: Principal, publish: Publish
) -> None:
    explained(leader)
    publish(SECOND, 9, 9)
    now = stands(leader, SECOND)
    assert (now.state, now.again) == (State.OPEN, True)
    assert len(standing.history(now.case_id)) == 2


def test_a_closed_one_is_reopened_with_a_reason(leader: Principal) -> None:
    closed(leader)
    handling.take(leader, FIRST, Event.REOPEN, stands(leader).revision, "误关")
    assert stands(leader).state == State.OPEN


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.LEADER, Role.PUBLIC)]
)
def test_only_leaders_handle_signals(leader: Principal, role: Role) -> None:
    with pytest.raises(NotAllowed):
        handling.take(replace(leader, role=role), FIRST, Event.ACKNOWLEDGE, 0)


@pytest.mark.parametrize(
    ("scope", "may"),
    [
        (Scope(departments=frozenset({"zjj"})), True),
        (Scope(cities=frozenset({"230100"})), True),
        (Scope(departments=frozenset({"gaj"})), False),
        (Scope(cities=frozenset({"231000"})), False),
    ],
)
def test_a_limited_leader_handles_what_lies_within(
    leader: Principal, scope: Scope, may: bool
) -> None:
    limited = replace(leader, scope=scope)
    if may:
        handling.take(limited, FIRST, Event.ACKNOWLEDGE, 0)
        assert stands(leader).state == State.ACKNOWLEDGED
    else:
        with pytest.raises(NotAllowed):
            handling.take(limited, FIRST, Event.ACKNOWLEDGE, 0)


def test_what_is_not_published_is_not_handled(leader: Principal) -> None:
    with pytest.raises(NotAllowed):
        handling.take(leader, "on_time_rate/city:1/worse/2026-07", Event.CLOSE, 0, "x")


def test_a_leader_takes_the_steps_on_the_page(
    world: Path, open_page: Open, sqlite_store: str
) -> None:
    with engine.writing() as session:
        number = add_account(session, "lin", Role.LEADER)
    who = as_role(Role.LEADER, account_id=number)
    app = open_page(world, "signals", principal=who, signal=signals.HOUSING)
    assert "To be dealt with" in words(app)
    press(app, "Acknowledge")
    app = press(app, "Explain")
    assert "Write a note first" in app.error[0].value
    asked = app.text_area[0].key
    app.text_area[0].input("**原因** <b>x</b>")
    app = press(app, "Explain")
    said = words(app)
    assert "lin: explained" in said
    # Another field than that one, so that what was said is not offered once more.
    assert app.text_area[0].key != asked
    # What was typed is text and never markup.
    assert r"\*\*原因\*\* \<b\>x\</b\>" in said
    with engine.reading() as session:
        assert len(session.scalars(select(SignalEvent)).all()) == 2


def test_who_is_no_leader_reads_and_has_no_buttons(
    world: Path, open_page: Open, sqlite_store: str
) -> None:
    app = open_page(world, "signals", principal=as_role(Role.EVALUATOR))
    assert "To be dealt with" in words(app)
    assert not [each for each in app.button if each.label == "Acknowledge"]


def press(app, label: str):  # type: ignore[no-untyped-def]
    """Press the button of a form by its words."""
    (button,) = [each for each in app.button if each.label == label]
    return button.click().run()
