"""Which published file may be read: by this deployment, and by the page being shown.

A deployment with GOVSCORE_AUDIENCE=public never opens the internal file. Elsewhere an
internal page reads the internal file, and a public page reads the public one, so that
leaders see on it exactly what the public sees.
"""

import os
from enum import StrEnum

import streamlit as st

from dashboard import failures, session_keys

AUDIENCE_VARIABLE = "GOVSCORE_AUDIENCE"


class Audience(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"


def of_deployment() -> Audience:
    """The widest audience this process serves."""
    if os.environ.get(AUDIENCE_VARIABLE, "").strip().lower() == Audience.PUBLIC:
        return Audience.PUBLIC
    return Audience.INTERNAL


def of_page() -> Audience:
    """The audience of the page being run; the deployment's before a page says so."""
    return Audience(st.session_state.get(session_keys.PAGE_AUDIENCE, of_deployment()))


def can_read(audience: Audience) -> bool:
    return audience == Audience.PUBLIC or of_deployment() == Audience.INTERNAL


def check_can_read(audience: Audience) -> None:
    if not can_read(audience):
        raise failures.NotForThisAudience(f"{audience} is not served here")


def enter(audience: Audience) -> None:
    """First line of every page: refuse it where it may not be seen, else read as it."""
    check_can_read(audience)
    st.session_state[session_keys.PAGE_AUDIENCE] = audience
