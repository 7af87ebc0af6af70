"""The open data under load: one process on one core, wrk on another.

A mix of routes, three answers in four compressed JSON and one 304. The reference is an
application that says "hello" on the same server, asked in the same way in the same run.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import workspace
from benchmarks.served import served

ROOT = Path(__file__).parents[1]
SECONDS, CONNECTIONS = 10, 64
# The server has one core to itself, wrk another.
SERVER_CORE, CLIENT_CORE = "0", "1"
ADDRESSES = (
    "/api/v1/publication",
    "/api/v1/subjects",
    "/api/v1/indicators?language=en",
    "/api/v1/rankings/satisfaction?kind=city&period_kind=quarter",
    "/api/v1/rankings/satisfaction?kind=department&period_kind=quarter&limit=50",
    "/api/v1/scorecards/{subject}?period_kind=quarter",
    "/api/v1/observations?subject_id={subject}&period_kind=quarter",
    "/api/v1/observations?limit=100&offset=100",
)
_MIX = """
local addresses = {%s}
local number = 0
request = function()
  number = number + 1
  local headers = {["Accept-Encoding"] = "gzip"}
  if number %% 4 == 0 then headers["If-None-Match"] = '"%s"' end
  return wrk.format("GET", addresses[number %% #addresses + 1], headers)
end
"""
_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}


async def hello(scope: Any, _receive: Any, send: Any) -> None:
    """The least that an application can do."""
    if scope["type"] == "http":
        headers = [(b"content-type", b"text/plain"), (b"content-length", b"5")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"hello"})


def measure() -> Iterator[tuple[str, float, str, float | None]]:
    """Requests a second, latencies, memory; each beside the reference's."""
    wrk = _wrk()
    with tempfile.TemporaryDirectory() as folder, workspace.published() as data:
        mix = Path(folder) / "mix.lua"
        hello_there = _alone(
            "uvicorn", "benchmarks.open_data:hello", "--loop", "uvloop",
            "--http", "httptools", "--no-access-log", "--log-level", "warning",
        )  # fmt: skip
        with served(hello_there) as (port, pid):
            mix.write_text(_MIX % ('"/"', "none"), "utf-8")
            reference = _load(wrk, port, pid, mix)
        open_data = _alone("dashboard", "open-data", "--data", str(data))
        with served(open_data) as (port, pid):
            addresses, version = _warm(port)
            quoted = ", ".join(f'"{address}"' for address in addresses)
            mix.write_text(_MIX % (quoted, version), "utf-8")
            found = _load(wrk, port, pid, mix)
            memory = _megabytes(pid)
    for name, unit in (
        ("requests", "/s"),
        ("processor_time", "us"),
        ("p50", "ms"),
        ("p99", "ms"),
    ):
        yield f"open_data_hello_{name}", reference[name], unit, None
        ratio = found[name] / reference[name]
        yield f"open_data_{name}", found[name], unit, ratio
    yield "open_data_memory", memory, "MB", None


def _wrk() -> str:
    if shutil.which("wrk") is None:
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "wrk"],
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    found = shutil.which("wrk")
    if found is None:
        raise SystemExit("open_data needs wrk (Debian: apt-get install wrk).")
    return found


def _warm(port: int) -> tuple[list[str], str]:
    """Ask each address once, so that what is measured is what readers wait for."""
    base = f"http://127.0.0.1:{port}"

    def get(address: str) -> tuple[bytes, str]:
        asked = urllib.request.Request(
            base + address, headers={"Accept-Encoding": "gzip"}
        )
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.read(), answer.headers["ETag"].strip('"')

    _, tag = get("/api/v1/publication")
    addresses = [each.format(subject="city:230100") for each in ADDRESSES]
    for address in addresses:
        get(address)
    return addresses, tag.removesuffix("-gzip")


def _load(wrk: str, port: int, pid: int, mix: Path) -> dict[str, float]:
    before = _processor_seconds(pid)
    told = subprocess.run(
        ["taskset", "-c", CLIENT_CORE, wrk, "-t1", f"-c{CONNECTIONS}",
         f"-d{SECONDS}s", "--latency", "-s", str(mix), f"http://127.0.0.1:{port}"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout  # fmt: skip
    if "Non-2xx" in told or "Socket errors" in told:
        raise SystemExit(f"Not every request was answered:\n{told}")
    spent = _processor_seconds(pid) - before
    return {
        # Of one request, whatever else the machine does.
        "processor_time": 1e6 * spent / float(_found(r"(\d+) requests in", told)),
        "requests": float(_found(r"Requests/sec:\s+([\d.]+)", told)),
        "p50": _milliseconds(_found(r"(?m)^\s+50%\s+(\S+)", told)),
        "p99": _milliseconds(_found(r"(?m)^\s+99%\s+(\S+)", told)),
    }


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _found(pattern: str, told: str) -> str:
    match = re.search(pattern, told)
    assert match, told
    return match[1]


def _milliseconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()  # type: ignore[union-attr]
    return 1000 * float(number) * _UNITS[unit]


def _alone(*module: str) -> Callable[[int], list[str]]:
    """On the core that wrk leaves to it."""
    return lambda port: [
        *("taskset", "-c", SERVER_CORE, sys.executable, "-m", *module),
        *("--port", str(port)),
    ]


def _megabytes(pid: int) -> float:
    """The most memory the process ever held."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(_found(r"VmHWM:\s+(\d+)", status)) / 1024
