"""`python -m dashboard serve` and `nginx`: several replicas, and the way to them."""

import asyncio
import logging
import re
from pathlib import Path
from typing import Annotated

import typer

from dashboard.serving import proxy, supervisor
from dashboard.terminal import Data, WrongCall, say, take_workspace

Replicas = Annotated[
    int, typer.Option(min=1, max=64, help="How many processes; one a core is plenty.")
]
Port = Annotated[
    int, typer.Option(min=1, max=65_000, help="The first replica's; the next follow.")
]
# What may stand in a configuration unquoted: no space, no bracket, no semicolon.
_PLAIN = re.compile(r"[A-Za-z0-9._~:/\[\]*+-]+")


def serve(
    replicas: Replicas = 2,
    port: Port = 8501,
    address: Annotated[
        str, typer.Option(help="Where the replicas listen; the proxy comes from there.")
    ] = "127.0.0.1",
    data: Data = None,
) -> None:
    """Serve with several processes: SIGHUP renews them in turn, SIGTERM ends them."""
    take_workspace(data)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    asyncio.run(supervisor.supervise(address, _ports(port, replicas)))


def nginx(
    host: Annotated[str, typer.Option(help="The name readers know it by.")],
    replicas: Replicas = 2,
    port: Port = 8501,
    replica: Annotated[
        list[str] | None,
        typer.Option(help="A replica on another machine, host:port (again: too)."),
    ] = None,
    listen: Annotated[
        str, typer.Option(help="Port, or address and port; 443 with a certificate.")
    ] = "",
    certificate: Annotated[
        Path | None, typer.Option(help="The file of the TLS certificate.")
    ] = None,
    key: Annotated[Path | None, typer.Option(help="The file of its key.")] = None,
    cache: Annotated[
        Path, typer.Option(help="Where nginx keeps Streamlit's scripts.")
    ] = Path("/var/cache/nginx/govscore"),
) -> None:
    """Print a configuration of nginx for the replicas, for its http block."""
    if (certificate is None) != (key is None):
        raise WrongCall("A certificate and its key go together: give both or neither.")
    found = replica or [f"127.0.0.1:{each}" for each in _ports(port, replicas)]
    site = proxy.Site(
        host=host,
        replicas=found,
        listen=listen or ("443" if certificate else "80"),
        cache=str(cache),
        certificate=str(certificate or ""),
        key=str(key or ""),
    )
    for value in (host, site.listen, site.cache, *found, site.certificate, site.key):
        if value and not _PLAIN.fullmatch(value):
            raise WrongCall(f"{value!r} cannot stand in a configuration of nginx.")
    say(proxy.configuration(site).rstrip("\n"))


def _ports(first: int, replicas: int) -> list[int]:
    return list(range(first, first + replicas))
