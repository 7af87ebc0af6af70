"""One of the processes of `python -m dashboard serve`: serves the dashboard.

It differs from `streamlit run` in how it begins and ends. It listens only when it is
ready, so that nobody waits for a start. When it is told to end, it takes nobody new,
lets what was begun finish, and then closes each connection, upon which the browser
connects again, to another replica. This module alone knows how Streamlit keeps its
sessions and starts its server.
"""

import asyncio
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from typing import Any

import typer
import uvicorn
from streamlit.runtime import get_instance
from streamlit.runtime.session_manager import ActiveSessionInfo
from streamlit.web import bootstrap
from streamlit.web.server.starlette import starlette_server

from dashboard.door import uploads

_LOOK_SECONDS = 0.02
# "Service restart": come again. Anything but a clean close would do as well.
_RESTARTS = 1012


class Draining(uvicorn.Server):
    """Uvicorn's server, which ends only when what was begun is done."""

    def __init__(self, config: uvicorn.Config, patience: float) -> None:
        super().__init__(config)
        # How long runs and files under way may take: seconds.
        self.patience = patience

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Nobody new; then session by session; then the rest, as ever."""
        for server in self.servers:
            server.close()
        closed: set[str] = set()
        until = asyncio.get_running_loop().time() + self.patience
        while asyncio.get_running_loop().time() < until:
            if not await _close_those_at_rest(closed):
                break
            await asyncio.sleep(_LOOK_SECONDS)
        await super().shutdown(sockets)


async def _close_those_at_rest(closed: set[str]) -> bool:
    """Close who has nothing under way; returns whether anybody is left.

    closed: sessions whose connections were closed before.
    """
    is_anybody_left = False
    for info in _connected():
        if info.session.id in closed:
            continue
        if _is_at_rest(info):
            closed.add(info.session.id)
            client: Any = info.client
            await client._websocket.close(code=_RESTARTS)
        else:
            is_anybody_left = True
    return is_anybody_left


def _connected() -> Iterator[ActiveSessionInfo]:
    # A list of its own: who is closed leaves it while it is gone through.
    yield from [*get_instance()._session_mgr.list_active_sessions()]


def _is_at_rest(info: ActiveSessionInfo) -> bool:
    """No run, no file on its way, and nothing that the browser was not sent yet."""
    session: Any = info.session
    client: Any = info.client
    return (
        session._scriptrunner is None
        and not uploads.is_under_way(session.id)
        and session._browser_queue.is_empty()
        and client._send_queue.empty()
    )


def main(address: str, port: int, patience: float) -> None:
    """Serve until told to end, or until whoever started this is gone."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    bootstrap.load_config_options({"server_port": port, "server_address": address})
    # Named, not imported here: the application reads its settings when it is imported.
    settings = starlette_server._get_uvicorn_config_kwargs()
    config = uvicorn.Config("streamlit_app:app", host=address, port=port, **settings)
    Draining(config, patience).run()


def _end_with_parent() -> None:
    """Standard input ends when the process that holds its other end does."""
    while sys.stdin.buffer.read(1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    typer.run(main)
