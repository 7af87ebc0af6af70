"""The connection to the assessment store: which one, and how a transaction runs.

SQLite in the workspace by default; PostgreSQL by GOVSCORE_STORE. Nothing else in the
dashboard opens it.
"""

import functools
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError, TimeoutError
from sqlalchemy.orm import Session

from dashboard import locations
from dashboard.failures import Failure
from pipelines.locations import STORE_VARIABLE as STORE_VARIABLE

# How long a writer waits for another one before it gives up.
BUSY_SECONDS = 15
# Connections of one process to PostgreSQL, at most: replicas x this, with some to spare
# for commands and runs, must stay below its max_connections (100 unless set).
MOST_VARIABLE = "GOVSCORE_STORE_CONNECTIONS"
MOST_CONNECTIONS = 10
# Of PostgreSQL: nothing here takes long, and whoever hangs must not hold up the rest.
_SETTINGS = {
    "statement_timeout": 2 * BUSY_SECONDS,
    "lock_timeout": BUSY_SECONDS,
    "idle_in_transaction_session_timeout": 4 * BUSY_SECONDS,
}


class StoreUnreachable(Failure):
    """The store does not answer: no such folder, no such server, or locked for long."""

    key = "failure.store_unreachable"


def url() -> str:
    """GOVSCORE_STORE, else assessments.sqlite in the workspace."""
    return locations.store()


@contextmanager
def reading() -> Iterator[Session]:
    """A transaction that only looks; whatever it changes is rolled back."""
    with _answered(), Session(_engine(url()), autoflush=False) as session:
        yield session


@contextmanager
def asking() -> Iterator[Connection]:
    """To look without objects: for the one question that every run of a page asks."""
    with _answered(), _engine(url()).connect() as connection:
        yield connection


@contextmanager
def writing() -> Iterator[Session]:
    """One transaction: committed at the end, rolled back when anything is raised.

    On SQLite it takes the write lock at once, so that what it reads still holds when
    it writes.
    """
    engine = _engine(url()).execution_options(writes=True)
    with (
        _answered(),
        Session(engine, expire_on_commit=False) as session,
        session.begin(),
    ):
        yield session


@contextmanager
def changing() -> Iterator[Connection]:
    """One transaction without objects, for changes of the tables themselves."""
    engine = _engine(url()).execution_options(writes=True)
    with _answered(), engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            # Others wait while one process migrates, however long it takes.
            for setting in _SETTINGS:
                connection.exec_driver_sql(f"SET LOCAL {setting} = 0")
        yield connection


@contextmanager
def outside() -> Iterator[Connection]:
    """No transaction at all, for what a database does to its own files (VACUUM)."""
    engine = _engine(url())
    options: dict[str, Any] = {"outside": True}
    if engine.dialect.name != "sqlite":
        options = {"isolation_level": "AUTOCOMMIT"}
    with _answered(), engine.connect() as connection:
        yield connection.execution_options(**options)


@contextmanager
def _answered() -> Iterator[None]:
    """What a driver says when the store does not answer, as a sentence for people."""
    try:
        yield
    except OperationalError as error:
        raise StoreUnreachable(str(error.orig)) from error
    except TimeoutError as error:
        # Every connection is in use, and none came free.
        raise StoreUnreachable(str(error)) from error


def close() -> None:
    """Close the connections to the store, so that it can be moved or removed."""
    _engine(url()).dispose()


@functools.lru_cache(maxsize=8)
def _engine(at: str) -> Engine:
    if make_url(at).get_backend_name() != "sqlite":
        return _postgresql(at)
    engine = create_engine(at, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _postgresql(at: str) -> Engine:
    timeouts = (f"-c {name}={1000 * value}" for name, value in _SETTINGS.items())
    arguments = {
        "options": " ".join(timeouts),
        # A server that is gone without a word is noticed as soon.
        "connect_timeout": BUSY_SECONDS // 3,
        "tcp_user_timeout": 1000 * BUSY_SECONDS,
    }
    return create_engine(
        at,
        # What the address says stands.
        connect_args={
            name: value
            for name, value in arguments.items()
            if name not in make_url(at).query
        },
        pool_size=_most(),
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
        # After the store was away, old connections are replaced unnoticed.
        pool_pre_ping=True,
    )


def _most() -> int:
    """A positive number from the environment; what is none counts as not set."""
    asked = os.environ.get(MOST_VARIABLE, "")
    return int(asked) if asked.isdecimal() and int(asked) > 0 else MOST_CONNECTIONS


def _prepare(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN comes too late (at the first write); ours is in _begin.
    connection.isolation_level = None
    _write_ahead(connection)
    for setting in (
        # What was acknowledged survives a power cut, not only the process.
        "synchronous = FULL",
        "foreign_keys = ON",
        # What is deleted or rewritten is overwritten, not only marked as free.
        "secure_delete = ON",
        f"busy_timeout = {BUSY_SECONDS * 1000}",
    ):
        connection.execute(f"PRAGMA {setting}")


def _write_ahead(connection: Any) -> None:
    """Let readers and one writer at a file at once; a file keeps the setting.

    While another process does the same to a new file, SQLite answers that it is locked
    without waiting as it does elsewhere, so the wait is here.
    """
    patience = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > patience:
                raise
            time.sleep(0.01)
        else:
            return


def _begin(connection: Any) -> None:
    options = connection.get_execution_options()
    if options.get("outside"):
        return
    writes = options.get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
