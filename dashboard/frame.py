"""The frame around every page: which pages there are, in which language, the header."""

import logging
from datetime import timedelta
from urllib.parse import urlsplit

import streamlit as st

from dashboard import (
    audience,
    edition_view,
    formats,
    header,
    locations,
    navigation,
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
from dashboard.records import records

log = logging.getLogger(__name__)


def draw() -> None:
    """Draw the frame and run the page the reader asked for."""
    session.settle_language(list(LOCALES))
    edition_view.leave()
    st.set_page_config(
        page_title=t("frame.product"), page_icon=str(locations.icon()), layout="wide"
    )
    reader, trouble = _reader()
    if trouble is None and _has_been_signed_out(reader):
        # No menu is sent: it would lack the page the reader is on, and Streamlit would
        # say that there is no such page. What the browser has of it stays.
        header.draw(reader, has_sign_in=True)
        _ask_to_sign_in()
        return
    deployment = audience.of_deployment()
    pages = navigation.pages_of(deployment, reader)
    hidden = _hidden(pages, reader)
    chosen = st.navigation(
        {
            t(f"nav.section_{section}") if section else "": [
                st.Page(
                    page.path,
                    title=t(page.title),
                    icon=page.icon,
                    url_path=page.name,
                    visibility="hidden" if page.name in hidden else "visible",
                )
                for page in members
            ]
            for section, members in navigation.by_section(pages).items()
        },
        position="top",
    )
    shown = navigation.page(chosen.url_path or pages[0].name)
    edition_view.settle(has_editions=not shown.needs_store)
    try:
        header.draw(reader, has_sign_in=deployment == Audience.INTERNAL)
        edition_view.draw()
        if trouble:
            raise trouble
        if reader.role == Role.PUBLIC and _asks_for_an_internal_page():
            raise SignInNeeded("an internal page was asked for")
        # Shown only when a page takes longer than half a second: the first reader after
        # a publication sees what is coming instead of nothing.
        with st.skeleton(height=600):
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


def _asks_for_an_internal_page() -> bool:
    """Whether the browser is at the address of a page that needs a sign-in."""
    if audience.of_deployment() == Audience.PUBLIC:
        return False
    name = urlsplit(st.context.url or "").path.rpartition("/")[2]
    return any(page.name == name and not page.is_open for page in navigation.PAGES)


def _hidden(pages: tuple[PageSpec, ...], reader: Principal) -> set[str]:
    """Pages that the menu leaves out; a link to one still opens it.

    Without a ranking there is none to show: the page says why. The page that opens
    first cannot be hidden.
    """
    hidden = {page.name for page in pages if not page.in_menu}
    if pages[0].name == "ranking":
        return hidden
    try:
        (row,) = records(store.fetch_for(here.sight(reader), "publication"))
    except Failure:
        # The header tells the reader.
        return hidden
    if formats.is_missing(row.ranking_indicator):
        hidden.add("ranking")
    return hidden
