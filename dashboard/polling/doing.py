"""Doing what a button asks for; what goes wrong is a sentence beside it."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.failures import Failure
from dashboard.i18n import t
from dashboard.markdown import plain


@contextmanager
def told() -> Iterator[None]:
    """Show a Failure here, instead of in place of the whole page."""
    try:
        yield
    except Failure as failure:
        # Names from a list are in it, and whatever stood in them.
        words = {name: plain(value) for name, value in failure.values.items()}
        st.error(t(failure.key, **words), icon=":material/error:")
