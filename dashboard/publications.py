"""current.json and the connections to the files it names.

A process that once opened a DuckDB file keeps seeing the old content when the file is
replaced, so each file has its own in-memory connection with the file attached read-only
under a version that never changes. Files that are gone lose their connection.
"""

import itertools
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from dashboard import beside_tables, failures, limited, locations, of_run
from dashboard.accounts.principal import EVERYTHING, Scope
from dashboard.audience import Audience

_EDITION = re.compile(r"[0-9]{4}Q[1-4]-[1-9][0-9]{0,3}")


class Gone(Exception):
    """The file was there when current.json was read and is no longer."""


@dataclass(frozen=True)
class Publication:
    version: str
    as_of: date
    published_at: datetime
    files: tuple[tuple[Audience, Path], ...]

    def file(self, audience: Audience) -> Path:
        for kind, file in self.files:
            if kind == audience:
                return file
        raise failures.PublicationUnreadable(f"{self.version} has no {audience} file")


_lock = threading.Lock()
_read: dict[Path, tuple[tuple[int, int], Publication]] = {}
_editions: dict[Path, Publication] = {}
_connections: dict[Path, duckdb.DuckDBPyConnection] = {}
# The views of each limited scope that has asked a file, by their database's name.
_limited: dict[tuple[Path, Scope], str] = {}
_numbers = itertools.count()
_CURRENT = "current publication"


def current(*, anew: bool = False) -> Publication:
    """What is published now; current.json is read again only when it changed.

    A page never mixes two publications: a run of one asks once. anew: even if it has
    asked already.
    """
    if anew:
        of_run.changed(_CURRENT)
    return of_run.once(_CURRENT, _current)


def _current() -> Publication:
    folder = locations.published()
    path = folder / "current.json"
    try:
        stat = path.stat()
    except OSError as error:
        raise failures.NothingPublished(f"no {path}") from error
    # The inode changes with every atomic replacement, even within one clock tick.
    stamp = (stat.st_mtime_ns, stat.st_ino)
    known = _read.get(path)
    if known and known[0] == stamp:
        return known[1]
    publication = _parse(path, folder)
    with _lock:
        _read[path] = (stamp, publication)
        _close_gone()
    return publication


def named(edition: str | None) -> Publication:
    """An edition, or what is published now for None. An edition never changes.

    Raises NoEdition for what is the name of none, such as a path.
    """
    if edition is None:
        return current()
    if not is_edition(edition):
        raise failures.NoEdition(f"no edition {edition!r}", edition=edition)
    folder = locations.editions() / edition
    known = _editions.get(folder)
    if known is None:
        known = _editions[folder] = _edition(edition, folder)
    return known


def is_edition(name: str) -> bool:
    """Whether there is an edition of this name."""
    return bool(_EDITION.fullmatch(name)) and (locations.editions() / name).is_dir()


def _edition(name: str, folder: Path) -> Publication:
    """What the public file says of itself; a public deployment has no other."""
    with cursor(folder / f"{Audience.PUBLIC}.duckdb", EVERYTHING) as asked:
        ((as_of, published_at),) = asked.execute(
            "SELECT as_of, published_at FROM publication"
        ).fetchall()
    files = tuple((audience, folder / f"{audience}.duckdb") for audience in Audience)
    return Publication(name, as_of, published_at.replace(tzinfo=UTC), files)


@contextmanager
def cursor(file: Path, scope: Scope) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor of its own on the published file: connections are not thread-safe.

    A limited scope finds its views under the tables' names, and not the tables.
    """
    with _lock:
        connection = _connections.get(file)
        if connection is None:
            connection = _connections[file] = _attach(file)
        own = connection.cursor()
    try:
        tables = "published.main"
        if not scope.is_everything:
            tables = f"{_views(own, file, scope)}.main"
        own.execute(f"SET search_path = '{tables},memory.main'")
        yield own
    finally:
        own.close()


def _views(own: duckdb.DuckDBPyConnection, file: Path, scope: Scope) -> str:
    """The name of the database that holds a scope's views, made when first asked."""
    with _lock:
        name = _limited.get((file, scope))
        if name is None:
            name = f"limited_{next(_numbers)}"
            try:
                limited.build(own, name, scope)
            except duckdb.Error as error:
                raise failures.PublicationUnreadable(f"{file}: {error}") from error
            _limited[file, scope] = name
    return name


def _attach(file: Path) -> duckdb.DuckDBPyConnection:
    if not file.is_file():
        if _EDITION.fullmatch(file.parent.name):
            raise failures.NoEdition(f"no {file}", edition=file.parent.name)
        if file.parent.joinpath("current.json").is_file():
            raise Gone(file.name)
        raise failures.NothingPublished(f"no {file}")
    # A file is small and readers are many: whoever asks a question answers it. Several
    # threads would each take memory for it, and wait for each other.
    connection = duckdb.connect(":memory:", config={"threads": 1})
    try:
        quoted = str(file).replace("'", "''")
        connection.execute(f"ATTACH '{quoted}' AS published (READ_ONLY)")
        for addition in beside_tables.ADDITIONS:
            connection.execute(addition)
        # Nothing a query says can reach another file or the network from here on.
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except duckdb.Error as error:
        connection.close()
        raise failures.PublicationUnreadable(f"{file}: {error}") from error
    return connection


def _close_gone() -> None:
    for folder in [folder for folder in _editions if not folder.is_dir()]:
        del _editions[folder]
    for file in [file for file in _connections if not file.is_file()]:
        _connections.pop(file).close()
        for known in [known for known in _limited if known[0] == file]:
            del _limited[known]


def _parse(path: Path, folder: Path) -> Publication:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Publication(
            version=str(told["version"]),
            as_of=date.fromisoformat(told["as_of"]),
            published_at=datetime.fromisoformat(told["published_at"]),
            # Only bare names: a published file lies beside current.json.
            files=tuple(
                (audience, folder / Path(told["files"][audience]).name)
                for audience in Audience
                if audience in told["files"]
            ),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise failures.PublicationUnreadable(f"{path}: {error!r}") from error
