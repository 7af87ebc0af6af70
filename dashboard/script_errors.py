"""The last resort: an unforeseen error becomes a sentence; the log gets the rest."""

import logging

import streamlit as st

from dashboard import failures
from dashboard.i18n import t
from dashboard.markdown import plain

log = logging.getLogger(__name__)


def show(error: Exception) -> bool:
    """Called by Streamlit; True means nothing else is drawn."""
    if isinstance(error, failures.Failure):
        # Of a button: pages tell of their own (dashboard/frame.py).
        log.warning("%s", error)
        words = {name: plain(value) for name, value in error.values.items()}
        st.warning(t(error.key, **words), icon=":material/info:")
    else:
        log.error("A page failed", exc_info=error)
        st.error(t(failures.Failure.key), icon=":material/error:")
    return True
