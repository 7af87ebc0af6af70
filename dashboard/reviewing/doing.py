"""Doing what a button of the reviewer asks for, to what was on the screen.

A press runs the page anew, and the page reads anew: what was submitted in between
would be decided unseen. So buttons carry the revision they were drawn with, and act
before the page is read again.
"""

from collections.abc import Callable

import streamlit as st

from dashboard import session_keys
from dashboard.accounts import here
from dashboard.accounts.principal import Principal
from dashboard.failures import Failure
from dashboard.i18n import t


def attempt(act: Callable[[Principal], object], done: str) -> None:
    """Act as whoever is signed in now; what goes wrong is kept to be said."""
    try:
        act(here.principal())
    except Failure as failure:
        st.session_state[session_keys.REVIEW_REFUSAL] = failure
    else:
        st.toast(done, icon=":material/check:")


def refusal() -> None:
    """Say, once, why the last press did nothing."""
    failure = st.session_state.pop(session_keys.REVIEW_REFUSAL, None)
    if isinstance(failure, Failure):
        st.error(t(failure.key, **failure.values), icon=":material/error:")
