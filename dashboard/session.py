"""What one reader is looking at: language, period, subjects, by name in the address.

The address is the truth, so that every view is a link: a choice is read from the query
string, else remembered from this session, else the default. bind="query-params" is not
used: it writes the visible label, which changes with the language of the reader.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date

import streamlit as st

from dashboard import i18n, of_run, session_keys

# Names in the query string, and of what the session remembers between pages.
LANGUAGE = "lang"
PERIOD = "period"
EDITION = "edition"
SUBJECT = "subject"
SUBJECTS = "subjects"
SIGNAL = "signal"
# What a reader tries on the page of weights; nothing remembers it.
WEIGHTS = "weights"
# Of a ballot link; nothing here ever remembers it.
TOKEN = "token"

_LINK = "link"
_has_no_links: ContextVar[bool] = ContextVar("has_no_links", default=False)

# What is written reaches the browser within these seconds; what the browser asked for
# before that does not say it yet.
ON_ITS_WAY = 2.0

PERIOD_KINDS = ("month", "quarter", "year", "rolling12")


@dataclass(frozen=True)
class Period:
    """A period as published: its kind and first day. Written `quarter:2026-07-01`."""

    kind: str
    start: date

    @classmethod
    def parse(cls, text: str | None) -> "Period | None":
        kind, _, day = (text or "").partition(":")
        if kind not in PERIOD_KINDS:
            return None
        try:
            return cls(kind, date.fromisoformat(day))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.kind}:{self.start.isoformat()}"


@dataclass
class _Address:
    """What we know of the address of a page.

    given: names that a link or a choice gave a value here, with the memory of each;
    carried: names whose value was brought along from other pages.
    """

    page: str
    given: dict[str, str] = field(default_factory=dict)
    carried: set[str] = field(default_factory=set)
    written_at: float = 0.0


def arrive(page: str) -> None:
    """Bring along to another page what links keep, and forget what was taken back.

    The browser's "back" takes a name out of the address of a page that a reader stays
    on: what is remembered would undo it. Not so what was brought along, for the address
    that a menu opens does not say it yet; nor a language, which holds until another one
    is chosen.
    """
    known = _address()
    if known.page != page:
        _bring_along(page)
    elif time.monotonic() - known.written_at >= ON_ITS_WAY:
        for name in known.given.keys() - {LANGUAGE, *st.query_params}:
            memory = known.given.pop(name)
            st.session_state.pop(session_keys.remembered(memory), None)
            of_run.changed(_LINK)


def _bring_along(page: str) -> None:
    kept = _kept_by_links()
    known = _Address(page, carried=kept.keys() - set(st.query_params))
    st.session_state[session_keys.ADDRESS] = known
    of_run.changed(session_keys.ADDRESS)
    if known.carried:
        # At once: the browser's "back" goes through every address there was.
        st.query_params.update(kept)
        known.written_at = time.monotonic()


def _address() -> _Address:
    return of_run.once(session_keys.ADDRESS, _look_for_address)


def _look_for_address() -> _Address:
    found: _Address = st.session_state.setdefault(session_keys.ADDRESS, _Address(""))
    return found


def language() -> str:
    """The reader's language; app.py settles it before anything is drawn."""
    return i18n.language()


def settle_language(offered: Sequence[str]) -> str:
    """Take the language of the address, the session, or the browser, in this order."""
    browser = (st.context.locale or "").split("-")[0].lower()
    fallback = browser if browser in offered else offered[0]
    asked = (each for each in _asked(LANGUAGE, None) if each in offered)
    chosen = next(asked, fallback)
    st.session_state[session_keys.LANGUAGE] = chosen
    of_run.changed(session_keys.LANGUAGE)
    return chosen


def chosen_one(
    name: str, options: Sequence[str], default: str, memory: str | None = None
) -> str:
    """The valid choice under a name; asks nothing and draws nothing."""
    for asked in _asked(name, memory):
        if asked in options:
            keep(name, asked, memory)
            return asked
    return default


def chosen_several(
    name: str, options: Sequence[str], default: Sequence[str]
) -> list[str]:
    """The valid choices under a name (`a,b,c`), in the order they were chosen."""
    for asked in _asked(name, None):
        known = [part for part in asked.split(",") if part in options]
        if known or not asked:
            keep(name, ",".join(dict.fromkeys(known)))
            return list(dict.fromkeys(known))
    return list(default)


def keep(name: str, value: str, memory: str | None = None) -> None:
    """Go on with what the address says or, if it does not, with what is remembered."""
    known = _address()
    if name not in st.query_params and name not in known.given:
        known.carried.add(name)
    remember(name, value, memory)


def remember(name: str, value: str, memory: str | None = None) -> None:
    """Write a choice into the address and the session."""
    st.session_state[session_keys.remembered(memory or name)] = value
    of_run.changed(_LINK)
    known = _address()
    if name not in known.carried:
        known.given[name] = memory or name
    # Only on a change: each write sends a message to the browser.
    if st.query_params.get(name) != value:
        st.query_params[name] = value
        known.written_at = time.monotonic()


def link(**changed: str) -> dict[str, str]:
    """Query parameters of a link that keeps the language and period being looked at."""
    if _has_no_links.get():
        raise RuntimeError("What is kept for every period must not have links.")
    return {**of_run.once(_LINK, _kept_by_links), **changed}


@contextmanager
def without_links() -> Iterator[None]:
    """Nothing that is drawn within has links: it is kept whatever they carry."""
    token = _has_no_links.set(True)
    try:
        yield
    finally:
        _has_no_links.reset(token)


def _kept_by_links() -> dict[str, str]:
    return {
        name: value
        for name in (LANGUAGE, PERIOD, EDITION)
        if (
            value := st.query_params.get(name)
            or st.session_state.get(session_keys.remembered(name))
        )
    }


def forget(name: str) -> None:
    """Take a choice out of the address and the session."""
    st.session_state.pop(session_keys.remembered(name), None)
    of_run.changed(_LINK)
    if name in st.query_params:
        del st.query_params[name]


def asked(name: str) -> str | None:
    """What the address says under a name, else what the session remembers."""
    return next(_asked(name, None), None)


def _asked(name: str, memory: str | None) -> Iterator[str]:
    for source, key in (
        (st.query_params, name),
        (st.session_state, session_keys.remembered(memory or name)),
    ):
        if key in source:
            yield str(source[key])
