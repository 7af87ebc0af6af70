"""The way into the pages: whoever may not see one yet is led to the sign-in instead.

Only a browser's first request for a page passes here. Once a page is open its reader is
asked for again at every run (dashboard/accounts/here.py), so that nothing depends on
this alone.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard import audience, navigation
from dashboard.accounts import here, openid
from dashboard.accounts.principal import Role
from dashboard.audience import Audience
from dashboard.door import way_back
from dashboard.failures import Failure

_PAGES = frozenset(page.name for page in navigation.PAGES)


class Door:
    """Answers for addresses of pages where it must; all else goes on to Streamlit."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            name = scope["path"].strip("/")
            if name in _PAGES or not name:
                request = Request(scope)
                # The store may have to be waited for.
                elsewhere = await run_in_threadpool(_elsewhere, request, name)
                if elsewhere is not None:
                    answer = RedirectResponse(elsewhere, status_code=303)
                    answer.headers["Cache-Control"] = "no-store"
                    await answer(scope, receive, send)
                    return
        await self.app(scope, receive, send)


def _elsewhere(request: Request, name: str) -> str | None:
    """Where the reader goes instead of a page; None when the page answers itself.

    Relative, so that it holds behind a proxy that serves the dashboard in a folder.
    """
    deployment = audience.of_deployment()
    try:
        reader = here.of_request(request)
    except Failure:
        # The page itself tells the reader.
        return None
    if reader.role == Role.PUBLIC and openid.ticket(request):
        return "./signed-in"
    if not name:
        return None
    pages = navigation.pages_of(deployment, reader)
    query = request.url.query
    if pages[0].name == name:
        # Where readers arrive is the root; a link to it by name, written where it is
        # one page of many, would otherwise end in "Page not found".
        return _with_query("./", query)
    is_refused = navigation.page(name) not in pages
    if is_refused and deployment == Audience.INTERNAL and reader.role == Role.PUBLIC:
        return f"./{way_back.asked('sign-in', request, _with_query(name, query))}"
    return None


def _with_query(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address
