"""A hundred million cases from Parquet, and one more day at two sizes.

Time, memory and disk of the first run, and of a day of 20,000 rows on top of it and on
top of a tenth of it: what a day costs must not grow with what lies there already.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import child, raw_files

CASES = 100_000_000


def measure(cases: int = CASES) -> Iterator[tuple[str, float, str, float | None]]:
    """The tenth first; ratios of the whole are to the tenth."""
    before: dict[str, float] = {}
    for wanted in (cases // 10, cases):
        size = f"{wanted / 1e6:g}m"
        with tempfile.TemporaryDirectory(prefix="govscore-bench-") as folder:
            data = Path(folder) / "data"
            raw_files.write(data, wanted, "parquet")
            figures = dict(of(data))
        for name, value in figures.items():
            unit = "GB" if name.endswith(("_memory", "_disk")) else "s"
            was = before.get(name)
            yield f"{name}_{size}", value, unit, value / was if was else None
        before = figures


def of(data: Path) -> Iterator[tuple[str, float]]:
    """Every figure of a workspace: a first run, and a day on top of it."""
    yield "raw_disk", raw_files.size(data / "inbox")
    full = child.run(data)
    yield "parquet_full", full.wall
    yield "parquet_full_cpu", full.cpu
    for step, spent in json.loads(full.said)["seconds"].items():
        yield f"  {step}", spent
    yield "full_memory", full.peak
    yield "warehouse_disk", (data / "warehouse.duckdb").stat().st_size / (1 << 30)
    yield "published_disk", raw_files.size(data / "published")
    raw_files.add_one_day(data, "parquet")
    day = child.run(data)
    yield "one_more_day", day.wall
    yield "one_more_day_cpu", day.cpu
    for step, spent in json.loads(day.said)["seconds"].items():
        yield f"  day {step}", spent
    yield "day_memory", day.peak
