"""Which published file may be read: by this deployment, and by the page being shown.

A deployment with GOVSCORE_AUDIENCE=public never opens the internal file. Elsewhere an
internal page reads the internal file as far as its reader may see, and a public page
reads the public one, so that leaders see on it exactly what the public sees.
"""

import os
from dataclasses import dataclass
from enum import StrEnum

from dashboard import failures, of_run, session_keys
from dashboard.accounts.principal import EVERYTHING, Scope

AUDIENCE_VARIABLE = "GOVSCORE_AUDIENCE"


class Audience(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"


@dataclass(frozen=True)
class Sight:
    """What may be read: whose file, limited to what, of which edition (None: what is
    published now). Says nothing of who reads."""

    audience: Audience = Audience.PUBLIC
    scope: Scope = EVERYTHING
    edition: str | None = None

    def __str__(self) -> str:
        """The same text for the same sight: part of what answers are kept under."""
        limits = (sorted(self.scope.departments), sorted(self.scope.cities))
        return f"{self.audience} {limits} {self.edition}"


def of_deployment() -> Audience:
    """The widest audience this process serves; a misspelt word opens nothing."""
    asked = os.environ.get(AUDIENCE_VARIABLE, "").strip().lower()
    return Audience.INTERNAL if asked in ("", Audience.INTERNAL) else Audience.PUBLIC


def of_page() -> Sight:
    """What the page being run may read; what everybody may before a page says so."""
    return of_run.once(session_keys.PAGE_SIGHT, _of_page)


def settle(sight: Sight | None) -> None:
    """Let the page being run read this; None: what everybody may."""
    import streamlit as st

    st.session_state[session_keys.PAGE_SIGHT] = sight
    of_run.changed(session_keys.PAGE_SIGHT)


def _of_page() -> Sight:
    # Only here: the open data is served without Streamlit.
    import streamlit as st

    sight = st.session_state.get(session_keys.PAGE_SIGHT)
    return sight if isinstance(sight, Sight) else Sight()


def can_read(audience: Audience) -> bool:
    return audience == Audience.PUBLIC or of_deployment() == Audience.INTERNAL


def check_can_read(audience: Audience) -> None:
    if not can_read(audience):
        raise failures.NotForThisAudience(f"{audience} is not served here")
