"""HTTP routes beside the pages."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from dashboard import (
    audience,
    evidence_route,
    failures,
    publications,
)
from dashboard.accounts.principal import EVERYTHING
from dashboard.door import routes as door_routes


async def healthz(_request: Request) -> JSONResponse:
    """200 and what is published, or 503 and why nothing can be shown."""
    try:
        publication = publications.current()
        with publications.cursor(
            publication.file(audience.of_deployment()), EVERYTHING
        ):
            pass
    except (failures.Failure, publications.Gone) as problem:
        return JSONResponse(
            {"status": "unavailable", "reason": type(problem).__name__}, status_code=503
        )
    return JSONResponse(
        {
            "status": "ok",
            "version": publication.version,
            "as_of": publication.as_of.isoformat(),
            "published_at": publication.published_at.isoformat(),
        }
    )


ROUTES = [
    Route("/healthz", healthz, methods=["GET"]),
    evidence_route.ROUTE,
    *door_routes.ROUTES,
]
