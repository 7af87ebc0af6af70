"""HTTP routes beside the pages."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from dashboard import audience, failures, navigation, publications


async def healthz(_request: Request) -> JSONResponse:
    """200 and what is published, or 503 and why nothing can be shown."""
    try:
        publication = publications.current()
        with publications.cursor(publication.file(audience.of_deployment())):
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


async def start(request: Request) -> RedirectResponse:
    """The page where readers arrive lives at the root; its own name leads there.

    A link to it written in the other deployment, where it is one page of many, would
    otherwise end in "Page not found".
    """
    query = request.url.query
    # Relative, so that it holds behind a proxy that serves the dashboard in a folder.
    return RedirectResponse(f"./?{query}" if query else "./")


ROUTES = [
    Route("/healthz", healthz, methods=["GET"]),
    Route(f"/{navigation.pages_of(audience.of_deployment())[0].name}", start),
]
