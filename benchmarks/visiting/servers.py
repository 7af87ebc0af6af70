"""Real server processes, each with what it used: processor time and memory."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from dashboard.accounts import cookies, csrf

ROOT = Path(__file__).parents[2]
PRODUCTION = "streamlit_app.py"
DEFAULT = "benchmarks/visiting/default_settings.py"
# What Streamlit does when nobody says otherwise; production says so in its config.
DEFAULTS = {
    "STREAMLIT_RUNNER_POST_SCRIPT_GC": "true",
    "STREAMLIT_RUNNER_MAGIC_ENABLED": "true",
    "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "auto",
}
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """Where it answers, which process it is, and what it says; then its file goes."""

    address: str
    pid: int
    log: Path

    def troubles(self) -> str:
        """The last lines of what it said, to look into an error."""
        return "\n".join(self.log.read_text("utf-8").splitlines()[-30:])

    def processor_seconds(self) -> float:
        """Processor time since it started, of all its threads."""
        told = Path(f"/proc/{self.pid}/stat").read_text("utf-8").rpartition(")")[2]
        user, system = told.split()[11:13]
        return (int(user) + int(system)) / _TICKS

    def peak_megabytes(self) -> float:
        """The most memory it ever held."""
        told = Path(f"/proc/{self.pid}/status").read_text("utf-8")
        found = re.search(r"VmHWM:\s+(\d+) kB", told)
        assert found is not None
        return int(found[1]) / 1024


@contextmanager
def started(
    count: int, script: str = PRODUCTION, settings: dict[str, str] | None = None
) -> Iterator[list[Server]]:
    """So many servers on one workspace and one store; they end with the block."""
    with ExitStack() as ends:
        yield [ends.enter_context(_one(script, settings or {})) for _ in range(count)]


@contextmanager
def _one(script: str, settings: dict[str, str]) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tempfile.NamedTemporaryFile("wb", suffix=".log")  # noqa: SIM115
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", script,
         "--server.headless", "true", "--server.port", str(port),
         "--server.address", "127.0.0.1"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
        stdout=log,
        stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/_stcore/health", process)
        yield Server(address, process.pid, Path(log.name))
    finally:
        process.terminate()
        process.wait(timeout=30)
        log.close()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit("The server ended before it answered.")
        try:
            if httpx.get(address).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise SystemExit("The server did not answer within a minute.")


def sign_in(address: str, name: str, password: str, times: int) -> list[str]:
    """So many sessions of one account, each begun at the form: the cookies' values."""
    with ThreadPoolExecutor(4) as hands:
        return list(
            hands.map(lambda _: _signed_in(address, name, password), range(times))
        )


def _signed_in(address: str, name: str, password: str) -> str:
    with httpx.Client(base_url=address, timeout=60) as browser:
        browser.get("/sign-in").raise_for_status()
        form = {
            csrf.FIELD: csrf.of_visit(browser.cookies[cookies.VISIT]),
            "name": name,
            "password": password,
            "next": "",
        }
        browser.post("/sign-in", data=form)
        return str(browser.cookies[cookies.SESSION])
