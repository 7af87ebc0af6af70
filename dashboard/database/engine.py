"""The connection to the assessment store: which one, and how a transaction runs.

SQLite in the workspace by default; PostgreSQL by GOVSCORE_STORE. Nothing else in the
dashboard opens it.
"""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from dashboard import locations
from dashboard.failures import Failure
from pipelines.locations import STORE_VARIABLE as STORE_VARIABLE

# How long a writer waits for another one before it gives up.
BUSY_SECONDS = 15


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
        yield connection


@contextmanager
def outside() -> Iterator[Connection]:
    """No transaction at all, for what a database does to its own files (VACUUM)."""
    engine = _engine(url())
    options: dict[str, Any] = {"outside": True}
    if engine.dialect.name != "sqlite":
        options = {"isolation_level": "AUTOCOMMIT"}
    with engine.connect() as connection:
        yield connection.execution_options(**options)


@contextmanager
def _answered() -> Iterator[None]:
    """What a driver says when the store does not answer, as a sentence for people."""
    try:
        yield
    except OperationalError as error:
        raise StoreUnreachable(str(error.orig)) from error


def close() -> None:
    """Close the connections to the store, so that it can be moved or removed."""
    _engine(url()).dispose()


@functools.lru_cache(maxsize=8)
def _engine(at: str) -> Engine:
    if make_url(at).get_backend_name() != "sqlite":
        return create_engine(at, pool_pre_ping=True)
    engine = create_engine(at, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN comes too late (at the first write); ours is in _begin.
    connection.isolation_level = None
    for setting in (
        "journal_mode = WAL",
        # What was acknowledged survives a power cut, not only the process.
        "synchronous = FULL",
        "foreign_keys = ON",
        # What is deleted or rewritten is overwritten, not only marked as free.
        "secure_delete = ON",
        f"busy_timeout = {BUSY_SECONDS * 1000}",
    ):
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: Any) -> None:
    options = connection.get_execution_options()
    if options.get("outside"):
        return
    writes = options.get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
