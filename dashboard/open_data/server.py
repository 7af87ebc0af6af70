"""The open data where it is served: beside the pages, or by a process of its own.

    uvicorn dashboard.open_data.server:app --host 127.0.0.1 --port 8600

or `python -m dashboard open-data`, which is the same with what makes it quick.
"""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard import health
from dashboard.audience import Audience
from dashboard.open_data.front import BASE, Front


def _make() -> ASGIApp:
    # Only when first asked: FastAPI takes a third of a second to import.
    from dashboard.open_data.routes import make

    return make()


def route() -> Route:
    """Beside the pages: all of /api/v1/, whatever the method; the front refuses."""
    return Route(f"{BASE}/{{path:path}}", Front(_make))


def healthz(_request: Request) -> Response:
    """Whether the public file can be read."""
    return health.answer(Audience.PUBLIC)


class Alone:
    """The process of its own: open data first, without a router on their way."""

    def __init__(self) -> None:
        self._open_data = Front(_make)
        self._rest = Starlette(routes=[Route("/healthz", healthz, methods=["GET"])])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_open = scope["type"] == "http" and scope["path"].startswith(f"{BASE}/")
        await (self._open_data if is_open else self._rest)(scope, receive, send)


app = Alone()
