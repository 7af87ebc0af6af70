"""HTTP routes beside the pages."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from dashboard import audience, evidence_route, health
from dashboard.door import routes as door_routes
from dashboard.open_data import server as open_data


async def healthz(_request: Request) -> JSONResponse:
    """200 and what is published, or 503 and why nothing can be shown."""
    return health.answer(audience.of_deployment())


ROUTES = [
    Route("/healthz", healthz, methods=["GET"]),
    evidence_route.ROUTE,
    open_data.route(),
    *door_routes.ROUTES,
]
