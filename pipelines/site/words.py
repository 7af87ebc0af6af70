"""The site's words: its own catalogues, and those of the method that pages share.

A msgid is a key and both languages are written by hand, as in the dashboard.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from markupsafe import Markup, escape

from pipelines import locations

# Language of a workspace's names -> locale of the catalogues.
LOCALES = {"zh": "zh_CN", "en": "en"}
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_FOLDERS = (Path(__file__).parent / "locales", locations.shared_words())


def say(language: str, key: str, /, **values: object) -> str:
    """The words for a key. A key without words is a mistake of the program."""
    words = catalogue(language)[key]
    return words.format(**values) if values else words


def marked(language: str, key: str, /, **values: object) -> Markup:
    """The same as HTML: **so** marked words of ours are strong, values are escaped."""
    words = str(escape(catalogue(language)[key]))
    return Markup(_STRONG.sub(r"<strong>\1</strong>", words)).format(**values)


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Key to words, of every catalogue."""
    found: dict[str, str] = {}
    for folder in _FOLDERS:
        for path in sorted((folder / LOCALES[language] / "LC_MESSAGES").glob("*.po")):
            with path.open("rb") as file:
                for message in read_po(file, locale=LOCALES[language]):
                    if message.id:
                        assert message.id not in found, message.id
                        found[str(message.id)] = str(message.string)
    return found
