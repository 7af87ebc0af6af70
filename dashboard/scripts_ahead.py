"""What draws a page is named with the page, so that the browser fetches it at once.

Streamlit's page asks for the script of an element when the first one arrives, and for
what that script needs when it has it: the largest come last. Named in a header of the
document, they are fetched and compiled while the page still gets ready.
"""

import functools
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.accounts import cookies

# The scripts of Streamlit's elements, by how their files begin. Few: a header of more
# than two kilobytes is refused by some proxies.
_CONTROLS = ("Selectbox", "ButtonGroup", "useSyncComboBoxEnterTargetFocus")
_VEGA = ("embed", "ArrowVegaLiteChart", "recordbatch", "serialization", "time")
_TILES = ("Metric", "numbro")
_TABLES = ("Table", "Quiver", "arrowFormatUtils", "moment")
_PLOTLY = ("PlotlyChart",)
# Pages with figures above the fold.
PAGES: dict[str | None, tuple[str, ...]] = {
    "overview": (*_VEGA, *_TILES, *_CONTROLS),
    "signals": (*_VEGA, *_CONTROLS),
    "department": (*_PLOTLY, *_VEGA, *_CONTROLS),
    "city": (*_PLOTLY, *_VEGA, *_CONTROLS),
    "compare": (*_VEGA, *_CONTROLS),
    "ranking": (*_VEGA, *_TABLES, *_CONTROLS),
}


class ScriptsAhead:
    """Adds the header to the documents of pages that draw."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        told = header(PAGES.get(_page(scope), ()))

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("Link", told)
            await send(message)

        await self.app(scope, receive, telling if told else send)


def _page(scope: Scope) -> str | None:
    """The page a document is for; without a name the one that readers arrive at."""
    if scope["type"] != "http":
        return None
    named = str(scope["path"]).strip("/")
    if named:
        return named
    # The key alone: whether it still opens anything, the page will see.
    return "overview" if cookies.SESSION in Request(scope).cookies else "ranking"


@functools.cache
def header(names: tuple[str, ...]) -> str:
    """The value of the header that names these scripts.

    Relative addresses, so that they hold behind a proxy that serves in a folder. What
    this release of Streamlit calls otherwise is left out: then the page asks for it by
    itself, as ever.
    """
    folder = Path(streamlit.__file__).parent / "static"
    found = [
        file.relative_to(folder).as_posix()
        for name in names
        for file in sorted(folder.glob(f"static/js/{name}.*.js"))
    ]
    return ", ".join(f"<./{file}>; rel=modulepreload" for file in found)
