"""Files are taken from those who are signed in, and from nobody else.

Streamlit keeps in memory what any open page sends it, whether a page asked for it or
not: whoever looks at the public ranking could fill the server with files.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.accounts import here
from dashboard.accounts.principal import Role
from dashboard.failures import Failure

# Whatever folder the dashboard is served in.
_ADDRESS = "/_stcore/upload_file/"


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
        # The store may have to be waited for.
        if brings and not await run_in_threadpool(_is_known, Request(scope)):
            await Response(status_code=403)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _is_known(request: Request) -> bool:
    try:
        return here.of_request(request).role != Role.PUBLIC
    except Failure:
        # Without the store nobody is known.
        return False
