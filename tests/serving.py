"""The real server, as `make run` starts it, on a free port of this machine."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Server:
    """Where it answers, which process it is, the file it logs to, what it serves.

    role: as whom its readers are signed in unless a test says otherwise; "" for nobody.
    """

    address: str
    pid: int
    log: Path
    workspace: Path
    role: str = ""


@contextmanager
def served(
    workspace: Path,
    log: Path,
    audience: str = "",
    role: str = "",
    port: int | None = None,
    **settings: str,
) -> Iterator[Server]:
    """Serve a workspace; the server ends with the block.

    role: see Server. settings: more of the environment.
    """
    port = port or free_port()
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "streamlit_app.py",
             "--server.port", str(port), "--server.address", "127.0.0.1"],
            cwd=PROJECT,
            env={**os.environ, "GOVSCORE_DATA": str(workspace),
                 "GOVSCORE_AUDIENCE": audience, **settings},
            stdout=written,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        wait_for(port, process)
        address = f"http://127.0.0.1:{port}"
        yield Server(address, process.pid, log, workspace, role)
    finally:
        process.terminate()
        process.wait(timeout=20)


def free_port() -> int:
    """A port of this machine that nobody listens on.

    Below those that the system gives to outgoing connections: one of these may take
    what was free before a server comes to listen there.
    """
    while True:
        port = 10_000 + secrets.randbelow(20_000)
        with socket.socket() as free:
            try:
                free.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server ended before it answered"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start in 30 seconds")
