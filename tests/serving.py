"""The real server, as `make run` starts it, on a free port of this machine."""

import os
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
    """Where it answers, which process it is, and the file it logs to."""

    address: str
    pid: int
    log: Path


@contextmanager
def served(workspace: Path, log: Path, audience: str = "") -> Iterator[Server]:
    """Serve a workspace; the server ends with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "streamlit_app.py",
             "--server.port", str(port), "--server.address", "127.0.0.1"],
            cwd=PROJECT,
            env={**os.environ, "GOVSCORE_DATA": str(workspace),
                 "GOVSCORE_AUDIENCE": audience},
            stdout=written,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        _wait_for(port, process)
        yield Server(f"http://127.0.0.1:{port}", process.pid, log)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server ended before it answered"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start in 30 seconds")
