"""GET /evidence/{evidence_id}: one file of evidence, for whoever may see it.

To everybody else it answers as if there were none: numbers are not to be tried out.
The browser saves the file and never shows it, so that nothing in it runs here.
"""

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard import audience, i18n
from dashboard.accounts import here
from dashboard.accounts.rights import NotAllowed
from dashboard.assessments import evidence
from dashboard.audience import Audience
from dashboard.failures import Failure

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
}
# What may stand in a quoted name of a header as it is (RFC 6266).
_PLAIN = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-()"
)


async def download(request: Request) -> Response:
    """The file, or a sentence that says why not."""
    # The store, and a large file, may have to be waited for.
    return await run_in_threadpool(_answer, request)


def _answer(request: Request) -> Response:
    if audience.of_deployment() == Audience.PUBLIC:
        return _sentence(request, "evidence.none", 404)
    try:
        reader = here.of_request(request)
        row, content = evidence.read(reader, request.path_params["evidence_id"])
    except NotAllowed:
        return _sentence(request, "evidence.none", 404)
    except evidence.Gone as gone:
        return _sentence(request, gone.key, 410)
    except Failure as failure:
        return _sentence(request, failure.key, 503)
    return Response(
        content,
        media_type=row.media_type,
        headers={**_HEADERS, "Content-Disposition": disposition(row.name)},
    )


def disposition(name: str) -> str:
    """Save under this name; old readers of headers get it in plain letters."""
    simple = "".join(letter if letter in _PLAIN else "_" for letter in name)
    return f"attachment; filename=\"{simple}\"; filename*=UTF-8''{quote(name, safe='')}"


def _sentence(request: Request, key: str, status: int) -> Response:
    asked = request.query_params.get("lang", i18n.DEFAULT)
    language = asked if asked in i18n.LOCALES else i18n.DEFAULT
    return PlainTextResponse(
        i18n.said_in(language, key), status_code=status, headers=_HEADERS
    )


ROUTE = Route("/evidence/{evidence_id:int}", download, methods=["GET"])
