"""Readers and evaluators through nginx, on one replica and on two.

Real processes: nginx with TLS, replicas kept by `python -m dashboard serve`, PostgreSQL
with every commit synced. Readers rerun the ranking as fast as they are answered, and a
few evaluators save scores beside them, all from a process of their own on the same
machine. The reference is one replica. Refuses to report if a save that a page
acknowledged was lost.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import workspace
from dashboard.database import engine
from tests import databases
from tests.replicas import evaluators, fleet, page
from tests.replicas.fleet import Fleet

READERS = 16
EVALUATORS = 4
SECONDS = 15.0


def measure() -> Iterator[tuple[str, float, str, float | None]]:
    """Reruns a second and their p95, saves a second, on one replica and on two."""
    found = databases.programs()
    if found is None or fleet.NGINX is None:
        raise SystemExit("needs PostgreSQL and nginx (bash tools/find_servers.sh)")
    reference: dict[str, float] = {}
    with (
        workspace.published() as data,
        databases.started(found, is_durable=True) as cluster,
    ):
        for replicas in (1, 2):
            before = os.environ.get(engine.STORE_VARIABLE)
            os.environ[engine.STORE_VARIABLE] = cluster.url(cluster.copy())
            try:
                measured = _measured(data, replicas)
            finally:
                engine.close()
                os.environ.pop(engine.STORE_VARIABLE)
                if before is not None:
                    os.environ[engine.STORE_VARIABLE] = before
            for name, (value, unit) in measured.items():
                held = reference.setdefault(name, value)
                ratio = None if replicas == 1 else value / held
                yield f"{name}_{replicas}_replicas", value, unit, ratio


def _measured(data: Path, replicas: int) -> dict[str, tuple[float, str]]:
    at_desks = evaluators.opened(EVALUATORS)
    with tempfile.TemporaryDirectory(prefix="govscore-replicas-") as folder:
        Path(folder).chmod(0o755)
        with fleet.running(data, engine.url(), Path(folder), replicas) as running:
            # The first readers of a process find nothing kept.
            asyncio.run(_read(running, 3.0))
            with evaluators.at_work(running, at_desks):
                saved = sum(len(each.acknowledged) for each in at_desks)
                spent = asyncio.run(_read(running, SECONDS))
                saved = sum(len(each.acknowledged) for each in at_desks) - saved
            evaluators.check_kept(at_desks)
    return {
        "reruns_a_second": (len(spent) / SECONDS, "1/s"),
        "rerun_p95": (1000 * statistics.quantiles(spent, n=20)[-1], "ms"),
        "saves_a_second": (saved / SECONDS, "1/s"),
    }


async def _read(running: Fleet, seconds: float) -> list[float]:
    """Readers at the ranking for so long; the seconds of every rerun."""
    until = time.monotonic() + seconds
    spent: list[float] = []

    async def reader() -> None:
        async with page.opened(running) as shown:
            await shown.ask("lang=zh", "ranking")
            while time.monotonic() < until:
                started = time.perf_counter()
                await shown.ask("lang=zh", "ranking")
                spent.append(time.perf_counter() - started)

    await asyncio.gather(*(reader() for _ in range(READERS)))
    return spent
