"""Which views and exports are in the audit log, and how often."""

from pathlib import Path

import pytest

from dashboard.accounts import here, rights
from dashboard.accounts.principal import NOBODY
from dashboard.accounts.rights import Right
from dashboard.audience import Audience
from dashboard.database import engine
from dashboard.database.models.audit import AuditEntry
from tests.dashboard.conftest import LEADER, Open, as_role, turn_to, words

pytestmark = pytest.mark.usefixtures("sqlite_store")


def noted() -> list[tuple[str, str, str]]:
    with engine.reading() as session:
        entries = session.query(AuditEntry).order_by(AuditEntry.entry_id)
        return [(entry.account_name, entry.action, entry.target) for entry in entries]


def test_a_restricted_page_is_noted_once_a_session_and_a_public_one_never(
    world: Path, open_page: Open
) -> None:
    app = open_page(world)
    app.run()
    for page in ("ranking", "department", "method", "overview", "department"):
        turn_to(app, page)
    assert noted() == [
        ("The leader", "view", "overview"),
        ("The leader", "view", "department"),
    ]
    # Another session of the same person, another visit.
    open_page(world)
    assert noted()[2:] == [("The leader", "view", "overview")]


def test_another_person_in_the_same_window_is_noted_too(
    world: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(world)
    steward = as_role("steward", account_id=2)
    monkeypatch.setattr(here, "principal", lambda: steward)
    app.run()
    assert [name for name, _, _ in noted()] == ["The leader", "The steward"]


def test_what_is_taken_away_is_noted_and_needs_the_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "")
    sight = here.note_export("rejects.csv", Right.SEE_QUALITY, LEADER)
    assert sight.audience == Audience.INTERNAL
    assert noted() == [("The leader", "export", "rejects.csv")]
    for reader in (NOBODY, as_role("evaluator")):
        with pytest.raises(rights.NotAllowed):
            here.note_export("rejects.csv", Right.SEE_QUALITY, reader)
    assert len(noted()) == 1


def test_without_a_store_a_reader_gets_a_sentence(
    world: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVSCORE_STORE", "sqlite:////nowhere/at/all.sqlite")
    app = open_page(world)
    assert "assessment store does not answer" in words(app)
    assert not app.exception
