"""Whether something can be shown, and what: for whoever watches the server."""

from typing import Any

from starlette.responses import JSONResponse

from dashboard import failures, publications
from dashboard.accounts.principal import EVERYTHING
from dashboard.audience import Audience


def answer(audience: Audience) -> JSONResponse:
    """200 and what is published, or 503 and why nothing can be shown."""
    try:
        publication = publications.current()
        with publications.cursor(publication.file(audience), EVERYTHING):
            pass
    except (failures.Failure, publications.Gone) as problem:
        return JSONResponse(
            {"status": "unavailable", "reason": type(problem).__name__}, status_code=503
        )
    told: dict[str, Any] = {
        "status": "ok",
        "version": publication.version,
        "as_of": publication.as_of.isoformat(),
        "published_at": publication.published_at.isoformat(),
    }
    return JSONResponse(told)
