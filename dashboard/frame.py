"""The frame around every page: which pages there are, in which language, the header."""

import logging

import streamlit as st

from dashboard import audience, formats, header, locations, navigation, session, store
from dashboard.failures import Failure
from dashboard.i18n import LOCALES, t
from dashboard.records import records

log = logging.getLogger(__name__)


def draw() -> None:
    """Draw the frame and run the page the reader asked for."""
    session.settle_language(list(LOCALES))
    st.set_page_config(
        page_title=t("frame.product"), page_icon=str(locations.icon()), layout="wide"
    )
    hidden = _hidden()
    pages = navigation.pages_of(audience.of_deployment())
    chosen = st.navigation(
        {
            t(f"nav.section_{section}") if section else "": [
                st.Page(
                    page.path,
                    title=t(page.title),
                    icon=page.icon,
                    url_path=page.name,
                    visibility="hidden"
                    if page.name in hidden or not page.in_menu
                    else "visible",
                )
                for page in members
            ]
            for section, members in navigation.by_section(pages).items()
        },
        position="top",
    )
    try:
        header.draw()
        # Shown only when a page takes longer than half a second: the first reader after
        # a publication sees what is coming instead of nothing.
        with st.skeleton(height=600):
            chosen.run()
    except Failure as failure:
        log.warning("%s", failure)
        st.warning(t(failure.key, **failure.values), icon=":material/info:")


def _hidden() -> tuple[str, ...]:
    """Pages that the menu leaves out; a link to one still opens it, and it says why.

    Without a ranking there is none to show. The page that opens first cannot be hidden.
    """
    deployment = audience.of_deployment()
    if navigation.pages_of(deployment)[0].name == "ranking":
        return ()
    try:
        (row,) = records(store.fetch_for(deployment, "publication"))
    except Failure:
        # The header tells the reader.
        return ()
    return ("ranking",) if formats.is_missing(row.ranking_indicator) else ()
