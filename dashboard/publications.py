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

from dashboard import failures, limited, locations
from dashboard.accounts.principal import EVERYTHING, Scope
from dashboard.audience import Audience

# What queries may ask beside the tables and call beside DuckDB's own functions.
_ADDITIONS = (
    # Names of cities and departments, which are no secret: an organ's row is labelled
    # with both, even for a reader who may see only one of the two.
    """
    CREATE VIEW label AS
    SELECT
        subject_id,
        kind,
        city_id,
        department_id,
        name,
        short_name,
        position
    FROM published.main.subject
    WHERE kind IN ('city', 'department')
    """,
    # said(name, $language): a name in the reader's language, else in its first one.
    """
    CREATE MACRO said(words, language)
    AS coalesce(words[language], map_values(words)[1])
    """,
    # is_compared($period_kind, $period): whether the period before is whole. A change
    # since half a quarter says when the data begin, not how anybody does.
    """
    CREATE MACRO is_compared(asked_kind, asked_period)
    AS (
        SELECT coalesce(bool_or(earlier.is_complete), FALSE)
        FROM published.period AS own
        JOIN published.period AS earlier
            ON earlier.period_kind = own.period_kind
            AND earlier.period = own.previous_period
        WHERE own.period_kind = asked_kind
            AND own.period = asked_period
    )
    """,
    # is_concerned(marked, $subject_id): whether a break mark of somebody, or of nobody
    # in particular, concerns a subject. An organ is its city's and its department's.
    """
    CREATE MACRO is_concerned(marked, asked)
    AS (
        marked IS NULL
        OR marked = asked
        OR starts_with(asked, replace(marked, 'city:', 'organ:') || '/')
        OR (
            starts_with(asked, 'organ:')
            AND ends_with(asked, replace(marked, 'department:', '/'))
        )
    )
    """,
    # is_weighed(marked): whether a break mark of an indicator, or of none, concerns
    # scores.
    """
    CREATE MACRO is_weighed(marked)
    AS (
        marked IS NULL
        OR marked IN (SELECT indicator_id FROM published.scheme_indicator)
    )
    """,
    # is_broken($period_kind, $period, subject_id, indicator_id): whether something
    # changed between the period before and this one, so that a difference tells of the
    # change and not of the subject. Of scores where indicator_id is NULL.
    """
    CREATE MACRO is_broken(asked_kind, asked_period, asked_subject, asked_indicator)
    AS (
        SELECT coalesce(bool_or(TRUE), FALSE)
        FROM published.period AS own
        JOIN published.break_mark AS mark
            ON mark.day > own.previous_period
            AND mark.day <= own.period_end
        WHERE own.period_kind = asked_kind
            AND own.period = asked_period
            AND is_concerned(mark.subject_id, asked_subject)
            AND if(
                asked_indicator IS NULL,
                mark.affects <> 'editions' AND is_weighed(mark.indicator_id),
                mark.affects = 'all'
                AND coalesce(mark.indicator_id, asked_indicator) = asked_indicator
            )
    )
    """,
)


_EDITION = re.compile(r"[0-9]{4}Q[1-4]-[1-9][0-9]{0,3}")


class Gone(Exception):
    """The file was there when current.json was read and is no longer."""


@dataclass(frozen=True)
class Publication:
    version: str
    as_of: date
    published_at: datetime
    folder: Path
    files: tuple[tuple[Audience, str], ...]

    def file(self, audience: Audience) -> Path:
        for kind, name in self.files:
            if kind == audience:
                return self.folder / name
        raise failures.PublicationUnreadable(f"{self.version} has no {audience} file")


_lock = threading.Lock()
_read: dict[Path, tuple[tuple[int, int], Publication]] = {}
_editions: dict[Path, Publication] = {}
_connections: dict[Path, duckdb.DuckDBPyConnection] = {}
# The views of each limited scope that has asked a file, by their database's name.
_limited: dict[tuple[Path, Scope], str] = {}
_numbers = itertools.count()


def current() -> Publication:
    """What is published now; current.json is read again only when it changed."""
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
    files = tuple((audience, f"{audience}.duckdb") for audience in Audience)
    return Publication(name, as_of, published_at.replace(tzinfo=UTC), folder, files)


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
    connection = duckdb.connect(":memory:")
    try:
        quoted = str(file).replace("'", "''")
        connection.execute(f"ATTACH '{quoted}' AS published (READ_ONLY)")
        for addition in _ADDITIONS:
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
            folder=folder,
            # Only bare names: a published file lies beside current.json.
            files=tuple(
                (audience, Path(told["files"][audience]).name)
                for audience in Audience
                if audience in told["files"]
            ),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise failures.PublicationUnreadable(f"{path}: {error!r}") from error
