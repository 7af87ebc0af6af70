"""`python -m dashboard open-data`: the open data as a process of its own."""

from typing import Annotated

import typer

from dashboard.terminal import Data, say, take_workspace


def open_data(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8600,
    data: Data = None,
) -> None:
    """Serve the public file as open data, without pages, accounts and Streamlit."""
    take_workspace(data)
    # Only now: other commands need no server.
    import uvicorn

    say(f"Open data on http://{host}:{port}/api/v1/openapi.json")
    uvicorn.run(
        "dashboard.open_data.server:app",
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        # A line a request would cost more than the request.
        access_log=False,
        log_level="warning",
    )
