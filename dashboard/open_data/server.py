"""The open data where it is served: beside the pages, or by a process of its own.

    uvicorn dashboard.open_data.server:app --host 127.0.0.1 --port 8600

or `python -m dashboard open-data`, which is the same with what makes it quick.
"""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from dashboard import health
from dashboard.audience import Audience
from dashboard.open_data.front import Front


def _make() -> ASGIApp:
    # Only when first asked: FastAPI takes a third of a second to import.
    from dashboard.open_data.routes import make

    return make()


def route() -> Route:
    """All of /api/v1/, whatever the method: the front answers for those it refuses."""
    return Route("/api/v1/{path:path}", Front(_make))


def healthz(_request: Request) -> Response:
    """Whether the public file can be read."""
    return health.answer(Audience.PUBLIC)


def application() -> Starlette:
    return Starlette(routes=[Route("/healthz", healthz, methods=["GET"]), route()])


app = application()
