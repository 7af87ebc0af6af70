"""A page that is open at the fleet: what a browser would say over its websocket.

Asynchronous, unlike tests/visitor.py: a TLS connection of this Python must not be read
and written by two threads at once, as the other one does.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from tests.replicas.fleet import Fleet
from tests.visitor import Answer, handshake, rerun


class Page:
    """An open page, and the replica that its browser is told it belongs to."""

    def __init__(self, connection: ClientConnection, replica: str) -> None:
        self._connection = connection
        told = connection.response.headers.get("Set-Cookie", "")
        self.replica = told.partition(";")[0].partition("=")[2] or replica

    async def ask(
        self, query: str, name: str, states: Sequence[WidgetState] = ()
    ) -> Answer:
        """Have the page run and return what comes until it is finished."""
        await self._connection.send(rerun(query, name, states=states))
        answer = Answer()
        async with asyncio.timeout(30):
            while not answer.takes(await self._connection.recv(decode=False)):
                pass
        return answer


@asynccontextmanager
async def opened(
    fleet: Fleet, token: str = "", replica: str | int = ""
) -> AsyncIterator[Page]:
    """A page of a browser that is signed in by a token and belongs to a replica."""
    kept = f"govscore_replica={replica}" if replica else ""
    told = handshake(fleet.address, token, kept)
    async with connect(**told, ssl=fleet.trusted, proxy=None, max_size=None) as made:
        yield Page(made, str(replica))


def seen(fleet: Fleet, token: str, replica: int, name: str) -> Answer:
    """What one page shows, in English."""

    async def look() -> Answer:
        async with opened(fleet, token, replica) as page:
            return await page.ask("lang=en", name)

    return asyncio.run(look())
