"""The frame around every page: which pages there are, in which language, the header."""

import functools
import logging
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from datetime import timedelta
from typing import Any

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import (
    audience,
    edition_view,
    formats,
    header,
    locations,
    lost_page,
    navigation,
    of_run,
    publications,
    sent_together,
    session,
    session_keys,
    store,
)
from dashboard.accounts import here
from dashboard.accounts.principal import NOBODY, Principal, Role
from dashboard.audience import Audience
from dashboard.door import leave
from dashboard.failures import Failure, SignInNeeded
from dashboard.i18n import LOCALES, t
from dashboard.markdown import plain
from dashboard.navigation import PageSpec

log = logging.getLogger(__name__)


def draw() -> None:
    """Draw the frame and run the page the reader asked for."""
    with of_run.begun(), sent_together.held():
        _draw()


def _draw() -> None:
    session.settle_language(list(LOCALES))
    edition_view.leave()
    st.set_page_config(page_title=t("frame.product"), page_icon=_icon(), layout="wide")
    reader, trouble = _reader()
    if trouble is None and _has_been_signed_out(reader):
        # No menu is sent: it would lack the page the reader is on, and Streamlit would
        # say that there is no such page. What the browser has of it stays.
        header.draw(reader, has_sign_in=True)
        _ask_to_sign_in()
        return
    deployment = audience.of_deployment()
    pages = navigation.pages_of(deployment, reader)
    publication = _publication(reader)
    hidden = _hidden(pages, publication)
    menu = {
        t(f"nav.section_{section}") if section else "": [
            _page(page, is_hidden=page.name in hidden) for page in members
        ]
        for section, members in navigation.by_section(pages).items()
    }
    # Asked before there is a menu: Streamlit tells it by the pages of the menu.
    address = st.context.url or ""
    lost = lost_page.at(address, pages)
    if lost:
        menu.setdefault("", []).append(lost)
    chosen = st.navigation(menu, position="top")
    # Where there is no such page, what is said of it is said as on the first one.
    at = pages[0].name if chosen is lost else chosen.url_path or pages[0].name
    shown = navigation.page(at)
    session.arrive(shown.name)
    edition_view.settle(has_editions=not shown.needs_store)
    try:
        header.draw(
            reader,
            has_sign_in=deployment == Audience.INTERNAL,
            publication=publication if edition_view.shown() is None else None,
        )
        edition_view.draw()
        if trouble:
            raise trouble
        if reader.role == Role.PUBLIC and _asks_for_an_internal_page(address):
            raise SignInNeeded("an internal page was asked for")
        with _place(shown), here.running_for(reader):
            chosen.run()
        _come_again()
    except SignInNeeded:
        _ask_to_sign_in()
    except Failure as failure:
        log.warning("%s", failure)
        # Names from files and forms are in it, and whatever stood in them.
        words = {name: plain(value) for name, value in failure.values.items()}
        st.warning(t(failure.key, **words), icon=":material/info:")


@st.fragment(run_every=timedelta(days=1))
def _come_again() -> None:
    """Draws nothing, and is why a browser that connects anew asks for its page again.

    When a server ends, the browser comes to another one, which knows nothing of the
    page until the next click: the change that is that click would be taken for how the
    page began, and be saved nowhere. A page with a part that runs by itself is asked
    for at once.
    """


def _reader() -> tuple[Principal, Failure | None]:
    """Who is here; nobody, and why, when the store cannot be asked."""
    try:
        return here.principal(), None
    except Failure as failure:
        return NOBODY, failure


def _has_been_signed_out(reader: Principal) -> bool:
    """Whether this window had a reader whose session ended, or who was disabled.

    Without asking, they would find the public ranking where a scorecard was.
    """
    if reader.role != Role.PUBLIC:
        st.session_state[session_keys.WAS_SIGNED_IN] = True
        return False
    return bool(st.session_state.get(session_keys.WAS_SIGNED_IN))


def _ask_to_sign_in() -> None:
    st.warning(t(SignInNeeded.key), icon=":material/lock:")
    st.button(
        t("frame.sign_in"),
        icon=":material/login:",
        type="primary",
        on_click=leave.to_sign_in,
        key="sign_in_here",
    )


def _asks_for_an_internal_page(address: str) -> bool:
    """Whether this is the address of a page that needs a sign-in."""
    if audience.of_deployment() == Audience.PUBLIC:
        return False
    name = lost_page.asked_name(address)
    return any(page.name == name and not page.is_open for page in navigation.PAGES)


@functools.cache
def _icon() -> str:
    """The icon itself: as a file it would be read and handed out anew at every run."""
    return f"data:image/png;base64,{b64encode(locations.icon().read_bytes()).decode()}"


def _page(page: PageSpec, *, is_hidden: bool) -> StreamlitPage:
    """A page for the menu, which marks the one that may be run: hence a copy."""
    return copy(_known_page(page, t(page.title), is_hidden))


@functools.lru_cache(maxsize=256)
def _known_page(page: PageSpec, title: str, is_hidden: bool) -> StreamlitPage:
    """Made once: to make it looks for its file."""
    return st.Page(
        page.path,
        title=title,
        icon=page.icon,
        url_path=page.name,
        visibility="hidden" if is_hidden else "visible",
    )


@contextmanager
def _place(page: PageSpec) -> Iterator[None]:
    """What stands where a page will be, if it takes longer than half a second.

    Whoever sees a view first after a publication sees what is coming instead of
    nothing. For all after them it is quick, and the clock of the skeleton, a thread of
    its own, would cost more than most of the page.
    """
    edition = edition_view.shown()
    view = f"{page.name} {publications.named(edition)} {st.query_params.to_dict()}"
    seen = _times_seen(view)
    if any(seen):
        st.empty()
        yield
        return
    with st.skeleton(height=600):
        yield
    seen.append(True)


@functools.lru_cache(maxsize=10_000)
def _times_seen(view: str) -> list[bool]:
    """Not empty once somebody has seen a view, since the process started."""
    return []


def _publication(reader: Principal) -> Any | None:
    """What is said of what is published; None where the header tells why not."""
    try:
        (row,) = store.rows_for(here.sight(reader), "publication")
    except Failure:
        return None
    return row


def _hidden(pages: tuple[PageSpec, ...], publication: Any | None) -> set[str]:
    """Pages that the menu leaves out; a link to one still opens it.

    Without a ranking there is none to show: the page says why. The page that opens
    first cannot be hidden.
    """
    hidden = {page.name for page in pages if not page.in_menu}
    if pages[0].name == "ranking" or publication is None:
        return hidden
    if formats.is_missing(publication.ranking_indicator):
        hidden.add("ranking")
    return hidden
