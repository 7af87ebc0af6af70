"""Parts of a page that are drawn alone when a control in them changes.

The rest of the page stays as it is. A part goes by what the page went by: when
somebody else reads now, or something else is published, the whole page is drawn anew.
"""

import functools
from collections.abc import Callable
from typing import NamedTuple, ParamSpec

import streamlit as st

from dashboard import i18n, of_run, store
from dashboard.accounts import here
from dashboard.accounts.principal import Principal
from dashboard.failures import Failure

P = ParamSpec("P")


class _Standing(NamedTuple):
    """What a page was drawn for and of. Who may open it follows from the reader."""

    reader: Principal
    version: str
    language: str


def by_itself(show: Callable[P, None]) -> Callable[P, None]:
    """Let a function that draws with controls of its own be run without its page.

    Its arguments are those of the page's last run. Not for what stands in a row of
    panels of one height, since Streamlit puts a container around it.
    """

    @st.fragment
    @functools.wraps(show)
    def part(page: _Standing, *args: P.args, **named: P.kwargs) -> Failure | None:
        if of_run.is_under_way():
            return _tried(show, *args, **named)
        with of_run.begun():
            try:
                is_as_before = _standing() == page
            except Failure:
                is_as_before = False
            if not is_as_before or _tried(show, *args, **named) is not None:
                # The page says what is wrong.
                st.rerun()
        return None

    @functools.wraps(show)
    def drawn(*args: P.args, **named: P.kwargs) -> None:
        # Streamlit would take a failure that leaves a part for a mistake in it.
        failure = part(_standing(), *args, **named)
        if failure is not None:
            raise failure

    return drawn


def _tried(show: Callable[P, None], *args: P.args, **named: P.kwargs) -> Failure | None:
    try:
        show(*args, **named)
    except Failure as failure:
        return failure
    return None


def _standing() -> _Standing:
    return _Standing(here.who_reads(), store.publication().version, i18n.language())
