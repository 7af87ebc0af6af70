"""Charts are drawn by a script of megabytes a page asks for last: told of at first.

Streamlit's page loads it when the first figure arrives. With this header the browser
fetches and compiles it while the page is still getting ready.
"""

import functools
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Pages with figures above the fold; "" is where readers arrive.
_DRAWN = frozenset({"", "overview", "department", "city", "compare", "ranking"})


class ChartsAhead:
    """Adds the header to the documents of pages that draw."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    for script in scripts():
                        headers.append("Link", f"<{script}>; rel=modulepreload")
            await send(message)

        draws = scope["type"] == "http" and scope["path"].strip("/") in _DRAWN
        await self.app(scope, receive, telling if draws else send)


@functools.cache
def scripts() -> tuple[str, ...]:
    """Relative addresses, so that they hold behind a proxy that serves in a folder.

    None when this release of Streamlit names its scripts otherwise: then the page asks
    for them by itself, as ever.
    """
    folder = Path(streamlit.__file__).parent / "static"
    found = folder.glob("static/js/PlotlyChart.*.js")
    return tuple(f"./{file.relative_to(folder).as_posix()}" for file in sorted(found))
