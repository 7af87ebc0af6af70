"""From CSV to published, beside DuckDB's own load of the same files.

The reference is a CREATE TABLE AS of every file of cases and ratings, and one grouped
count. Cases are the demo's, written out again as plain CSV in one layout, so that the
reference can read them; the pipelines read the very same files.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks import workspace

ROOT = Path(__file__).parents[1]
ONE_DAY = 20_000


def measure(cases: int) -> Iterator[tuple[str, float, str, float | None]]:
    """Full run, peak memory, and one more day on top; ratios to the reference."""
    with tempfile.TemporaryDirectory(prefix="govscore-bench-") as folder:
        data = Path(folder) / "data"
        workspace.declare(data)
        _write(data, cases)
        size = f"{cases / 1e6:g}m"
        reference = _spent(lambda: _call("benchmarks.pipelines_from_csv", str(data)))
        yield f"reference_{size}", reference.wall, "s", None
        yield "reference_cpu", reference.cpu, "s", None
        full = _spent(lambda: _run(data))
        told = json.loads(full.said)
        yield f"pipelines_full_{size}", full.wall, "s", full.wall / reference.wall
        yield "pipelines_full_cpu", full.cpu, "s", full.cpu / reference.cpu
        for step, spent in told["seconds"].items():
            yield f"  {step}", spent, "s", None
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1 << 20)
        yield "peak_memory", peak, "GB", None
        _one_more_day(data)
        day = _spent(lambda: _run(data))
        told = json.loads(day.said)
        yield "one_more_day", day.wall, "s", day.wall / full.wall
        yield "one_more_day_cpu", day.cpu, "s", day.cpu / full.cpu
        for step, spent in told["seconds"].items():
            yield f"  {step}", spent, "s", None


def _write(data: Path, cases: int) -> None:
    """The demo's year at that size; cases and one rating for five as plain CSV."""
    _call("pipelines", "demo", "--cases", str(cases), "--data", str(data))
    inbox = data / "inbox"
    english = sorted((inbox / "cases").glob("cases_2026-0[789].csv"))
    header = english[0].open(encoding="utf-8").readline()
    rows = 0
    months = Path(inbox / "plain")
    months.mkdir()
    # The three months in English, again and again under new numbers and moved to the
    # other quarters of a year, up to the size.
    con = duckdb.connect()
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in header.strip().split(","))
    con.execute(
        "CREATE TABLE cell AS FROM read_csv(?, header = true, auto_detect = false, "
        f"delim = ',', quote = '\"', columns = {{{columns}}})",
        [[str(path) for path in english]],
    )
    ((each,),) = con.execute("SELECT count(*) FROM cell").fetchall()
    copy = 0
    while rows < cases:
        take = min(each, cases - rows)
        con.execute(
            f"COPY (SELECT * REPLACE (case_id || '-{copy}' AS case_id, "
            f"{_earlier('accepted_at', copy)}, {_earlier('closed_at', copy)}) "
            f"FROM cell LIMIT {take}) TO '{months}/cases_{copy:02}.csv' (HEADER)"
        )
        rows, copy = rows + take, copy + 1
    shutil.rmtree(inbox / "cases")
    months.rename(inbox / "cases")
    _plain_ratings(con, inbox, cases // 5)


def _earlier(column: str, copy: int) -> str:
    moved = f"TRY_CAST({column} AS TIMESTAMP) - INTERVAL {3 * (copy % 4)} MONTH"
    return f"coalesce(strftime({moved}, '%Y-%m-%d %H:%M:%S'), {column}) AS {column}"


def _plain_ratings(con: duckdb.DuckDBPyConnection, inbox: Path, wanted: int) -> None:
    months = sorted((inbox / "ratings").glob("ratings_2026-0[78].csv"))
    con.execute(
        "CREATE TABLE rating AS FROM read_csv(?, header = true, all_varchar = true)",
        [[str(path) for path in months]],
    )
    ((each,),) = con.execute("SELECT count(*) FROM rating").fetchall()
    shutil.rmtree(inbox / "ratings")
    (inbox / "ratings").mkdir()
    rows, copy = 0, 0
    while rows < wanted:
        take = min(each, wanted - rows)
        con.execute(
            f"COPY (SELECT * REPLACE (projectNo || '-{copy}' AS projectNo) FROM rating "
            f"LIMIT {take}) TO '{inbox}/ratings/ratings_{copy:02}.csv' (HEADER)"
        )
        rows, copy = rows + take, copy + 1


@dataclass(frozen=True)
class Spent:
    """Time of one child process by the clock and on the processors, and its output."""

    wall: float
    cpu: float
    said: str


def _spent(work: Callable[[], str]) -> Spent:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    said = work()
    wall = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Spent(wall, cpu, said)


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


def _one_more_day(data: Path) -> None:
    """Twenty thousand new cases of one day, in a file of their own."""
    first = min((data / "inbox" / "cases").glob("*.csv"))
    with duckdb.connect() as con:
        con.execute(
            "COPY (SELECT * REPLACE ('NEW-' || case_id AS case_id) FROM read_csv("
            f"'{first}', all_varchar = true) WHERE accepted_at >= '2026-09-20' "
            f"LIMIT {ONE_DAY}) TO '{data}/inbox/cases/cases_99_day.csv' (HEADER)"
        )


def _run(data: Path) -> str:
    return _call("pipelines", "run", "--json", "--data", str(data))


def _call(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)}\n{done.stderr[-2000:]}")
    return done.stdout


if __name__ == "__main__":
    load_as_duckdb_does(Path(sys.argv[1]))
