"""What a run noted of a file while loading it, in the reader's language.

Notes are published in English. Those whose form is known are told anew; any other
stands as it was published.
"""

import re
from collections.abc import Iterable

from dashboard.i18n import t

_FORMS = (
    (re.compile(r"read as (?P<encoding>\S+), as its bytes show"), "note.read_as"),
    (re.compile(r"not declared, left out: (?P<columns>.+)"), "note.left_out"),
    (re.compile(r"same bytes as (?P<file>.+); not loaded again"), "note.same_bytes"),
    (re.compile(r"not loaded: (?P<file>.+) corrects it"), "note.corrected"),
    (re.compile(r"sheet '(?P<sheet>.+)'"), "note.sheet"),
)


def words(notes: Iterable[str]) -> str:
    """All notes of a file in one text; '' where there are none."""
    return t("quality.note_comma").join(_told(note) for note in notes)


def _told(note: str) -> str:
    for form, key in _FORMS:
        if found := form.fullmatch(note):
            return t(key, **found.groupdict())
    return note
