"""The only reader of published data, and its only cache.

A question is a file dashboard/queries/<question>.sql; its $parameters are bound, never
pasted. Answers are cached by file, scope, question and parameters; who asks never
enters.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import streamlit as st

from dashboard import audience as audiences
from dashboard import failures, i18n, locations, publications
from dashboard.audience import Audience, Sight

_PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)")
_COMMENT = re.compile(r"--[^\n]*")

Value = str | int | float | bool | date | None | Sequence[str]


def fetch(question: str, **params: Value) -> pd.DataFrame:
    """Answer a question by what the page being run may see.

    $language and $edition are filled in by themselves. Raises failures.Failure.
    """
    return fetch_for(audiences.of_page(), question, **params)


def fetch_for(seen: Sight | Audience, question: str, **params: Value) -> pd.DataFrame:
    """The same outside a page: by a reader's sight, or from an audience's whole file.

    Whoever names an audience has asked for the right to all of it before.
    """
    sight = Sight(seen) if isinstance(seen, Audience) else seen
    audiences.check_can_read(sight.audience)
    sql = _sql(question)
    wanted = _parameters(sql)
    if "language" in wanted:
        params.setdefault("language", i18n.language())
    if "edition" in wanted:
        params.setdefault("edition", sight.edition)
    if wanted != set(params):
        raise TypeError(
            f"{question}.sql takes {sorted(wanted)}, was given {sorted(params)}."
        )
    publication = publications.named(sight.edition)
    asked = _Asked(sight, question, sql, dict(sorted(params.items())))
    try:
        rows = _ask(publication.file(sight.audience), asked)
    except publications.Gone:
        # Pruned between reading current.json and opening the file: read it again.
        rows = _ask_again(asked)
    # Copy on write: a page may change its copy and never the cached answer.
    return rows.copy(deep=False)


def publication() -> publications.Publication:
    """What the page being run reads: what is published now, or an edition."""
    return publications.named(audiences.of_page().edition)


@dataclass(frozen=True)
class _Asked:
    sight: Sight
    question: str
    sql: str
    values: dict[str, Value]


def _ask(file: Path, asked: _Asked) -> pd.DataFrame:
    # One string is hashed much faster than its parts.
    key = f"{file} {asked.sight} {asked.question} {hash(asked.sql)} {asked.values}"
    return _answer(key, file, asked)


def _ask_again(asked: _Asked) -> pd.DataFrame:
    file = publications.named(asked.sight.edition).file(asked.sight.audience)
    try:
        return _ask(file, asked)
    except publications.Gone as gone:
        raise failures.PublicationUnreadable(f"{file} is not there") from gone


# Not cache_data: it unpickles the answer on every read, a third of a page's time.
@st.cache_resource(max_entries=4000, show_spinner=False)
def _answer(key: str, _file: Path, _asked: _Asked) -> pd.DataFrame:
    try:
        with publications.cursor(_file, _asked.sight.scope) as cursor:
            return cursor.execute(_asked.sql, _asked.values).df()
    except duckdb.Error as error:
        raise failures.QueryFailed(f"{key}: {error}") from error


def _sql(question: str) -> str:
    path = locations.queries() / f"{question}.sql"
    return _text(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=256)
def _text(path: Path, _changed: int) -> str:
    return path.read_text(encoding="utf-8")


@functools.lru_cache(maxsize=256)
def _parameters(sql: str) -> frozenset[str]:
    return frozenset(_PARAMETER.findall(_COMMENT.sub("", sql)))
