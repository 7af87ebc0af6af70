"""The only reader of published data, and its only cache.

A question is a file dashboard/queries/<question>.sql; its $parameters are bound, never
pasted. Answers are cached by file, question and parameters; identity never enters.
"""

import functools
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import streamlit as st

from dashboard import audience as audiences
from dashboard import failures, i18n, locations, publications
from dashboard.audience import Audience

_PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)")
_COMMENT = re.compile(r"--[^\n]*")

Value = str | int | float | bool | date | None | Sequence[str]


def fetch(question: str, **params: Value) -> pd.DataFrame:
    """Answer a question from the file of the current page's audience.

    $language is filled in by itself. Raises failures.Failure; see there.
    """
    return fetch_for(audiences.of_page(), question, **params)


def fetch_for(audience: Audience, question: str, **params: Value) -> pd.DataFrame:
    """The same for a named audience: for the frame and for routes without a page."""
    audiences.check_can_read(audience)
    sql = _sql(question)
    wanted = _parameters(sql)
    if "language" in wanted:
        params.setdefault("language", i18n.language())
    if wanted != set(params):
        raise TypeError(
            f"{question}.sql takes {sorted(wanted)}, was given {sorted(params)}."
        )
    publication = publications.current()
    values = dict(sorted(params.items()))
    try:
        rows = _ask(publication.file(audience), question, sql, values)
    except publications.Gone:
        # Pruned between reading current.json and opening the file: read it again.
        rows = _ask_again(audience, question, sql, values)
    # Copy on write: a page may change its copy and never the cached answer.
    return rows.copy(deep=False)


def _ask(file: Path, question: str, sql: str, values: dict[str, Value]) -> pd.DataFrame:
    # One string is hashed much faster than its parts.
    return _answer(f"{file} {question} {hash(sql)} {values}", file, sql, values)


def _ask_again(
    audience: Audience, question: str, sql: str, values: dict[str, Value]
) -> pd.DataFrame:
    file = publications.current().file(audience)
    try:
        return _ask(file, question, sql, values)
    except publications.Gone as gone:
        raise failures.PublicationUnreadable(f"{file} is not there") from gone


# Not cache_data: it unpickles the answer on every read, a third of a page's time.
@st.cache_resource(max_entries=4000, show_spinner=False)
def _answer(
    key: str, _file: Path, _sql: str, _values: dict[str, Value]
) -> pd.DataFrame:
    try:
        with publications.cursor(_file) as cursor:
            return cursor.execute(_sql, _values).df()
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
