"""Where an address leads that no page of this reader has: our words, and the menu.

Streamlit says so itself in a box, in English whatever the language. It does not where
the address has a page; so it gets one, hidden, for the run that asks for it.
"""

import functools
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.i18n import t
from dashboard.navigation import PageSpec

# Longer is nobody's typing error.
_LONGEST = 200


def at(address: str, known: Sequence[PageSpec]) -> StreamlitPage | None:
    """The page for an address that none of the known pages has; None where one has."""
    name = lost_name(address, known)
    if not name:
        return None
    return st.Page(
        functools.partial(_draw, known[0]),
        title=t("lost.title"),
        url_path=name,
        visibility="hidden",
    )


def asked_name(address: str) -> str:
    """What an address calls its page: '' where readers arrive.

    The last part of the path decides, as it does for Streamlit: the parts before it may
    be the folder we are served in.
    """
    return unquote(urlsplit(address).path.rpartition("/")[2]).strip()


def lost_name(address: str, known: Sequence[PageSpec]) -> str:
    """What an address calls a page that there is not; '' where there is one."""
    name = asked_name(address)
    nonsense = len(name) > _LONGEST or "/" in name
    return "" if nonsense or name in {page.name for page in known} else name


def _draw(first: PageSpec) -> None:
    st.title(t("lost.title"), anchor=False)
    st.markdown(t("lost.why"))
    st.page_link(
        first.path, label=t("lost.way_on", page=t(first.title)), icon=first.icon
    )
