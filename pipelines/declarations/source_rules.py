"""What must hold within one source beyond the shape of its keys.

Each rule raises Wrong with the key, what stands there and what was expected, so that a
mistake is found when the workspace is read and not in the middle of a run.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

import duckdb

from pipelines.declarations.texts import Wrong

if TYPE_CHECKING:
    from pipelines.declarations.source import Column, Source

# Columns that the program adds to every typed row, and those that a clock adds.
OWN = ("file_id", "row", "key_hash", "standing", "replaced", "landing_id")
OF_CLOCK = (
    "accepted_on",
    "closed_on",
    "due_on",
    "legal_due_on",
    "elapsed_days",
    "is_on_time",
    "is_legal_on_time",
    "is_provisional",
)
_DATED = ("date", "timestamp")
_NUMBERS = ("integer", "decimal")


def check(source: Source) -> None:
    """Raise Wrong for the first thing that cannot be."""
    _reading(source)
    _names(source)
    _key_and_day(source)
    for name, column in source.columns.items():
        check_column(f"columns.{name}", column)
    _feeds(source)
    _unpivot(source)
    _clock(source)
    for number, each in enumerate(source.checks):
        if each.column not in {*source.columns, *source.derived}:
            raise Wrong(
                f"checks.{number}.column", each.column, "a column of the source"
            )


def _reading(source: Source) -> None:
    for pattern in source.files:
        if not pattern or pattern.startswith("/") or ".." in pattern.split("/"):
            raise Wrong("files", pattern, "patterns of file names such as '*.csv'")
    _encodings("encodings", source.encodings)
    _delimiter("delimiter", source.delimiter)
    _expression("correction", source.correction)


def _encodings(key: str, encodings: tuple[str, ...]) -> None:
    if not encodings:
        raise Wrong(key, [], "at least one encoding, such as 'utf-8'")
    for name in encodings:
        try:
            codecs.lookup(name)
        except LookupError as unknown:
            raise Wrong(key, name, "an encoding such as 'utf-8' or 'gb18030'") from (
                unknown
            )


def _delimiter(key: str, delimiter: str | None) -> None:
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise Wrong(key, delimiter, "one character, such as ';'")


def _expression(key: str, pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as broken:
        raise Wrong(key, pattern, f"a regular expression: {broken}") from broken


def _names(source: Source) -> None:
    taken = (*OWN, *OF_CLOCK) if source.clock else OWN
    named = [("source", source.source)]
    named += [(f"columns.{name}", name) for name in source.columns]
    named += [(f"derived.{name}", name) for name in source.derived]
    for key, name in named:
        if name in reserved_words():
            raise Wrong(key, name, "a name that is not a word of SQL")
        if key != "source" and name in taken:
            raise Wrong(key, name, "another name: the program has a column of this one")
    for name in source.derived:
        if name in source.columns:
            raise Wrong(f"derived.{name}", name, "a name that no column has")


@cache
def reserved_words() -> frozenset[str]:
    """Words that cannot name a table or a column without quotes."""
    with duckdb.connect() as con:
        rows = con.execute(
            "SELECT keyword_name FROM duckdb_keywords() "
            "WHERE keyword_category = 'reserved'"
        ).fetchall()
    return frozenset(word for (word,) in rows)


def _key_and_day(source: Source) -> None:
    for name in source.key:
        if name not in source.columns:
            raise Wrong("key", name, f"columns: {', '.join(source.columns)}")
        if source.columns[name].privacy == "drop":
            raise Wrong(
                f"columns.{name}.privacy", "drop", "'hash', as it is in the key"
            )
    day = source.columns.get(source.dated_by) or source.derived.get(source.dated_by)
    if day is None:
        raise Wrong("dated_by", source.dated_by, "a column")
    if day.kind not in _DATED:
        raise Wrong("dated_by", source.dated_by, f"a column of kind {_or(_DATED)}")
    if source.dated_by in source.columns:
        privacy = source.columns[source.dated_by].privacy
        if privacy != "keep":
            key = f"columns.{source.dated_by}.privacy"
            raise Wrong(key, privacy, "'keep', as dated_by names it")


def check_column(key: str, column: Column) -> None:
    """Raise Wrong for what does not fit a column's kind."""
    for limit in ("minimum", "maximum"):
        value = getattr(column, limit)
        if value is not None and column.kind not in _NUMBERS:
            raise Wrong(f"{key}.{limit}", value, f"no limit on a {column.kind} column")
    if column.formats and column.kind not in _DATED:
        expected = f"no formats on a {column.kind} column"
        raise Wrong(f"{key}.formats", list(column.formats), expected)
    for form in column.formats:
        _date_format(f"{key}.formats", form)
    for code, value in column.codes.items():
        _fits(f"{key}.codes.{code}", column, value)
    if column.default is not None:
        _fits(f"{key}.default", column, column.default)


def _date_format(key: str, form: str) -> None:
    try:
        _try_format(form)
    except duckdb.Error as broken:
        expected = "a date format such as '%Y-%m-%d %H:%M:%S'"
        raise Wrong(key, form, expected) from broken


@cache
def _try_format(form: str) -> None:
    duckdb.execute("SELECT try_strptime('', ?)", [form]).fetchall()


def _fits(key: str, column: Column, value: str) -> None:
    reads: dict[str, Callable[[str], object]] = {
        "integer": int,
        "decimal": float,
        **dict.fromkeys(_DATED, datetime.fromisoformat),
    }
    if not value or column.kind not in reads:
        return
    try:
        reads[column.kind](value)
    except ValueError as wrong:
        raise Wrong(key, value, f"a value of kind {column.kind}") from wrong


def _feeds(source: Source) -> None:
    for number, feed in enumerate(source.feeds):
        key = f"feeds.{number}"
        _expression(f"{key}.match", feed.match)
        _delimiter(f"{key}.delimiter", feed.delimiter)
        if feed.encodings is not None:
            _encodings(f"{key}.encodings", feed.encodings)
        for name in feed.columns:
            if name not in source.columns:
                raise Wrong(f"{key}.columns.{name}", name, "a column of the source")
            check_column(f"{key}.columns.{name}", source.overridden(feed)[name])


def _unpivot(source: Source) -> None:
    wide = source.unpivot
    if wide is None:
        return
    for key in ("name_to", "value_to"):
        name = getattr(wide, key)
        if name not in source.columns:
            raise Wrong(f"unpivot.{key}", name, "a column of the source")
    if wide.name_to not in source.key:
        expected = f"{wide.name_to!r} too, or all answers of a row have one key"
        raise Wrong("key", list(source.key), expected)


def _clock(source: Source) -> None:
    if source.clock is None:
        return
    kinds: dict[str, tuple[str, ...]] = dict.fromkeys(
        ("start", "end", "deadline"), _DATED
    )
    kinds |= dict.fromkeys(("promised", "legal", "paused_days"), ("integer",))
    kinds["unit"] = ("code", "text")
    for key, allowed in kinds.items():
        name = getattr(source.clock, key)
        if name is None:
            continue
        if name not in source.columns:
            raise Wrong(f"clock.{key}", name, "a column of the source")
        if source.columns[name].kind not in allowed:
            raise Wrong(f"clock.{key}", name, f"a column of kind {_or(allowed)}")


def _or(words: tuple[str, ...]) -> str:
    return " or ".join(words)
