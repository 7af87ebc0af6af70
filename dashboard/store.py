"""The only reader of published data, and its only cache.

A question is a file dashboard/queries/<question>.sql; its $parameters are bound, never
pasted. Answers are cached by file, scope, question and parameters; who asks never
enters. What takes $subject_ids is asked once for many subjects and dealt out
(dashboard/dealt.py): whoever asks for one of them gives subject_id.
"""

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd
import streamlit as st

from dashboard import audience as audiences
from dashboard import dealt, failures, i18n, locations, publications
from dashboard.audience import Audience, Sight
from dashboard.kept import Kept, KeptByBytes
from dashboard.records import records

_PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)")
_FOLDER = locations.queries()
_COMMENT = re.compile(r"--[^\n]*")

# What a question takes that is dealt out, and what is asked for.
_ALL, _ONE = "subject_ids", "subject_id"

R = TypeVar("R")
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
    # Copy on write: a page may change its copy and never the answer that is kept.
    return _answered(seen, question, params, _as_frame).copy(deep=False)


def rows(question: str, **params: Value) -> Iterator[Any]:
    """The same as fetch, row by row: quicker than records(fetch(…))."""
    return rows_for(audiences.of_page(), question, **params)


def rows_for(seen: Sight | Audience, question: str, **params: Value) -> Iterator[Any]:
    """The same as fetch_for, row by row."""
    return iter(_answered(seen, question, params, _as_rows))


def _answered(
    seen: Sight | Audience,
    question: str,
    params: dict[str, Value],
    answer: "Callable[[Path, _Asked], R]",
) -> R:
    sight = Sight(seen) if isinstance(seen, Audience) else seen
    audiences.check_can_read(sight.audience)
    sql = _sql(question)
    wanted = _parameters(sql)
    if "language" in wanted:
        params.setdefault("language", i18n.language())
    if "edition" in wanted:
        params.setdefault("edition", sight.edition)
    told = {_ONE if name == _ALL else name for name in wanted}
    if told != set(params):
        raise TypeError(
            f"{question}.sql takes {sorted(told)}, was given {sorted(params)}."
        )
    publication = publications.named(sight.edition)
    asked = _Asked(sight, question, sql, dict(sorted(params.items())))
    try:
        return _ask(publication.file(sight.audience), asked, answer)
    except publications.Gone:
        # Pruned between reading current.json and opening the file: read it again.
        return _ask_again(asked, answer)


def publication() -> publications.Publication:
    """What the page being run reads: what is published now, or an edition."""
    return publications.named(audiences.of_page().edition)


@dataclass(frozen=True)
class _Asked:
    sight: Sight
    question: str
    sql: str
    values: dict[str, Value]


# What is asked for row by row, and what the file answers.
_answers: Kept[Any] = Kept(at_most=12_000)
# What was dealt out as a frame is asked for again by the parts of a view while it is
# made for the first time, and hardly later.
_frames: Kept[Any] = Kept(at_most=250)
# All that ten periods' scorecards take in a province of six hundred subjects.
_hands = KeptByBytes[dealt.Hand](at_most=128 * 2**20, weigh=lambda hand: hand.bytes)
_packs: Kept[dict[str, list[str]]] = Kept(at_most=50)


def _ask(file: Path, asked: _Asked, answer: Callable[[Path, _Asked], R]) -> R:
    # One string is hashed much faster than its parts.
    key = (
        f"{answer.__name__} {file} {asked.sight} {asked.question} {hash(asked.sql)} "
        f"{asked.values}"
    )
    keeps = _frames if answer is _as_frame and _is_dealt(asked) else _answers
    kept: R = keeps.get(key, lambda: answer(file, asked))
    return kept


def _ask_again(asked: _Asked, answer: Callable[[Path, _Asked], R]) -> R:
    edition = asked.sight.edition
    publication = (
        publications.current(anew=True)
        if edition is None
        else publications.named(edition)
    )
    file = publication.file(asked.sight.audience)
    try:
        return _ask(file, asked, answer)
    except publications.Gone as gone:
        raise failures.PublicationUnreadable(f"{file} is not there") from gone


def _as_frame(file: Path, asked: _Asked) -> pd.DataFrame:
    if not _is_dealt(asked):
        return _frame(file, asked)
    hand, subject = _hand(file, asked)
    return hand.frame_of(subject)


def _as_rows(file: Path, asked: _Asked) -> tuple[Any, ...]:
    if not _is_dealt(asked):
        # Some pages ask for both: the file is asked once.
        return tuple(records(_ask(file, asked, _as_frame)))
    hand, subject = _hand(file, asked)
    return hand.rows_of(subject)


def _is_dealt(asked: _Asked) -> bool:
    return _ALL in _parameters(asked.sql)


def _hand(file: Path, asked: _Asked) -> tuple[dealt.Hand, str]:
    """The answer of the subject's whole pack, and the subject."""
    others = {**asked.values}
    subject = str(others.pop(_ONE))
    # In the same sight: nobody is dealt with whom the reader may not see.
    pack = _together(file, asked.sight).get(subject, [subject])
    key = f"{file} {asked.sight} {asked.question} {hash(asked.sql)} {others} {pack[0]}"
    whole = replace(asked, values={**others, _ALL: pack})
    return _hands.get(key, lambda: dealt.Hand(_frame(file, whole))), subject


def _together(file: Path, sight: Sight) -> dict[str, list[str]]:
    """Every subject that may be seen, and those who are asked about with it."""
    question = "subject_packs"
    asked = _Asked(sight, question, _sql(question), {"size": dealt.PACK})
    return _packs.get(f"{file} {sight}", lambda: dealt.packs(_frame(file, asked)))


def _frame(file: Path, asked: _Asked) -> pd.DataFrame:
    try:
        with publications.cursor(file, asked.sight.scope) as cursor:
            return cursor.execute(asked.sql, asked.values).df()
    except duckdb.Error as error:
        raise failures.QueryFailed(f"{asked.question} of {file}: {error}") from error


def _sql(question: str) -> str:
    # In production code does not change (.streamlit/config.toml).
    is_watched = st.get_option("server.fileWatcherType") != "none"
    return _text(question, _place(question).stat().st_mtime_ns if is_watched else 0)


@functools.lru_cache(maxsize=256)
def _text(question: str, _changed: int) -> str:
    return _place(question).read_text(encoding="utf-8")


def _place(question: str) -> Path:
    return _FOLDER / f"{question}.sql"


@functools.lru_cache(maxsize=256)
def _parameters(sql: str) -> frozenset[str]:
    return frozenset(_PARAMETER.findall(_COMMENT.sub("", sql)))
