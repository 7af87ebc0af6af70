"""The warehouse: one DuckDB file that only a run opens.

`main.file` is the ledger of files. A file's typed rows are inserted before its ledger
row is, so rows of a file the ledger does not know belong to a run that did not finish;
the next run removes them. Everything else of a run happens in one transaction.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import IO

import duckdb

from pipelines.errors import AnotherRun
from pipelines.locations import Locations

# When so many files came, the small pieces that they left are joined.
LOOSE = 50
SCHEMA = """
CREATE SCHEMA IF NOT EXISTS typed;
CREATE SCHEMA IF NOT EXISTS partial;
-- One row a file that was loaded; live until another file replaces it.
CREATE TABLE IF NOT EXISTS file (
    file_id INTEGER PRIMARY KEY,
    source VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    precedence VARCHAR NOT NULL,
    size BIGINT NOT NULL,
    modified_ns BIGINT NOT NULL,
    sha256 VARCHAR NOT NULL,
    loaded_at TIMESTAMP NOT NULL,
    format VARCHAR NOT NULL,
    encoding VARCHAR,
    rows_read BIGINT NOT NULL,
    rows_rejected BIGINT NOT NULL,
    superseded_by VARCHAR,
    same_as VARCHAR,
    first_day DATE,
    last_day DATE,
    notes VARCHAR[] NOT NULL
);
-- One row a refused value, its text already masked.
CREATE TABLE IF NOT EXISTS reject (
    file_id INTEGER NOT NULL,
    row BIGINT NOT NULL,
    column_name VARCHAR NOT NULL,
    value VARCHAR,
    reason VARCHAR NOT NULL,
    reason_code VARCHAR NOT NULL
);
-- What the warehouse was built with: fingerprints of declarations and code, as_of.
CREATE TABLE IF NOT EXISTS built_with (
    name VARCHAR PRIMARY KEY,
    value VARCHAR NOT NULL
);
"""


@contextmanager
def only_run(
    at: Locations, wait: bool, say: Callable[[str], None]
) -> Iterator[IO[str]]:
    """Hold the workspace's lock; wait for another run, or raise AnotherRun."""
    at.root.mkdir(parents=True, exist_ok=True)
    with at.lock.open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            if not wait:
                raise AnotherRun(
                    f"Another run is at work on {at.root}/ ({holder}). "
                    "Try again when it has ended, or leave out --no-wait."
                ) from None
            say(f"Another run is at work on {at.root}/ ({holder}); waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        lock.truncate()
        started = time.strftime("%Y-%m-%d %H:%M:%S")
        lock.write(f"process {os.getpid()}, since {started}")
        lock.flush()
        yield lock
        lock.seek(0)
        lock.truncate()


@contextmanager
def opened(at: Locations, memory_limit: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, made if it is not there; spills into the workspace's folder."""
    con = duckdb.connect(str(at.warehouse))
    try:
        con.execute("SET memory_limit = ?", [memory_limit])
        con.execute("SET temp_directory = ?", [str(at.root / "warehouse.duckdb.tmp")])
        con.execute("SET TimeZone = 'UTC'")
        # Rows are made small and written while the cache still holds them.
        con.execute("SET write_buffer_row_group_count = 1")
        # Small pieces of tables are joined when they are many: see checkpoint().
        con.execute("SET max_vacuum_tasks = 0")
        con.execute(SCHEMA)
        yield con
    finally:
        con.close()


def checkpoint(con: duckdb.DuckDBPyConnection, at: Locations) -> None:
    """Bring what was committed from the log into the warehouse's file.

    What is loaded ends in pieces that are smaller than they could be. To join them is
    to write them again, so that it is done once for many files.
    """
    ((last,),) = con.execute("SELECT coalesce(max(file_id), 0) FROM file").fetchall()
    if last - int(built_with(con).get("joined", 0)) >= LOOSE:
        remember(con, "joined", str(last))
        con.execute("RESET max_vacuum_tasks")
    con.execute(f'FORCE CHECKPOINT "{at.warehouse.stem}"')


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing."""
    con.execute("BEGIN")
    try:
        yield
    except BaseException:
        con.execute("ROLLBACK")
        raise
    con.execute("COMMIT")


def now() -> datetime:
    """The wall clock in UTC without a zone, for columns that say when a run was."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def built_with(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """What the warehouse remembers of the last run that changed it."""
    return dict(con.execute("SELECT name, value FROM built_with").fetchall())


def remember(con: duckdb.DuckDBPyConnection, name: str, value: str) -> None:
    """Keep one fact for the next run."""
    con.execute("INSERT OR REPLACE INTO built_with VALUES (?, ?)", [name, value])


def tables(con: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    """Names of the tables of a schema."""
    found = con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = ? "
        "AND database_name = current_database() ORDER BY 1",
        [schema],
    ).fetchall()
    return [name for (name,) in found]


def drop_unfinished(con: duckdb.DuckDBPyConnection) -> None:
    """Remove typed rows whose file the ledger does not know.

    Numbers of files only grow, and a run begins with this: what the ledger does not
    know has a number above all that it knows, found without a look at every row.
    """
    ((last,),) = con.execute("SELECT coalesce(max(file_id), 0) FROM file").fetchall()
    for name in tables(con, "typed"):
        con.execute(f'DELETE FROM typed."{name}" WHERE file_id > {int(last)}')


def remove_scratch(at: Locations) -> None:
    """Remove what a run that was killed left behind."""
    for leftover in at.root.glob(".scratch-*"):
        with suppress(OSError):
            shutil.rmtree(leftover)
