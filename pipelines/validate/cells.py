"""SQL that turns one text column into typed values: dates, numbers, free text.

Two ways: a quick one for cells that are clean as they stand, and a careful one that
takes full-width digits, thousands commas, offsets and declared formats.
"""

from __future__ import annotations

import re

from pipelines.declarations.reference import FULL, HALF
from pipelines.declarations.source import Column, Source
from pipelines.expression import literal

_WIDE, _NO_BREAK = "\u3000", "\u00a0"
SPACES = literal(f" \t\r\n{_WIDE}{_NO_BREAK}")
# What the engine may be asked to cast. By itself it takes much more: 'infinity' and
# 'epoch' for a time, 'nan', 0x1F and 1_000 for a number.
OFFSET = r" ?(Z|[+-]\d\d(:?\d\d)?)$"  # Z, +08, +0800, +08:00
TIME = r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}([.]\d{1,9})?)?)?"
GROUPED = r"^[+-]?\d{1,3}(,\d{3})+([.]\d*)?$"
WHOLE = r"^[+-]?\d+([.]0*)?$"
NUMBER = r"^[+-]?(\d+[.]?\d*|[.]\d+)([eE][+-]?\d+)?$"
DAY = 10  # characters of 2026-01-31
SECOND = 19  # characters of 2026-01-31 12:00:00, and of 2026-01-31 12:00+08
FRACTION = "(raw_text[20] = '.' AND TRY_CAST(raw_text[21:] AS UINTEGER) IS NOT NULL)"


def quick(
    source: Source, name: str, column: Column, raw: str, *, is_plain: bool = False
) -> tuple[str, str]:
    """(value, whether something is given), for cells that are clean as they stand.

    A cell that is given and has no value here is not clean; the careful way has it.
    `is_plain`: shapes.plain() has seen that the column's texts are.
    """
    given = f"{raw} IS NOT NULL AND {raw} <> ''"
    if column.missing:
        words = ", ".join(literal(word) for word in column.missing)
        given = f"{given} AND {raw} NOT IN ({words})"
    known = f"CASE WHEN {given} THEN {raw} END" if column.missing else raw
    if column.kind == "text":
        clean = _is_plain_key(raw) if name in source.key else _is_trimmed(raw)
        clean = "TRUE" if is_plain else clean
        none = [*source.missing, ""]
        # Hardly any text is as short as these: it is not held against them. (An IN or a
        # list would be: the engine makes a join of it, for every row.)
        longest = max(len(word.encode()) for word in none)
        listed = literal("|".join(re.escape(word) for word in none))
        missing = (
            f"CASE WHEN strlen({raw}) > {longest} THEN FALSE "
            f"ELSE regexp_full_match({raw}, {listed}) END"
        )
        value = f"CASE WHEN {given} AND {clean} AND NOT {missing} THEN {raw} END"
        return value, given
    if column.kind == "integer":
        number = f"TRY_CAST({known} AS INTEGER)"
        # Only what reads as it was written: the cast takes 3.7 and 0x1F as well.
        return f"CASE WHEN CAST({number} AS VARCHAR) = {raw} THEN {number} END", given
    if column.kind == "decimal":
        number = f"TRY_CAST({known} AS DOUBLE)"
        return (
            f"CASE WHEN isfinite({number}) AND NOT contains({raw}, '_') "
            f"THEN {number} END",
            given,
        )
    # Any other form may have a zone: that takes care.
    iso = (
        f"CASE WHEN length({raw}) = {DAY} "
        f"OR (length({raw}) = {SECOND} AND raw_text[17] = ':' "
        f"AND raw_text[19] BETWEEN '0' AND '9') OR {FRACTION} "
        f"THEN TRY_CAST({known} AS TIMESTAMP) END"
    ).replace("raw_text", raw)
    if is_plain:
        iso = f"TRY_CAST({known} AS TIMESTAMP)"
    stamp = _in_formats(column, known, iso)
    return (f"CAST({stamp} AS DATE)" if column.kind == "date" else stamp), given


def plain(source: Source, name: str, column: Column, raw: str) -> str:
    """The text that careful() starts from: trimmed, half width, NULL when missing."""
    text = f"trim({raw}, {SPACES})"
    if column.kind != "text" or name in source.key:
        text = _half_width(text)
    words = ", ".join(literal(w) for w in ("", *source.missing, *column.missing))
    return f"CASE WHEN {text} NOT IN ({words}) THEN {text} END"


def careful(column: Column, text: str, zone: str) -> tuple[str, str]:
    """(value, whether something is given) of a plain() text, in declared formats."""
    given = f"{text} IS NOT NULL"
    if column.kind == "text":
        return text, given
    if column.kind == "integer":
        return whole_number(text), given
    if column.kind == "decimal":
        return _number(NUMBER, text, "DOUBLE"), given
    stamp = _timestamp(column, text, zone)
    return (f"CAST({stamp} AS DATE)" if column.kind == "date" else stamp), given


def whole_number(text: str) -> str:
    """The value of a plain() text that is a whole number, else NULL."""
    return _number(WHOLE, text, "INTEGER")


def _is_trimmed(raw: str) -> str:
    """Whether a text begins and ends without a space; trim() is five times slower."""
    return " AND ".join(
        f"{end} > {ord(' ')} AND {end} <> {ord(_NO_BREAK)} AND {end} <> {ord(_WIDE)}"
        for end in (f"ascii({raw})", f"ascii(right({raw}, 1))")
    )


def _is_plain_key(raw: str) -> str:
    """The same for keys, which are plain ASCII as well: every space sorts before !."""
    return f"{raw} >= '!' AND right({raw}, 1) >= '!' AND strlen({raw}) = length({raw})"


def has_time(raw: str) -> str:
    """Whether a time stamp's text says a time of day, not only a day."""
    return f"length(trim({raw}, {SPACES})) > {DAY}"


def _half_width(text: str) -> str:
    # Bytes and characters are equally many in plain ASCII; translate() is slow.
    translated = f"trim(translate({text}, {literal(FULL)}, {literal(HALF)}))"
    return (
        f"CASE WHEN strlen({text}) = length({text}) THEN {text} ELSE {translated} END"
    )


def _number(form: str, plain: str, kind: str) -> str:
    """A number in that form; commas only where they part thousands."""
    bare = (
        f"CASE WHEN regexp_matches({plain}, {literal(GROUPED)}) "
        f"THEN replace({plain}, ',', '') ELSE {plain} END"
    )
    number = f"TRY_CAST({bare} AS DOUBLE)"
    return (
        f"CASE WHEN regexp_matches({bare}, {literal(form)}) AND isfinite({number}) "
        f"THEN TRY_CAST({number} AS {kind}) END"
    )


def _timestamp(column: Column, plain: str, zone: str) -> str:
    tries = []
    for has_zone in (False, True):
        formats = [form for form in column.formats if ("%z" in form) == has_zone]
        if formats:
            listed = ", ".join(literal(form) for form in formats)
            # Without a digit it is no day, though strptime takes 'infinity'.
            parsed = (
                f"CASE WHEN regexp_matches({plain}, '[0-9]') "
                f"THEN try_strptime({plain}, [{listed}]) END"
            )
            tries.append(f"timezone({literal(zone)}, {parsed})" if has_zone else parsed)
    tries.append(_local_time(column, plain, zone))
    return f"coalesce({', '.join(tries)})"


def _in_formats(column: Column, text: str, iso: str) -> str:
    """`iso`, and the declared formats that name no zone, for texts of digits."""
    formats = [form for form in column.formats if "%z" not in form]
    if not formats:
        return iso
    listed = ", ".join(literal(form) for form in formats)
    parsed = (
        f"CASE WHEN regexp_matches({text}, '^[0-9]') "
        f"THEN try_strptime({text}, [{listed}]) END"
    )
    # Where year, month and day come in this order, both ways read the same day, and
    # the quicker one may go first.
    in_order = all(
        form.startswith("%Y") and form.find("%m") < form.find("%d") for form in formats
    )
    return f"coalesce({iso}, {parsed})" if in_order else f"coalesce({parsed}, {iso})"


def _local_time(column: Column, plain: str, zone: str) -> str:
    # A day ends like an offset would, so the offset must follow a time.
    zoned = literal(f"{TIME.removesuffix('?')}{OFFSET}")
    if column.offset == "ignore":
        bare = f"regexp_replace({plain}, {literal(OFFSET)}, '')"
        with_offset = f"TRY_CAST({bare} AS TIMESTAMP)"
    else:
        joined = f"regexp_replace({plain}, {literal(OFFSET)}, '\\1')"
        with_offset = f"timezone({literal(zone)}, TRY_CAST({joined} AS TIMESTAMPTZ))"
    return (
        f"CASE WHEN regexp_matches({plain}, {zoned}) THEN {with_offset} "
        f"WHEN regexp_matches({plain}, {literal(TIME + '$')}) "
        f"THEN TRY_CAST({plain} AS TIMESTAMP) END"
    )
