"""SQL that turns one text column into typed values: dates, numbers, free text.

Two ways: a quick one for cells that are clean as they stand, and a careful one that
takes full-width digits, thousands commas, offsets and declared formats.
"""

from __future__ import annotations

from pipelines.declarations.reference import FULL, HALF
from pipelines.declarations.source import Column, Source
from pipelines.expression import literal

SPACES = literal(" \t\r\n\u3000\u00a0")
# An offset after a time: Z, +08, +0800, +08:00.
OFFSET = r"'(Z|[+-]\d\d(:?\d\d)?)$'"
DAY = 10  # characters of 2026-01-31, which ends like an offset would
FRACTION = "(raw_text[20] = '.' AND TRY_CAST(raw_text[21:] AS UINTEGER) IS NOT NULL)"
WITHOUT_ZONE = 19  # characters of 2026-01-31 12:00:00


def quick(source: Source, name: str, column: Column, raw: str) -> tuple[str, str]:
    """(value, whether something is given), for cells that are clean as they stand.

    A cell that is given and has no value here is not clean; the careful way has it.
    """
    given = f"{raw} IS NOT NULL AND {raw} <> ''"
    if column.missing:
        words = ", ".join(literal(word) for word in column.missing)
        given = f"{given} AND {raw} NOT IN ({words})"
    known = f"CASE WHEN {given} THEN {raw} END" if column.missing else raw
    if column.kind == "text":
        words = ", ".join(literal(word) for word in (*source.missing, "")) or "''"
        ascii_only = f" AND strlen({raw}) = length({raw})" if name in source.key else ""
        value = (
            f"CASE WHEN {given} AND trim({raw}, {SPACES}) = {raw} "
            f"AND {raw} NOT IN ({words}){ascii_only} THEN {raw} END"
        )
        return value, given
    if column.kind == "integer":
        value = (
            f"CASE WHEN NOT contains({raw}, '.') THEN TRY_CAST({known} AS INTEGER) END"
        )
        return value, given
    if column.kind == "decimal":
        return f"TRY_CAST({known} AS DOUBLE)", given
    # Longer ones may have fractions of a second, or a zone: that takes care.
    stamp = (
        f"CASE WHEN length({raw}) <= {WITHOUT_ZONE} OR {FRACTION} "
        f"THEN TRY_CAST({known} AS TIMESTAMP) END"
    ).replace("raw_text", raw)
    return (f"CAST({stamp} AS DATE)" if column.kind == "date" else stamp), given


def plain(source: Source, name: str, column: Column, raw: str) -> str:
    """The text that careful() starts from: trimmed, half width, NULL when missing."""
    text = _cleaned(source, column, raw)
    free = column.kind == "text" and name not in source.key
    return text if free else _half_width(text)


def careful(column: Column, text: str, zone: str) -> tuple[str, str]:
    """(value, whether something is given) of a plain() text, in declared formats."""
    given = f"{text} IS NOT NULL"
    if column.kind == "text":
        return text, given
    if column.kind == "integer":
        return _integer(f"replace({text}, ',', '')"), given
    if column.kind == "decimal":
        return f"TRY_CAST(replace({text}, ',', '') AS DOUBLE)", given
    stamp = _timestamp(column, text, zone)
    return (f"CAST({stamp} AS DATE)" if column.kind == "date" else stamp), given


def has_time(raw: str) -> str:
    """Whether a time stamp's text says a time of day, not only a day."""
    return f"length(trim({raw}, {SPACES})) > {DAY}"


def _cleaned(source: Source, column: Column, raw: str) -> str:
    """The text without surrounding spaces; NULL when it means that nothing is known."""
    trimmed = f"nullif(trim({raw}, {SPACES}), '')"
    missing = (*source.missing, *column.missing)
    if not missing:
        return trimmed
    words = ", ".join(literal(word) for word in missing)
    return f"CASE WHEN trim({raw}, {SPACES}) NOT IN ({words}) THEN {trimmed} END"


def _half_width(text: str) -> str:
    # Bytes and characters are equally many in plain ASCII; translate() is slow.
    translated = f"trim(translate({text}, {literal(FULL)}, {literal(HALF)}))"
    return (
        f"CASE WHEN strlen({text}) = length({text}) THEN {text} ELSE {translated} END"
    )


def _integer(plain: str) -> str:
    # A cast would round 3.7 to 4; what has a fraction is no whole number.
    number = f"TRY_CAST({plain} AS DECIMAL(18, 4))"
    return (
        f"CASE WHEN {number} = floor({number}) THEN TRY_CAST({number} AS INTEGER) END"
    )


def _timestamp(column: Column, plain: str, zone: str) -> str:
    tries = []
    if column.formats:
        formats = ", ".join(literal(form) for form in column.formats)
        tries.append(f"try_strptime({plain}, [{formats}])")
    tries.append(_local_time(column, plain, zone))
    return f"coalesce({', '.join(tries)})"


def _local_time(column: Column, plain: str, zone: str) -> str:
    if column.offset == "ignore":
        return (
            f"CASE WHEN length({plain}) > {DAY} "
            f"THEN TRY_CAST(regexp_replace({plain}, {OFFSET}, '') AS TIMESTAMP) "
            f"ELSE TRY_CAST({plain} AS TIMESTAMP) END"
        )
    return (
        f"CASE WHEN length({plain}) > {DAY} AND regexp_matches({plain}, {OFFSET}) "
        f"THEN timezone({literal(zone)}, TRY_CAST({plain} AS TIMESTAMPTZ)) "
        f"ELSE TRY_CAST({plain} AS TIMESTAMP) END"
    )
