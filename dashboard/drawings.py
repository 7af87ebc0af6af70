"""What pages make of published data, made once: figures, tables in words, sections.

A drawing depends on the file it was made from, what of it may be seen, the language and
its arguments; on nothing else, and never on who is reading. It is shared, so nobody may
change it.
"""

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

import streamlit as st

from dashboard import audience, i18n, of_run, publications, session
from dashboard.kept import Kept

P = ParamSpec("P")
R = TypeVar("R")

_drawings: Kept[Any] = Kept(at_most=12_000)
_is_being_kept: ContextVar[bool] = ContextVar("is_being_kept", default=False)


def drawn_once(make: Callable[P, R]) -> Callable[P, R]:
    """Keep what a function of plain arguments makes, by publication and language."""
    name = f"{make.__module__}.{make.__qualname__}"

    @functools.wraps(make)
    def kept(*args: P.args, **named: P.kwargs) -> R:
        drawing: R = _drawings.get(
            _key(name, args, named), lambda: _made(make, args, named)
        )
        return drawing

    return kept


def shown_again(show: Callable[P, R]) -> Callable[P, R]:
    """Keep what a function puts on the page, and put it there again without calling it.

    Streamlit keeps the messages and sends them anew: a fifth of the work of making
    them. Not for what takes an answer from the reader (choices, buttons, charts and
    tables in which something can be selected); Streamlit refuses that. Links keep what
    the reader looks at, so that is part of what it is kept under.
    """
    return _shown_again(show, lambda: str(session.link()))


def shown_again_unlinked(show: Callable[P, R]) -> Callable[P, R]:
    """The same for what has no links: it is made once whatever period is looked at,
    unless that is an argument. A link in it raises an error."""

    @functools.wraps(show)
    def unlinked(*args: P.args, **named: P.kwargs) -> R:
        with session.without_links():
            return show(*args, **named)

    return _shown_again(unlinked, lambda: "")


def _shown_again(show: Callable[P, R], linked: Callable[[], str]) -> Callable[P, R]:
    name = f"{show.__module__}.{show.__qualname__}"

    @functools.wraps(show)
    def kept(*args: P.args, **named: P.kwargs) -> R:
        key = f"{_key(name, args, named)} {linked()}"
        # By name: for what is given by place, Streamlit looks its name up every time.
        answer: R = _section(key=key, _show=lambda: _made(show, args, named))
        return answer

    return kept


def check_is_not_kept() -> None:
    """Raises where a drawing is being made: it would be shown to other readers too."""
    if _is_being_kept.get():
        raise RuntimeError("A drawing that is kept must not depend on who is reading.")


def _key(name: str, args: tuple[Any, ...], named: dict[str, Any]) -> str:
    sight = audience.of_page()
    publication = publications.named(sight.edition)
    seen = of_run.once(
        (publication.version, sight),
        lambda: f"{publication.file(sight.audience)} {sight}",
    )
    # One string is hashed much faster than its parts. Arguments are texts, numbers,
    # days, rows and frozen dataclasses of those, which their repr tells apart.
    return f"{name} {seen} {i18n.language()} {args} {named}"


# A section is some ten kilobytes of messages.
@st.cache_resource(max_entries=12_000, show_spinner=False)
def _section(key: str, _show: Callable[[], Any]) -> Any:
    return _show()


def _made(
    make: Callable[..., Any], args: tuple[Any, ...], named: dict[str, Any]
) -> Any:
    token = _is_being_kept.set(True)
    try:
        return make(*args, **named)
    finally:
        _is_being_kept.reset(token)
