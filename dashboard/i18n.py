"""Words: gettext catalogues, one per module, dashboard/locales/<locale>/LC_MESSAGES/.

What the static site says in the same words stands in words/, which both read.

A msgid is a key ("overview.title"), not an English sentence: both languages are
written by hand, neither is the other's source. Placeholders are {named}. All catalogues
of a locale are merged when the process starts; two must not hold the same key.
"""

import functools
import gettext
import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from dashboard import locations, of_run, session_keys

# Language of the workspace's names -> locale of the catalogues.
LOCALES = {"zh": "zh_CN", "en": "en"}
DEFAULT = "zh"


def language() -> str:
    """The reader's language; session.py sets it."""
    return of_run.once(session_keys.LANGUAGE, _language)


def _language() -> str:
    # Only here: the open data is told in words too, and served without Streamlit.
    import streamlit as st

    return str(st.session_state.get(session_keys.LANGUAGE, DEFAULT))


def locale(of: str | None = None) -> str:
    return LOCALES[of or language()]


def t(key: str, /, **values: object) -> str:
    """The words for a key. Names from published data are made plain before."""
    words = _catalogue(language()).gettext(key)
    return words.format(**values) if values else words


def said_in(of: str, key: str, /, **values: object) -> str:
    """The words for a key in a named language: for names kept in every language."""
    return _catalogue(of).gettext(key).format(**values)


def tn(key: str, n: int, /, **values: object) -> str:
    """The words for a key that has a plural; {n} stands for the number as given."""
    words = _catalogue(language()).ngettext(key, key, n)
    return words.format(**{"n": n, **values})


def preferred(accept_language: str) -> str:
    """The first language of a browser's header that there are words in."""
    for each in accept_language.split(","):
        name = each.strip().partition(";")[0].partition("-")[0].lower()
        if name in LOCALES:
            return name
    return DEFAULT


def catalogues(of: str) -> list[Path]:
    return [
        path
        for folder in locations.words()
        for path in sorted((folder / LOCALES[of] / "LC_MESSAGES").glob("*.po"))
    ]


def load() -> None:
    """Read every catalogue now, so that no reader waits for it."""
    for known in LOCALES:
        _catalogue(known)


@functools.cache
def _catalogue(of: str) -> gettext.NullTranslations:
    merged = Catalog(locale=LOCALES[of])
    for path in catalogues(of):
        with path.open("rb") as file:
            for message in read_po(file, locale=LOCALES[of]):
                if message.id:
                    merged.add(message.id, message.string)
    compiled = io.BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
