"""The store's transactions: what is undone, and what is said when it is away."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select, text

from dashboard.database import engine
from dashboard.database.models.people import Team


def _team(number: int) -> Team:
    return Team(team_id=f"t{number}", names={"zh": "班子"}, leads="city:230100")


def _kept() -> list[str]:
    with engine.reading() as session:
        return list(session.scalars(select(Team.team_id).order_by(Team.team_id)))


def test_a_transaction_is_kept_whole_or_not_at_all(store: str) -> None:
    with engine.writing() as session:
        session.add(_team(1))
    with pytest.raises(ZeroDivisionError), engine.writing() as session:
        session.add(_team(2))
        session.flush()
        raise ZeroDivisionError
    assert _kept() == ["t1"]


def test_what_a_reader_changes_is_not_kept(store: str) -> None:
    with engine.reading() as session:
        session.add(_team(1))
        session.flush()
    assert _kept() == []


def test_one_who_reads_does_not_stop_one_who_writes(store: str) -> None:
    with engine.reading() as reader:
        assert reader.scalars(select(Team)).all() == []
        with engine.writing() as session:
            session.add(_team(1))
    assert _kept() == ["t1"]


def test_a_store_that_is_away_is_said(
    nowhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(engine.STORE_VARIABLE, nowhere)
    for transaction in (engine.reading, engine.writing):
        with pytest.raises(engine.StoreUnreachable), transaction() as session:
            session.scalars(select(Team)).all()


@pytest.fixture(params=["sqlite", "postgresql"])
def nowhere(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where no store is."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/no/where.sqlite"
    return f"postgresql+psycopg://nobody@/none?host={tmp_path}"


def test_a_store_locked_for_long_is_said(
    sqlite_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.close()
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0)
    engine._engine.cache_clear()
    other = sqlite3.connect(sqlite_store.removeprefix("sqlite:///"))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(engine.StoreUnreachable), engine.writing() as session:
        session.scalars(select(Team)).all()
    other.close()
    engine.close()
    engine._engine.cache_clear()


def test_who_finds_every_connection_in_use_is_told_like_anybody_else(
    postgresql_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(engine.MOST_VARIABLE, "1")
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.2)
    # Another address of the same store, so that it gets connections of its own.
    monkeypatch.setenv(engine.STORE_VARIABLE, f"{postgresql_store}&connect_timeout=2")
    with (
        engine.reading() as held,
        pytest.raises(engine.StoreUnreachable),
        engine.reading() as other,
    ):
        assert held.scalars(select(Team)).all() == []
        other.scalars(select(Team)).all()
    engine.close()


def test_nothing_waits_without_end_on_postgresql(postgresql_store: str) -> None:
    with engine.reading() as session:
        stands = dict(
            session.execute(
                text("SELECT name, setting FROM pg_settings WHERE name LIKE '%timeout'")
            ).all()
        )
    assert stands["statement_timeout"] == "30000"
    assert stands["lock_timeout"] == "15000"
    assert stands["idle_in_transaction_session_timeout"] == "60000"
    # But a migration takes as long as it takes, and others wait for it.
    with engine.changing() as connection:
        for name in ("statement_timeout", "lock_timeout"):
            assert connection.execute(text(f"SHOW {name}")).scalar() == "0"
