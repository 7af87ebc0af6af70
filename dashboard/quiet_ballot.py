"""The ballot's address holds a secret: it is told to nobody and kept nowhere.

Without these headers a browser would tell the address to whatever the page loads or
links to, and a shared computer's cache would keep it.
"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


class QuietBallot:
    """Adds the headers to the answers at the ballot's address."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def quietly(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        is_ballot = scope["type"] == "http" and scope["path"].rstrip("/").endswith(
            "/ballot"
        )
        await self.app(scope, receive, quietly if is_ballot else send)
