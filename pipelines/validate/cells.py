"""SQL that turns one text column into typed values: dates, numbers, free text.

Each value is tried as it stands first, because nearly all are clean; what fails is
cleaned (full-width digits, thousands commas, declared formats) and tried again.
"""

from __future__ import annotations

from pipelines.declarations.reference import FULL, HALF
from pipelines.declarations.source import Column, Source
from pipelines.expression import literal

SPACES = literal(" \t\r\n\u3000\u00a0")
# An offset after a time: Z, +08, +0800, +08:00.
OFFSET = r"'(Z|[+-]\d\d(:?\d\d)?)$'"
WITHOUT_ZONE = 19  # characters of 2026-01-31 12:00:00


def cleaned(source: Source, column: Column, raw: str) -> str:
    """The text without surrounding spaces; NULL when it means that nothing is known."""
    missing = (*source.missing, *column.missing)
    trimmed = f"nullif(trim({raw}, {SPACES}), '')"
    if not missing:
        return trimmed
    words = ", ".join(literal(word) for word in missing)
    return f"CASE WHEN trim({raw}) IN ({words}) THEN NULL ELSE {trimmed} END"


def value(source: Source, name: str, column: Column, raw: str, zone: str) -> str:
    """The typed value; NULL both for an absent text and for one that is wrong."""
    text = cleaned(source, column, raw)
    if column.kind == "text":
        return _half_width(text) if name in source.key else text
    # A number that means "not known" must not be taken for the number.
    first = raw if not column.missing else text
    if column.kind == "integer":
        return _integer(first, text)
    if column.kind == "decimal":
        plain = f"replace({_half_width(text)}, ',', '')"
        return f"coalesce(TRY_CAST({first} AS DOUBLE), TRY_CAST({plain} AS DOUBLE))"
    stamp = _timestamp(column, first, text, zone)
    return f"CAST({stamp} AS DATE)" if column.kind == "date" else stamp


def has_time(raw: str) -> str:
    """Whether a time stamp's text says a time of day, not only a day."""
    return f"length(trim({raw}, {SPACES})) > 10"


def _half_width(text: str) -> str:
    # Bytes and characters are equally many in plain ASCII, which is nearly always.
    translated = f"trim(translate({text}, {literal(FULL)}, {literal(HALF)}))"
    return f"CASE WHEN strlen({text}) = length({text}) THEN {text} ELSE {translated} END"


def _integer(first: str, text: str) -> str:
    plain = f"TRY_CAST(replace({_half_width(text)}, ',', '') AS DECIMAL(18, 4))"
    whole = f"CASE WHEN {plain} = floor({plain}) THEN CAST({plain} AS INTEGER) END"
    # A cast would round 3.7 to 4, so what has a point goes the careful way.
    return (
        f"CASE WHEN contains({first}, '.') THEN {whole} "
        f"ELSE coalesce(TRY_CAST({first} AS INTEGER), {whole}) END"
    )


def _timestamp(column: Column, first: str, text: str, zone: str) -> str:
    plain = _half_width(text)
    tries = []
    if column.formats:
        formats = ", ".join(literal(form) for form in column.formats)
        tries.append(f"try_strptime({plain}, [{formats}])")
    tries.append(f"TRY_CAST({plain} AS TIMESTAMP)")
    if column.offset == "ignore":
        local = f"TRY_CAST(regexp_replace({first}, {OFFSET}, '') AS TIMESTAMP)"
    else:
        local = (
            f"CASE WHEN regexp_matches({first}, {OFFSET}) "
            f"THEN timezone({literal(zone)}, TRY_CAST({first} AS TIMESTAMPTZ)) "
            f"ELSE TRY_CAST({first} AS TIMESTAMP) END"
        )
    return (
        f"coalesce(CASE WHEN length({first}) > {WITHOUT_ZONE} THEN {local} "
        f"ELSE TRY_CAST({first} AS TIMESTAMP) END, {', '.join(tries)})"
    )
