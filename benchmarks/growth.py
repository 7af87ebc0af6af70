"""From sizes that were measured to a province and the nation: lines, and a simulation.

Rows: a first load, its disk and a day are measured at two sizes; a line through both
says what larger ones would take, were nothing to break. Visitors: a crowd that one
process serves with ease is measured (benchmarks/visitors.py), and a simulation has more
of the same visitors on processes that each make one rerun at a time, as Python does.
How far the line holds, benchmarks/pipelines_from_parquet.py measures at a hundred
million; what breaks first is told in docs/scale.md.
"""

from __future__ import annotations

import heapq
import random
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import pipelines_from_parquet, raw_files, visitors
from benchmarks.visiting.crowd import Seen

Line = tuple[str, float, str, float | None]
CASES = 10_000_000
# A province of forty million people in a year, and the nation.
LARGER = {"100m": 100_000_000, "province": 200_000_000, "nation": 10_000_000_000}
TOLD = {"parquet_full": "s", "warehouse_disk": "GB", "one_more_day": "s"}
VISITORS = (100, 300, 1000, 3000)
PROCESSES = (1, 2, 8)
# They keep one process about half busy, so that hardly anybody waits.
AT_EASE = 100
MINUTES = 10


def measure(cases: int = CASES) -> Iterator[Line]:
    """What was measured, then what follows from it; ratios are to the larger size."""
    small, large = cases // 10, cases
    found = {size: _measured(size) for size in (small, large)}
    for name, unit in TOLD.items():
        low, high = found[small][name], found[large][name]
        yield f"{name}_{small / 1e6:g}m", low, unit, low / high
        yield f"{name}_{large / 1e6:g}m", high, unit, None
        # A day hardly grows with what lies there: no line goes through two of them.
        for place, rows in LARGER.items() if name != "one_more_day" else ():
            told = low + (high - low) * (rows - small) / (large - small)
            yield f"{name}_{place}_by_line", told, unit, told / high
    yield from _of_visitors(visitors.crowd_of(AT_EASE))


def _of_visitors(seen: Seen) -> Iterator[Line]:
    costs = _costs(seen)
    yield "rerun_mean", 1000 * statistics.mean(costs), "ms", None
    for processes in PROCESSES:
        for many in VISITORS:
            p95, busy = _simulated(costs, many, processes)
            name = f"visitors_{many}_on_{processes}"
            yield f"{name}_p95", 1000 * p95, "ms", None
            yield f"{name}_busy", busy, "of each process", None


def _costs(seen: Seen) -> list[float]:
    """What each rerun of a crowd took a process, in seconds, the waiting left out.

    A rerun's own processor time is not known, but that of all of them is.
    """
    took = [each.seconds for each in seen.took]
    return [each * seen.processor_seconds / sum(took) for each in took]


def _measured(cases: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="govscore-bench-") as folder:
        data = Path(folder) / "data"
        raw_files.write(data, cases, "parquet")
        return dict(pipelines_from_parquet.of(data))


def _simulated(
    costs: Sequence[float], many: int, processes: int
) -> tuple[float, float]:
    """p95 of what visitors wait, in seconds, and the share of time a process works.

    Every visitor stays with one process, as behind nginx, and acts every five seconds,
    or as soon as the answer is there where that takes longer. What a rerun costs is
    drawn from those that were measured.
    """
    draw = random.Random(20261122)
    end = 60.0 * MINUTES
    free = [0.0] * processes
    worked = 0.0
    waits = []
    # When somebody acts next, and who.
    acts = [(draw.uniform(0, visitors.PACE), visitor) for visitor in range(many)]
    heapq.heapify(acts)
    while acts[0][0] < end:
        now, visitor = heapq.heappop(acts)
        process = visitor % processes
        took = draw.choice(costs)
        free[process] = max(free[process], now) + took
        worked += took
        # The first minute fills the queues.
        if now > 60:
            waits.append(free[process] - now)
        heapq.heappush(acts, (max(now + visitors.PACE, free[process]), visitor))
    return statistics.quantiles(waits, n=20)[-1], min(worked / end / processes, 1.0)
