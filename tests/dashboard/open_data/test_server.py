"""The open data as a process of its own, as an operator starts it."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.dashboard.open_data.conftest import publish_copy
from tests.serving import PROJECT, free_port, wait_for


def get(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return json.load(answer)


def test_a_process_of_its_own_serves_each_publication_within_seconds(
    world: Path, tmp_path: Path
) -> None:
    publish_copy(world, tmp_path)
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "open-data", "--port", str(port),
         "--data", str(tmp_path)],
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        wait_for(port, process)
        base = f"http://127.0.0.1:{port}"
        assert get(f"{base}/healthz")["version"] == "v1"
        assert get(f"{base}/api/v1/subjects")["version"] == "v1"
        publish_copy(world, tmp_path, "v2")
        # What was published before goes, as a run removes it.
        (tmp_path / "published" / "v1-public.duckdb").unlink()
        until = time.monotonic() + 5
        while get(f"{base}/api/v1/subjects")["version"] != "v2":
            assert time.monotonic() < until
            time.sleep(0.1)
    finally:
        process.terminate()
        _, said = process.communicate(timeout=20)
    assert b"Traceback" not in said


def test_neither_pays_for_what_only_the_other_needs() -> None:
    asked = (
        "import sys\n"
        "import dashboard.open_data.server\n"
        "dashboard.open_data.server._make()\n"
        "print('streamlit' in sys.modules, 'fastapi' in sys.modules)\n"
    )
    beside = "import sys\nimport dashboard.routes\nprint('fastapi' in sys.modules)\n"

    def said(program: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    assert said(asked) == "False True"
    assert said(beside) == "False"
