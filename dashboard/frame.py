"""The frame around every page: which pages there are, in which language, the header."""

import logging

import streamlit as st

from dashboard import audience, header, locations, navigation, session
from dashboard.failures import Failure
from dashboard.i18n import LOCALES, t

log = logging.getLogger(__name__)


def draw() -> None:
    """Draw the frame and run the page the reader asked for."""
    session.settle_language(list(LOCALES))
    st.set_page_config(
        page_title=t("frame.product"), page_icon=str(locations.icon()), layout="wide"
    )
    chosen = st.navigation(
        [
            st.Page(page.path, title=t(page.title), icon=page.icon, url_path=page.name)
            for page in navigation.pages_of(audience.of_deployment())
        ],
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
