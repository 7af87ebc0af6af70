"""Texts to times as DuckDB reads them, in Spark's words: forms as expressions of Java.

DuckDB's strptime takes as many digits as a place may have and never tries fewer, which
possessive quantifiers do as well. What a form finds is put into ISO order and cast.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlglot import exp

# Where a place of a form is found, and where it stands in an ISO text.
_DIGITS = {
    "Y": r"(\d{1,4}+)",
    "m": r"(\d{1,2}+)",
    "d": r"(\d{1,2}+)",
    "H": r"(\d{1,2}+)",
    "M": r"(\d{1,2}+)",
    "S": r"(\d{1,2}+)",
    "f": r"(\d{1,6}+)",
    "z": r"([+-]\d\d(?::?\d\d)?+)",
}
KNOWN = tuple(f"%{letter}" for letter in _DIGITS)
# Dates of one kind of separator; another form would be read as well.
_EVEN = r"^\d{4}([-/])\d{1,2}\1"
# Midnight at the end of a day is the beginning of the next.
_END = r"[ T]24:00(:00([.]0*)?)?"


class UnknownForm(ValueError):
    """The form holds a directive that is not known; the text names it."""


def to_java(pattern: str) -> str:
    """A regular expression of RE2's for Java: $ is the end of the text."""
    return re.sub(r"(?<!\\)\$", r"\\z", pattern)


def time_of(text: str, kind: str) -> str:
    """SQL: a text such as 2026/1/31 12:00 as a time; NULL when there is none."""
    plain = f"TRANSLATE({text}, '/', '-')"
    at_end = _quoted(to_java(f"{_END}($|[ Z+-])"))
    as_noon = f"REGEXP_REPLACE({plain}, '24:00', '12:00')"
    return (
        f"CASE WHEN NOT {text} RLIKE {_quoted(_EVEN)} THEN NULL "
        f"WHEN {text} RLIKE {at_end} "
        f"THEN TRY_CAST({as_noon} AS {kind}) + INTERVAL '12' HOUR "
        f"ELSE TRY_CAST({plain} AS {kind}) END"
    )


def strptime(text: str, forms: Sequence[str]) -> str:
    """SQL: the text by the first form that reads it; NULL when none does."""
    tries = [_by_form(text, form) for form in forms]
    return tries[0] if len(tries) == 1 else f"COALESCE({', '.join(tries)})"


def check(form: str) -> None:
    """Raise UnknownForm for a form that only DuckDB can read."""
    _parts(form)


def _by_form(text: str, form: str) -> str:
    pattern, letters = _parts(form)
    at = {letter: f"${place}" for place, letter in enumerate(letters, start=1)}
    clock = f"{at.get('H', '00')}:{at.get('M', '00')}:{at.get('S', '00')}"
    fraction = f".{at['f']}" if "f" in at else ""
    rest = (
        f"{at.get('Y', '1900')}-{at.get('m', '01')}-{at.get('d', '01')} "
        f"{clock}{fraction}{at.get('z', '')}"
    )
    kind = "TIMESTAMP_LTZ" if "z" in at else "TIMESTAMP_NTZ"
    # Spark wants years of four to six digits; one of two digits is one of two.
    tries = ", ".join(
        f"TRY_CAST(REGEXP_REPLACE({text}, {_quoted(pattern)}, "
        f"{_quoted(zeros + rest)}) AS {kind})"
        for zeros in ("00", "000")
    )
    return f"CASE WHEN {text} RLIKE {_quoted(pattern)} THEN COALESCE({tries}) END"


def _parts(form: str) -> tuple[str, list[str]]:
    """The expression of a form, and its places in order."""
    pattern, letters = "", []
    for piece in re.findall(r"%.?|[^%]+", form):
        if not piece.startswith("%"):
            pattern += "".join(
                r"\s+" if part.isspace() else _escaped(part)
                for part in re.findall(r"\s+|\S", piece)
            )
        elif piece == "%%":
            pattern += "%"
        elif piece[1:] in _DIGITS and piece[1:] not in letters:
            letters.append(piece[1:])
            pattern += _DIGITS[piece[1:]]
        else:
            raise UnknownForm(piece)
    return rf"^\s*+{pattern}\s*+\z", letters


def _escaped(character: str) -> str:
    return character if character.isalnum() else f"\\{character}"


def _quoted(text: str) -> str:
    # Braces are doubled: the text goes through format() once.
    literal = exp.Literal.string(text).sql("spark")
    return str(literal).replace("{", "{{").replace("}", "}}")
