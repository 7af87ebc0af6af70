"""Leaving the pages for one of the door's: the only places that are not Streamlit's.

Streamlit opens every link that it did not make itself in another tab. A sign-in in
another tab would leave this one as it was, so the browser is sent there in this one, by
the message with which st.login sends it to a provider.
"""

from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import i18n, session


def to(page: str, **query: str) -> None:
    """Send the browser to a page of the door: sign-in, sign-out or password."""
    context = get_script_run_ctx()
    if context is not None:
        message = ForwardMsg()
        # Relative, so that it holds behind a proxy that serves us in a folder.
        words = urlencode({"lang": i18n.language(), **query})
        message.auth_redirect.url = f"{page}?{words}"
        context.enqueue(message)


def to_sign_in() -> None:
    """The same for the sign-in, which leads back to where the reader is."""
    to("sign-in", next=whereabouts())


def whereabouts() -> str:
    """The page in the browser's address and what the address says: overview?period=…"""
    address = urlsplit(st.context.url or "")
    page = address.path.rpartition("/")[2]
    asked = st.query_params.to_dict()
    # The secret of a ballot goes nowhere else, not even to our own sign-in.
    asked.pop(session.TOKEN, None)
    query = urlencode(asked)
    return f"{page}?{query}" if query else page
