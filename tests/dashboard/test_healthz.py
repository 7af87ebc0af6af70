"""GET /healthz of a real server process: what is published, or why nothing is."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.dashboard import published

_PROJECT = Path(__file__).parents[2]


@contextmanager
def served(workspace: Path, audience: str = "") -> Iterator[str]:
    """The dashboard on a free port of this machine; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "streamlit_app.py",
         "--server.port", str(port), "--server.address", "127.0.0.1"],
        cwd=_PROJECT,
        env={**os.environ, "GOVSCORE_DATA": str(workspace),
             "GOVSCORE_AUDIENCE": audience},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
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


def get(address: str) -> tuple[int, dict[str, str]]:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.load(refusal)


def test_healthz_before_and_after_publications_and_without_a_restart(
    tmp_path: Path,
) -> None:
    with served(tmp_path) as address:
        status, told = get(f"{address}/healthz")
        assert status == 503
        assert told["reason"]

        published.publish(tmp_path)
        status, told = get(f"{address}/healthz")
        assert status == 200
        assert told == {
            "status": "ok",
            "version": "v1",
            "as_of": "2026-10-31",
            "published_at": "2026-11-01T02:03:04+00:00",
        }

        published.publish(tmp_path, "v2")
        assert get(f"{address}/healthz")[1]["version"] == "v2"


def test_a_public_deployment_is_healthy_without_the_internal_file(
    tmp_path: Path,
) -> None:
    folder = published.publish(tmp_path)
    (folder / "v1-internal.duckdb").unlink()
    with served(tmp_path, "public") as address:
        assert get(f"{address}/healthz")[0] == 200
