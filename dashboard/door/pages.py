"""The few pages that are HTML: how they are filled, spoken and protected.

Why they are not Streamlit's is in docs/decisions.md. They hold no script, and nothing
of another site may be loaded into them or put around them.
"""

import functools
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dashboard import failures, i18n, locations, publications, store
from dashboard.audience import Audience

STYLE = "door.css"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# As the html element names them.
_TAGS = {"zh": "zh-CN", "en": "en"}
_OWN_NAMES = {"zh": "中文", "en": "English"}


def show(
    request: Request, page: str, status: int = 200, **values: object
) -> HTMLResponse:
    """A page in the reader's language; `w` gives its words, `values` what it tells."""
    language = language_of(request)
    template = _templates().get_template(f"{page}.html")
    text = template.render(
        values,
        page=page,
        w=lambda key, **told: i18n.said_in(language, f"door.{key}", **told),
        language=language,
        tag=_TAGS[language],
        product=i18n.said_in(language, "frame.product"),
        workspace=_workspace(language),
        others={
            other: (_OWN_NAMES[other], _in_language(request, other, values))
            for other in i18n.LOCALES
            if other != language
        },
    )
    return HTMLResponse(text, status, HEADERS)


def style() -> Response:
    """The one stylesheet; it says nothing that may not be kept."""
    text = (locations.templates() / STYLE).read_text(encoding="utf-8")
    kept = {**HEADERS, "Cache-Control": "public, max-age=3600"}
    return Response(text, headers=kept, media_type="text/css")


def language_of(request: Request) -> str:
    """What the address says, else what the browser prefers."""
    asked = request.query_params.get("lang", "")
    if asked in i18n.LOCALES:
        return asked
    return i18n.preferred(request.headers.get("accept-language", ""))


def _in_language(request: Request, language: str, values: dict[str, object]) -> str:
    """The same page; where it leads afterwards came by the form, if by one."""
    asked = {**request.query_params, "lang": language}
    if wanted := values.get("next"):
        asked["next"] = str(wanted)
    return f"?{urlencode(asked)}"


def _workspace(language: str) -> str:
    """The workspace's name as published; empty before the first publication."""
    try:
        return _name_in(publications.current().version, language)
    except failures.Failure:
        return ""


@functools.lru_cache(maxsize=8)
def _name_in(_version: str, language: str) -> str:
    rows = store.fetch_for(Audience.PUBLIC, "publication", language=language)
    return str(rows.workspace_name.iloc[0])


@functools.cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(locations.templates()),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
