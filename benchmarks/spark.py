"""One workspace on both engines: cases as Parquet, DuckDB the reference of Spark.

`python -m benchmarks spark --cases 50000000` runs a whole first load on each. Published
figures are compared, so that nothing fast and wrong is reported. GOVSCORE_SPARK_MASTER
says where Spark runs; without it two executor processes of this machine do.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from benchmarks import workspace
from benchmarks.raw_files import earlier

Measured = tuple[str, float, str, float | None]
ROOT = Path(__file__).parents[1]
FULL = 50_000_000
A_FILE = 1_000_000
EXECUTORS = "local-cluster[2,1,3072]"
SETTINGS = """\
spark.driver.memory        2g
spark.executor.memory      3g
spark.sql.shuffle.partitions 200
"""
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def measure(
    cases: int = FULL,
) -> Iterator[Measured]:
    """Time by the clock and on the processors, memory and disk of both engines."""
    scratch = os.environ.get("TMPDIR")
    with tempfile.TemporaryDirectory(prefix="govscore-bench-", dir=scratch) as folder:
        data = Path(folder) / "data"
        workspace.declare(data)
        _write(data / "inbox", cases, Path(folder))
        size = f"{cases / 1e6:g}m"
        yield "parquet", _bytes(data / "inbox") / (1 << 30), "GB", None
        reference = _run(data, "duckdb")
        yield from _figures(f"duckdb_{size}", reference, None)
        yield "duckdb_disk", _bytes(data / "warehouse.duckdb") / (1 << 30), "GB", None
        ours = _observations(data)
        for name in ("warehouse.duckdb", "published", "rejects"):
            _remove(data / name)
        (data / "spark.conf").write_text(SETTINGS, "utf-8")
        found = _run(data, "spark")
        yield from _figures(f"spark_{size}", found, reference)
        yield "spark_disk", _bytes(data / "spark" / "rows") / (1 << 30), "GB", None
        apart = _apart(ours, _observations(data))
        if apart:
            raise SystemExit(f"{apart} observations differ between the engines.")
        yield "observations_equal", float(len(ours)), "rows", None


def _write(inbox: Path, cases: int, scratch: Path) -> None:
    """Three months of the demo's cases again and again, under new numbers."""
    made = scratch / "demo"
    workspace.declare(made)
    _call("pipelines", "demo", "--cases", "400000", "--data", str(made))
    months = sorted((made / "inbox" / "cases").glob("cases_2026-0[789].csv"))
    with duckdb.connect() as con:
        con.execute(
            "CREATE TABLE cell AS FROM read_csv(?, header = true, all_varchar = true)",
            [[str(path) for path in months]],
        )
        ((each,),) = con.execute("SELECT count(*) FROM cell").fetchall()
        (inbox / "cases").mkdir(parents=True)
        written, copy = 0, 0
        while written < cases:
            # As many copies as fill a file, moved to the other quarters of a year.
            copies = max(A_FILE // each, 1)
            moved = ", ".join(earlier(c, copy) for c in ("accepted_at", "closed_at"))
            rows = min(copies * each, cases - written)
            con.execute(
                f"COPY (SELECT * REPLACE (case_id || '-' || ({copy} + n) AS case_id, "
                f"{moved}) FROM range({copies}) AS numbers (n), cell LIMIT {rows}) "
                f"TO '{inbox}/cases/cases_{copy:05}.parquet' (FORMAT parquet)"
            )
            written, copy = written + rows, copy + copies
    shutil.move(made / "inbox" / "ratings", inbox / "ratings")
    shutil.rmtree(made)


@dataclass
class Spent:
    """What a run and every process it started used."""

    wall: float = 0.0
    told: dict[str, float] = field(default_factory=dict)
    # By process, as they end at different times.
    cpu: dict[int, float] = field(default_factory=dict)
    peak_bytes: int = 0


def _figures(name: str, spent: Spent, reference: Spent | None) -> Iterator[Measured]:
    cpu, wall = sum(spent.cpu.values()), spent.wall
    of_cpu = reference and cpu / sum(reference.cpu.values())
    yield name, wall, "s", reference and wall / reference.wall
    yield f"{name}_cpu", cpu, "s", of_cpu
    for step, seconds in spent.told.items():
        yield f"  {step}", seconds, "s", None
    peak = spent.peak_bytes / (1 << 30)
    of_peak = reference and spent.peak_bytes / reference.peak_bytes
    yield f"{name}_peak_memory", peak, "GB", of_peak


def _run(data: Path, engine: str) -> Spent:
    """A run in a session of its own, so that all its processes can be found."""
    line = [sys.executable, "-m", "pipelines", "run", "--json", "--data", str(data)]
    if engine == "spark":
        master = os.environ.get("GOVSCORE_SPARK_MASTER", EXECUTORS)
        line += ["--engine", "spark", "--master", master]
    spent = Spent()
    started = time.monotonic()
    with tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            line, cwd=ROOT, stdout=subprocess.PIPE, stderr=err, start_new_session=True
        )
        watching = threading.Thread(target=_watch, args=(process, spent), daemon=True)
        watching.start()
        said, _ = process.communicate()
        spent.wall = time.monotonic() - started
        watching.join()
        if process.returncode:
            err.seek(0)
            raise SystemExit(f"{engine}: {err.read()[-2000:].decode()}")
    spent.told = json.loads(said)["seconds"]
    return spent


def _watch(process: subprocess.Popen[bytes], spent: Spent) -> None:
    while process.poll() is None:
        memory = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                text = stat.read_text()
            except OSError:
                continue  # it has ended meanwhile
            fields = text.rpartition(") ")[2].split()
            if int(fields[3]) == process.pid:
                pid = int(stat.parent.name)
                spent.cpu[pid] = (int(fields[11]) + int(fields[12])) / _TICKS
                memory += int(fields[21]) * _PAGE
        spent.peak_bytes = max(spent.peak_bytes, memory)
        time.sleep(0.2)


def _observations(data: Path) -> list[tuple[object, ...]]:
    files = json.loads((data / "published" / "current.json").read_text())["files"]
    with duckdb.connect(str(data / "published" / files["internal"])) as con:
        return con.execute(
            "SELECT indicator_id, subject_id, period_kind, period, state, "
            "numerator, denominator, value FROM observation ORDER BY ALL"
        ).fetchall()


def _apart(ours: list[tuple[object, ...]], theirs: list[tuple[object, ...]]) -> int:
    if len(ours) != len(theirs):
        return abs(len(ours) - len(theirs))
    pairs = zip(ours, theirs, strict=True)
    return sum(not all(map(_is_same, a, b)) for a, b in pairs)


def _is_same(a: object, b: object) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) <= 1e-9 * max(1.0, abs(a))
    return a == b


def _bytes(path: Path) -> int:
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    return sum(file.stat().st_size for file in files)


def _remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _call(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, check=True)
