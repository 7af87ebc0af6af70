"""Files are taken from those who are signed in, and from nobody else.

Streamlit keeps in memory what any open page sends it, whether a page asked for it or
not: whoever looks at the public ranking could fill the server with files.
"""

import asyncio
from collections import Counter

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.accounts import here
from dashboard.accounts.principal import Role
from dashboard.failures import Failure

# Whatever folder the dashboard is served in.
_ADDRESS = "/_stcore/upload_file/"
# How many files are on their way to each of Streamlit's sessions; on one event loop.
_under_way: Counter[str] = Counter()
# A file that has arrived is of use when the page has heard of it from the browser.
_HEARD_SECONDS = 1.0


class Uploads:
    """Refuses files of strangers before any of them is read."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        brings = (
            scope["type"] == "http"
            and scope["method"] == "PUT"
            and _ADDRESS in scope["path"]
        )
        if not brings:
            await self.app(scope, receive, send)
            return
        # The store may have to be waited for.
        if not await run_in_threadpool(_is_known, Request(scope)):
            await Response(status_code=403)(scope, receive, send)
            return
        session = scope["path"].partition(_ADDRESS)[2].partition("/")[0]
        _under_way[session] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            asyncio.get_running_loop().call_later(_HEARD_SECONDS, _heard, session)


def is_under_way(session: str) -> bool:
    """Whether a file is on its way to a session, or the page has hardly heard of it."""
    return session in _under_way


def _heard(session: str) -> None:
    _under_way[session] -= 1
    if not _under_way[session]:
        del _under_way[session]


def _is_known(request: Request) -> bool:
    try:
        return here.of_request(request).role != Role.PUBLIC
    except Failure:
        # Without the store nobody is known.
        return False
