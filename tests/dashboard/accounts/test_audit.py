"""The audit log: whatever is done to it afterwards is found."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from dashboard.accounts import audit
from dashboard.accounts.principal import NOBODY, Principal, Role
from dashboard.database import engine
from dashboard.database.models.audit import AuditEntry

LI = Principal(7, "李", Role.EVALUATOR)

# What somebody does to a log of five entries, and the entry at which it shows.
TAMPERED = {
    "another action": ("UPDATE audit_entry SET action = 'x' WHERE entry_id = 3", 3),
    "another person": ("UPDATE audit_entry SET account_id = 8 WHERE entry_id = 2", 2),
    "another hour": (
        "UPDATE audit_entry SET at = '2020-01-01 00:00:00' WHERE entry_id = 4",
        4,
    ),
    "other details": (
        "UPDATE audit_entry SET details = '{\"n\": 9}' WHERE entry_id = 1",
        1,
    ),
    "the first removed": ("DELETE FROM audit_entry WHERE entry_id = 1", 1),
    "one removed": ("DELETE FROM audit_entry WHERE entry_id = 3", 3),
    "the end cut": ("DELETE FROM audit_entry WHERE entry_id = 5", 5),
    "everything cut": ("DELETE FROM audit_entry", 1),
    "the head removed": ("DELETE FROM audit_head", 6),
    # Over a free number: a key is never there twice, even for a moment.
    "two exchanged": (
        "UPDATE audit_entry SET entry_id = 9 WHERE entry_id = 2;"
        "UPDATE audit_entry SET entry_id = 2 WHERE entry_id = 3;"
        "UPDATE audit_entry SET entry_id = 3 WHERE entry_id = 9",
        2,
    ),
}


def _five() -> None:
    for n in range(1, 6):
        with engine.writing() as session:
            audit.record(session, LI, "saved", f"assessment:{n}", n=n)


def _verified() -> int:
    with engine.reading() as session:
        return audit.verify(session)


def test_an_empty_log_holds(store: str) -> None:
    assert _verified() == 0


def test_entries_are_numbered_and_chained(store: str) -> None:
    _five()
    assert _verified() == 5
    with engine.reading() as session:
        first, second = session.get(AuditEntry, 1), session.get(AuditEntry, 2)
        assert first is not None and second is not None
        assert first.previous_sha == audit.BEGINNING
        assert second.previous_sha == first.sha
        assert (second.account_name, second.details) == ("李", {"n": 2})


@pytest.mark.parametrize("done", TAMPERED)
def test_what_is_done_to_the_log_is_found(store: str, done: str) -> None:
    statements, shows_at = TAMPERED[done]
    _five()
    with engine.writing() as session:
        for statement in statements.split(";"):
            session.execute(text(statement))
    with pytest.raises(audit.Broken) as broken:
        _verified()
    assert broken.value.entry_id == shows_at


def test_a_chain_made_anew_is_found_with_what_was_kept(store: str) -> None:
    _five()
    with engine.reading() as session:
        kept = audit.last(session)
        assert audit.verify(session, kept) == 5
    with engine.writing() as session:
        session.execute(text("DELETE FROM audit_entry"))
        session.execute(text("DELETE FROM audit_head"))
    for _ in range(6):
        with engine.writing() as session:
            audit.record(session, LI, "saved", "nothing")
    assert _verified() == 6
    with engine.reading() as session, pytest.raises(audit.Broken) as broken:
        audit.verify(session, kept)
    assert broken.value.entry_id == 5


def test_an_entry_is_gone_when_its_work_is_undone(store: str) -> None:
    with pytest.raises(ZeroDivisionError), engine.writing() as session:
        audit.record(session, LI, "saved", "assessment:1")
        raise ZeroDivisionError
    assert _verified() == 0


def test_many_who_write_at_once_make_one_chain(store: str) -> None:
    def write(n: int) -> None:
        with engine.writing() as session:
            audit.record(session, LI, "saved", f"assessment:{n}")
            audit.record(session, NOBODY, "seen", f"assessment:{n}")

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(write, range(40)))
    assert _verified() == 80


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    name=st.text(st.characters()),
    target=st.text(st.characters(), max_size=300),
    note=st.text(st.characters()),
    number=st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
    on=st.dates(),
)
def test_whatever_is_recorded_holds(
    store: str, name: str, target: str, note: str, number: float, on: date
) -> None:
    with engine.writing() as session:
        audit.record(
            session, Principal(1, name), "noted", target, note=note, n=number, on=on
        )
    assert _verified() > 0
