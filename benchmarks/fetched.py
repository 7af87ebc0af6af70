"""What a browser fetched for a page: bytes by kind, and the largest files of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, WebSocket

KINDS = ("streamlit", "vega", "plotly", "fonts", "data")
_NAMED = 3
_VEGA = ("embed.", "ArrowVegaLiteChart.")
_PLOTLY = ("PlotlyChart.",)
_FONTS = (".woff", ".woff2", ".ttf", ".otf")


class Fetched:
    """Listens to a page from before it is opened until the figures are read.

    Bodies as they came over the wire, compressed or not; of the websocket what it
    brought: our figures and words.
    """

    def __init__(self, page: Page) -> None:
        self._requests: list[Request] = []
        self._brought = 0
        page.on("requestfinished", self._keep)
        page.on("websocket", self._listen)

    def _keep(self, request: Request) -> None:
        self._requests.append(request)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._count)

    def _count(self, frame: str | bytes) -> None:
        self._brought += len(frame)

    def files(self) -> dict[str, dict[str, int]]:
        """Kind to file to bytes."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for request in self._requests:
            name = PurePosixPath(urlsplit(request.url).path).name or "(document)"
            found[_kind(name)][name] = request.sizes()["responseBodySize"]
        found["data"]["(websocket)"] = self._brought
        return found


def lines(page: str, files: dict[str, dict[str, int]]) -> Iterator[str]:
    """A line a kind, for people: how many files, how much, the largest by name."""
    for kind in KINDS:
        sizes = files.get(kind, {})
        largest = sorted(sizes, key=sizes.__getitem__, reverse=True)[:_NAMED]
        told = ", ".join(f"{name} {sizes[name] / 1e3:,.0f} kB" for name in largest)
        yield (
            f"# {page}, {kind}: {len(sizes)} files, "
            f"{sum(sizes.values()) / 1e3:,.0f} kB{f' ({told})' if told else ''}"
        )


def _kind(name: str) -> str:
    if name.startswith(_PLOTLY):
        return "plotly"
    if name.startswith(_VEGA):
        return "vega"
    return "fonts" if name.endswith(_FONTS) else "streamlit"
