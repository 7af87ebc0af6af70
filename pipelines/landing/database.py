"""The assessment store as a database: asked for one table, by who only reads.

Importing this takes a moment, for SQLAlchemy does; landing/store.py does it when there
is a store to be asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import (
    Connection,
    MetaData,
    NullPool,
    Select,
    Table,
    Text,
    create_engine,
    select,
)
from sqlalchemy import cast as as_kind
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchTableError

from pipelines.declarations.source import Source
from pipelines.errors import CallError, DataRefused
from pipelines.landing.headers import match
from pipelines.landing.inbox import Stamp
from pipelines.landing.masking import mask
from pipelines.landing.snapshot import write
from pipelines.locations import STORE_VARIABLE, Locations, store_url

BATCH = 5_000
# How long a server may take to answer, and a file to be free.
PATIENCE_SECONDS = 15
# Texts sort by their bytes, whatever the language of the server.
_BY_BYTES = {"sqlite": "BINARY", "postgresql": "C"}


@dataclass(frozen=True)
class Asked:
    """A connection that only reads, and the table a source is read from."""

    connection: Connection
    table: Table

    def write_rows(self, source: Source, path: Path) -> tuple[Stamp, int]:
        """Write a source's rows to a snapshot: its stamp, and how many there are."""
        by_bytes = _BY_BYTES[self.connection.dialect.name]
        question = _question(source, self.table, by_bytes)
        streamed = self.connection.execution_options(yield_per=BATCH)
        answer = streamed.execute(question)
        return write(path, list(answer.keys()), answer.partitions())


@contextmanager
def asked(source: Source, at: Locations) -> Iterator[Asked | None]:
    """Ask the store of a workspace; None where it, or the table, is not there yet.

    Raises DataRefused when the store cannot be read, and CallError when its URL cannot
    be one.
    """
    url = _url(at)
    if url is None:
        yield None
        return
    try:
        engine = create_engine(url, poolclass=NullPool, connect_args=_patience(url))
        with engine.connect() as connection:
            table = _table(source, connection)
            yield None if table is None else Asked(connection, table)
    except (ImportError, ArgumentError) as wrong:
        raise _no_url(wrong) from wrong
    except DBAPIError as wrong:
        raise DataRefused(
            f"{source.source}: the assessment store cannot be read: "
            f"{_first_line(wrong)}\n  It is {url.render_as_string()}.\n"
            f"Start its server or correct {STORE_VARIABLE}, then run "
            "`python -m pipelines run` again."
        ) from wrong


def _url(at: Locations) -> URL | None:
    """Where the store is; None when its file was not made yet."""
    try:
        url = make_url(store_url(at))
    except ArgumentError as wrong:
        raise _no_url(wrong) from wrong
    if url.get_backend_name() not in _BY_BYTES or not url.database:
        raise _no_url(None)
    if url.get_backend_name() != "sqlite":
        return url
    file = Path(url.database).absolute()
    if not file.exists():
        return None
    # Opened to be read only: asking must neither make nor change a store.
    query = {"mode": "ro", "uri": "true"}
    return URL.create("sqlite", database=f"file:{quote(str(file))}", query=query)


def _patience(url: URL) -> dict[str, int]:
    is_file = url.get_backend_name() == "sqlite"
    return {"timeout" if is_file else "connect_timeout": PATIENCE_SECONDS}


def _table(source: Source, connection: Connection) -> Table | None:
    assert source.store is not None
    if connection.dialect.name == "postgresql":
        connection.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    try:
        return Table(source.store.query, MetaData(), autoload_with=connection)
    except NoSuchTableError:
        return None


def _question(
    source: Source, table: Table, by_bytes: str
) -> Select[tuple[object, ...]]:
    """Only what the source takes: what it drops does not leave the store."""
    headers = [column.name for column in table.columns]
    positions = match(source, headers).positions
    wanted = [
        table.columns[headers[position]]
        for name, position in sorted(positions.items())
        if source.columns[name].privacy != "drop"
    ]
    # The same rows have the same hash, wherever and however they are stored.
    order = (as_kind(column, Text).collate(by_bytes) for column in wanted)
    return select(*wanted).order_by(*order)


def _no_url(wrong: Exception | None) -> CallError:
    why = f" ({_first_line(wrong)})" if wrong else ""
    return CallError(
        f"{STORE_VARIABLE} names no assessment store{why}. Expected: "
        "sqlite:///FILE or postgresql+psycopg://USER@SERVER/DATABASE."
    )


def _first_line(wrong: Exception) -> str:
    cause = getattr(wrong, "orig", None) or wrong
    lines = str(cause).strip().splitlines()
    return mask(lines[0]) if lines else type(cause).__name__
