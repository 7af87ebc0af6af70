"""What the open data is read from: the public file of what is published, and no other.

Answers are kept by front.py; here nothing is. The file's own tables are asked whole,
for there is nothing in it that the public may not see.
"""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from dashboard import failures, locations, publications
from dashboard.accounts.principal import EVERYTHING
from dashboard.audience import Audience

_PARAMETER = re.compile(r"\$([a-z_]+)")
_COMMENT = re.compile(r"--[^\n]*")
Value = str | int | float | bool | date | None | Sequence[str]


@dataclass(frozen=True)
class Answered:
    """Rows, how many there were before paging, and of which publication."""

    publication: publications.Publication
    rows: pa.Table
    total: int


@dataclass(frozen=True)
class Known:
    """What a filter may name in a publication."""

    languages: tuple[str, ...]
    subject_ids: tuple[str, ...]
    indicator_ids: tuple[str, ...]
    pillars: tuple[str, ...]
    peer_groups: tuple[str, ...]
    periods: tuple[date, ...]


def ask(
    question: str,
    values: Mapping[str, Value],
    limit: int | None = None,
    offset: int = 0,
) -> Answered:
    """Answer a question by the public file. Raises failures.Failure."""
    try:
        return _ask(question, values, limit, offset)
    except publications.Gone:
        # Pruned between reading current.json and opening the file: read it again.
        try:
            return _ask(question, values, limit, offset)
        except publications.Gone as gone:
            raise failures.PublicationUnreadable(f"{gone} is not there") from gone


def known() -> Known:
    """Asked once a publication."""
    return _known(publications.current().file(Audience.PUBLIC))


def _ask(
    question: str, values: Mapping[str, Value], limit: int | None, offset: int
) -> Answered:
    publication = publications.current()
    rows = _rows(publication.file(Audience.PUBLIC), question, dict(values))
    page = rows.slice(offset, limit)
    return Answered(publication, page, rows.num_rows)


def _rows(file: Path, question: str, values: dict[str, Value]) -> pa.Table:
    sql, wanted = _sql(question)
    bound = {name: values[name] for name in wanted}
    try:
        with publications.cursor(file, EVERYTHING) as cursor:
            return cursor.sql(sql, params=bound).to_arrow_table()
    except duckdb.Error as error:
        raise failures.QueryFailed(f"{question}: {error}") from error


@functools.lru_cache(maxsize=2)
def _known(file: Path) -> Known:
    try:
        (lists,) = _rows(file, "open_known", {}).to_pylist()
    except publications.Gone as gone:
        raise failures.PublicationUnreadable(f"{gone} is not there") from gone
    return Known(**{name: tuple(values or ()) for name, values in lists.items()})


@functools.lru_cache(maxsize=32)
def _sql(question: str) -> tuple[str, frozenset[str]]:
    """The question's text, and the parameters it takes."""
    path = locations.queries() / f"{question}.sql"
    text = path.read_text(encoding="utf-8")
    return text, frozenset(_PARAMETER.findall(_COMMENT.sub("", text)))
