"""From CSV to published, beside DuckDB's own load of the same files, and pandas'.

The reference is a CREATE TABLE AS of every file of cases and ratings, and one grouped
count. A second one is the main part of the work in pandas (benchmarks/in_pandas.py).
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks import child, raw_files

CASES = 10_000_000


def measure(cases: int = CASES) -> Iterator[tuple[str, float, str, float | None]]:
    """Full run, peak memory, and one more day on top; ratios to the references."""
    with tempfile.TemporaryDirectory(prefix="govscore-bench-") as folder:
        data = Path(folder) / "data"
        raw_files.write(data, cases, "csv")
        size = f"{cases / 1e6:g}m"
        reference = child.spent("benchmarks.pipelines_from_csv", str(data))
        yield f"reference_{size}", reference.wall, "s", None
        yield "reference_cpu", reference.cpu, "s", None
        full = child.run(data)
        told = json.loads(full.said)
        yield f"pipelines_full_{size}", full.wall, "s", full.wall / reference.wall
        yield "pipelines_full_cpu", full.cpu, "s", full.cpu / reference.cpu
        for step, spent in told["seconds"].items():
            yield f"  {step}", spent, "s", None
        yield "peak_memory", full.peak, "GB", None
        raw_files.add_one_day(data, "csv")
        day = child.run(data)
        told = json.loads(day.said)
        yield "one_more_day", day.wall, "s", day.wall / full.wall
        yield "one_more_day_cpu", day.cpu, "s", day.cpu / full.cpu
        for step, spent in told["seconds"].items():
            yield f"  {step}", spent, "s", None
        pandas = child.spent("benchmarks.in_pandas", str(data))
        yield f"pandas_{size}", pandas.wall, "s", pandas.wall / full.wall
        yield "pandas_cpu", pandas.cpu, "s", pandas.cpu / full.cpu
        yield "pandas_memory", pandas.peak, "GB", pandas.peak / full.peak


def load_as_duckdb_does(data: Path) -> None:
    """The reference: CREATE TABLE AS of every file, and one grouped count."""
    file = data.parent / "reference.duckdb"
    with duckdb.connect(str(file)) as con:
        for source in ("cases", "ratings"):
            con.execute(
                f"CREATE TABLE {source} AS FROM read_csv("
                f"'{data}/inbox/{source}/*.csv', ignore_errors = true)"
            )
        con.execute(
            "SELECT city_id, department_id, count(*) FROM cases GROUP BY ALL"
        ).fetchall()


if __name__ == "__main__":
    load_as_duckdb_does(Path(sys.argv[1]))
