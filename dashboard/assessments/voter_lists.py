"""Whom ballot links are made for: names typed by hand, one a line, or a CSV file.

All of a list or nothing: a list with a mistake is refused with the mistake.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable

from dashboard.failures import Failure

MOST_NAMES = 5000
_LARGEST_FILE = 1_000_000
LONGEST_NAME = 100
# A first row that says what the column is names nobody.
_HEADERS = {"name", "names", "label", "voter", "姓名", "名称", "单位", "投票人"}


class NoNames(Failure):
    """The list is empty."""

    key = "polls.no_names"


class TooManyNames(Failure):
    """More names than one poll takes."""

    key = "polls.too_many_names"


class NameTooLong(Failure):
    """A name longer than anybody's."""

    key = "polls.name_too_long"


class NameTwice(Failure):
    """Two links for one name would be two votes that nobody can tell apart."""

    key = "polls.name_twice"


class FileUnreadable(Failure):
    """Not a text file of a known encoding, or too large."""

    key = "polls.file_unreadable"


def from_text(text: str) -> list[str]:
    """The names of a text, one a line."""
    return checked(text.splitlines())


def from_csv(content: bytes) -> list[str]:
    """The names of the first column of a CSV file, in UTF-8 or GB18030."""
    if len(content) > _LARGEST_FILE:
        raise FileUnreadable(f"{len(content)} bytes")
    try:
        rows = list(csv.reader(io.StringIO(_decoded(content), newline="")))
    except csv.Error as error:
        raise FileUnreadable(str(error)) from error
    first = [row[0] if row else "" for row in rows]
    if first and _cleaned(first[0]).lower() in _HEADERS:
        first = first[1:]
    return checked(first)


def checked(names: Iterable[str]) -> list[str]:
    """The names made plain, empty ones left out; raises for the first mistake."""
    found = [name for each in names if (name := _cleaned(each))]
    if not found:
        raise NoNames
    if len(found) > MOST_NAMES:
        raise TooManyNames(str(len(found)), most=str(MOST_NAMES))
    known: set[str] = set()
    for name in found:
        if len(name) > LONGEST_NAME:
            raise NameTooLong(name=name[:20], most=str(LONGEST_NAME))
        if name in known:
            raise NameTwice(name=name)
        known.add(name)
    return found


def _decoded(content: bytes) -> str:
    if b"\0" not in content:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise FileUnreadable("neither UTF-8 nor GB18030")


def _cleaned(name: str) -> str:
    """One line, in one form of Unicode, without marks that cannot be seen."""
    normal = unicodedata.normalize("NFKC", name)
    # Controls and invisible formats (C…) would make two names that look the same.
    seen = (
        each if each.isspace() or unicodedata.category(each)[0] != "C" else ""
        for each in normal
    )
    return " ".join("".join(seen).split())
