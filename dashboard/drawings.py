"""What pages make of published data, made once: figures, and tables in words.

A drawing depends on the file it was made from, what of it may be seen, the language and
its arguments; on nothing else, and never on who is reading. It is shared, so nobody may
change it.
"""

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import streamlit as st

from dashboard import audience, i18n, publications

P = ParamSpec("P")
R = TypeVar("R")


def drawn_once(make: Callable[P, R]) -> Callable[P, R]:
    """Keep what a function of plain arguments makes, by publication and language."""
    name = f"{make.__module__}.{make.__qualname__}"

    @functools.wraps(make)
    def kept(*args: P.args, **named: P.kwargs) -> R:
        sight = audience.of_page()
        file = publications.named(sight.edition).file(sight.audience)
        # One string is hashed much faster than its parts. Arguments are texts, numbers,
        # days and frozen dataclasses of those, which their repr tells apart.
        key = f"{name} {file} {sight} {i18n.language()} {args} {named}"
        drawing: R = _drawing(key, make, args, named)
        return drawing

    return kept


@st.cache_resource(max_entries=2000, show_spinner=False)
def _drawing(
    key: str,
    _make: Callable[..., Any],
    _args: tuple[Any, ...],
    _named: dict[str, Any],
) -> Any:
    return _make(*_args, **_named)
