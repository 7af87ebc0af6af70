"""The last resort: an unforeseen error becomes a sentence; the log gets the rest."""

import logging

import streamlit as st

from dashboard import failures
from dashboard.i18n import t

log = logging.getLogger(__name__)


def show(error: Exception) -> bool:
    """Called by Streamlit; True means nothing else is drawn."""
    log.error("A page failed", exc_info=error)
    st.error(t(failures.Failure.key), icon=":material/error:")
    return True
