"""Who is reading the page being run, and whether they may: asked anew at every run.

Nobody is remembered between two runs, so that a disabled account is cut off at once.
What is done on a press or in a download asks again by itself. A deployment for the
public never asks: it has no sign-in and opens no store.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

import streamlit as st
from starlette.requests import HTTPConnection

from dashboard import audience, drawings, failures, navigation, session_keys
from dashboard.accounts import audit, cookies, rights, sessions
from dashboard.accounts.principal import NOBODY, Principal, Role
from dashboard.accounts.rights import Right
from dashboard.audience import Audience, Sight
from dashboard.database import engine
from dashboard.navigation import PageSpec

# The reader the frame has asked for, while it runs a page.
_of_run: ContextVar[Principal | None] = ContextVar("reader_of_run", default=None)


@contextmanager
def running_for(reader: Principal) -> Iterator[None]:
    """Let the page that the frame runs go by the answer that the frame just got."""
    token = _of_run.set(reader)
    try:
        yield
    finally:
        _of_run.reset(token)


def enter(page_name: str) -> Principal:
    """First line of every page: refuse it to whom it is not for; returns the reader.

    Sets what the page reads of published data, and notes a restricted page in the audit
    log when a session opens it first.
    """
    page = navigation.page(page_name)
    audience.settle(None)
    reader = who_reads()
    check_can_open(page, reader)
    seen = sight(reader, page.audience)
    edition = st.session_state.get(session_keys.EDITION_SHOWN)
    audience.settle(replace(seen, edition=edition))
    _note_view(page, reader)
    return reader


def who_reads() -> Principal:
    """Whom the frame found reading; in a part that runs by itself, asked anew."""
    return _of_run.get() or principal()


def principal() -> Principal:
    """The reader of the page being run, asked anew; NOBODY when not signed in."""
    drawings.check_is_not_kept()
    if audience.of_deployment() == Audience.PUBLIC:
        return NOBODY
    return _of_token(_token())


def of_request(request: HTTPConnection) -> Principal:
    """The same of whoever asks a route."""
    if audience.of_deployment() == Audience.PUBLIC:
        return NOBODY
    return _of_token(request.cookies.get(cookies.SESSION))


def check_can_open(page: PageSpec, reader: Principal) -> None:
    """Raise the Failure that says why this reader may not open a page."""
    if navigation.can_open(page, audience.of_deployment(), reader):
        return
    if audience.of_deployment() == Audience.PUBLIC:
        raise failures.NotForThisAudience(f"{page.name} is not served here")
    if reader.role == Role.PUBLIC:
        raise failures.SignInNeeded(f"{page.name} needs a sign-in")
    raise rights.NotAllowed(f"{reader.role} may not open {page.name}")


def sight(reader: Principal, wanted: Audience = Audience.INTERNAL) -> Sight:
    """What a reader may see of published data, at most of the audience wanted."""
    if wanted == Audience.INTERNAL and rights.can(reader, Right.SEE_SCORECARDS):
        return Sight(Audience.INTERNAL, reader.scope)
    return Sight()


def later() -> Callable[[], Principal]:
    """The reader, asked anew when a download is pressed.

    What is made then runs outside the page, where no cookie can be seen: the page
    remembers which session asked, and whether it still stands is asked when it runs.
    """
    drawings.check_is_not_kept()
    if audience.of_deployment() == Audience.PUBLIC:
        return lambda: NOBODY
    token = _token()
    return lambda: _of_token(token)


def note_export(what: str, right: Right, reader: Principal) -> Sight:
    """Let the reader take data away: refused without the right, else in the audit log.

    Returns what may be read.
    """
    rights.check_can(reader, right)
    _record(reader, "export", what)
    return sight(reader)


def _token() -> str | None:
    return st.context.cookies.get(cookies.SESSION)


def _of_token(token: str | None) -> Principal:
    standing = sessions.standing(token) if token else None
    # Whoever got a password from somebody else is nobody until it is their own.
    if standing is None or standing.must_change_password:
        return NOBODY
    return standing.principal


def _note_view(page: PageSpec, reader: Principal) -> None:
    if page.is_open:
        return
    viewed = st.session_state.setdefault(session_keys.PAGES_VIEWED, set())
    # Of one account: another may sign in while the browser keeps its window open.
    if (reader.account_id, page.name) not in viewed:
        _record(reader, "view", page.name)
        viewed.add((reader.account_id, page.name))


def _record(reader: Principal, action: str, target: str) -> None:
    with engine.writing() as session:
        audit.record(session, reader, action, target)
