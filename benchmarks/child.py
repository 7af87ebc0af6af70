"""A command run in a process of its own: its time, its peak of memory, what it said."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock and on the processors, gigabytes at most, and output."""

    wall: float
    cpu: float
    peak: float
    said: str


def spent(*arguments: str) -> Spent:
    """Run `python -m` with these arguments; raises SystemExit when that fails."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.monotonic()
        child = subprocess.Popen(
            [sys.executable, "-m", *arguments], cwd=ROOT, stdout=out, stderr=err
        )
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            err.seek(0)
            told = err.read().decode(errors="replace")
            raise SystemExit(f"{' '.join(arguments)}\n{told[-2000:]}")
        out.seek(0)
        said = out.read().decode()
    cpu = usage.ru_utime + usage.ru_stime
    return Spent(wall, cpu, usage.ru_maxrss / (1 << 20), said)


def run(data: Path) -> Spent:
    """A run of the pipelines on a workspace; what it said is its --json."""
    return spent("pipelines", "run", "--json", "--data", str(data))
