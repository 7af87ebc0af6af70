"""The store's tables come from migrations, and are what the models say."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from dashboard.database import engine, migrate, models
from dashboard.database.columns import Base
from tests.databases import Cluster

STARTED = """
import sys
from dashboard.database import migrate

print("ready", flush=True)
sys.stdin.readline()
migrate.up()
"""
TOGETHER = 6


def _start_together() -> list[int]:
    """Several processes that migrate at the same moment; returns how they ended."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", STARTED],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(TOGETHER)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
    for process in started:
        assert process.stdin is not None
        # The end of its standard input is the sign to go.
        process.stdin.close()
    return [process.wait(timeout=60) for process in started]


def test_the_migrated_tables_are_those_of_the_models(store: str) -> None:
    assert models.__all__
    with engine.changing() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_what_is_migrated_changes_nothing(store: str) -> None:
    migrate.up()
    migrate.up()
    with engine.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM alembic_version")) == 1


def test_processes_that_start_together_migrate_sqlite_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(engine.STORE_VARIABLE, f"sqlite:///{tmp_path / 'new.sqlite'}")
    assert _start_together() == [0] * TOGETHER
    with engine.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM account")) == 0
    engine.close()


def test_who_comes_while_a_new_sqlite_file_is_being_written_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "new.sqlite"
    monkeypatch.setenv(engine.STORE_VARIABLE, f"sqlite:///{file}")
    # In a transaction of its own, as a process that switches the file to a
    # write-ahead log is for a moment.
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    ends = threading.Timer(0.3, other.rollback)
    ends.start()
    migrate.up()
    ends.join()
    other.close()
    engine.close()


def test_processes_that_start_together_migrate_postgresql_once(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.command("CREATE DATABASE started_together")
    monkeypatch.setenv(engine.STORE_VARIABLE, cluster.url("started_together"))
    assert _start_together() == [0] * TOGETHER
    with engine.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM account")) == 0
    engine.close()


def test_a_store_of_a_newer_version_is_left_alone(store: str) -> None:
    with engine.changing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrate.StoreIsNewer):
        migrate.up()


def test_a_migration_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(engine.STORE_VARIABLE, f"sqlite:///{tmp_path / 'new.sqlite'}")
    monkeypatch.setattr(
        "dashboard.database.views.of", lambda _revision: ["CREATE VIEW broken"]
    )
    with pytest.raises(engine.StoreUnreachable):
        migrate.up()
    with engine.changing() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master")).all()
    assert tables == []
    engine.close()


def test_a_new_file_is_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(engine.STORE_VARIABLE, f"sqlite:///{tmp_path / 'new.sqlite'}")
    migrate.up()
    # Also what SQLite lays beside it.
    with engine.reading() as session:
        session.execute(text("SELECT * FROM account"))
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert set(modes.values()) == {0o600}
    engine.close()


def test_a_store_that_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(engine.STORE_VARIABLE, f"sqlite:///{tmp_path}/no/where.sqlite")
    with pytest.raises(engine.StoreUnreachable):
        migrate.up()
