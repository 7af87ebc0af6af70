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
from collections.abc import Iterator
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[1]
DECLARED = ("workspace.toml", "reference", "sources", "indicators", "schemes")
ONE_DAY = 20_000


def measure(cases: int) -> Iterator[tuple[str, float, str, float | None]]:
    """Full run, peak memory, and one more day on top; ratios to the reference."""
    with tempfile.TemporaryDirectory(prefix="govscore-bench-") as folder:
        data = Path(folder) / "data"
        _declare(data)
        _write(data, cases)
        reference = _reference(data, Path(folder) / "reference.duckdb")
        size = f"{cases / 1e6:g}m"
        yield f"reference_{size}", reference, "s", None
        full, told = _run(data)
        yield f"pipelines_full_{size}", full, "s", full / reference
        for step, spent in told["seconds"].items():
            yield f"  {step}", spent, "s", None
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1 << 20)
        yield "peak_memory", peak, "GB", None
        _one_more_day(data)
        day, told = _run(data)
        yield "one_more_day", day, "s", day / full
        for step, spent in told["seconds"].items():
            yield f"  {step}", spent, "s", None


def _declare(data: Path) -> None:
    data.mkdir()
    for name in DECLARED:
        source = ROOT / "data" / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, data / name)


def _write(data: Path, cases: int) -> None:
    """The demo's year at that size; cases and one rating for five as plain CSV."""
    _call("pipelines", "demo", "--cases", str(cases), "--data", str(data))
    inbox = data / "inbox"
    english = sorted((inbox / "cases").glob("cases_2026-0[789].csv"))
    header = english[0].open(encoding="utf-8").readline()
    rows = 0
    months = Path(inbox / "plain")
    months.mkdir()
    # The three months in English, again and again under new numbers, up to the size.
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
            f"COPY (SELECT * REPLACE (case_id || '-{copy}' AS case_id) FROM cell "
            f"LIMIT {take}) TO '{months}/cases_{copy:02}.csv' (HEADER)"
        )
        rows, copy = rows + take, copy + 1
    shutil.rmtree(inbox / "cases")
    months.rename(inbox / "cases")
    _plain_ratings(con, inbox, cases // 5)


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


def _reference(data: Path, file: Path) -> float:
    started = time.monotonic()
    with duckdb.connect(str(file)) as con:
        for source in ("cases", "ratings"):
            con.execute(
                f"CREATE TABLE {source} AS FROM read_csv("
                f"'{data}/inbox/{source}/*.csv', ignore_errors = true)"
            )
        con.execute(
            "SELECT city_id, department_id, count(*) FROM cases GROUP BY ALL"
        ).fetchall()
    return time.monotonic() - started


def _one_more_day(data: Path) -> None:
    """Twenty thousand new cases of one day, in a file of their own."""
    first = min((data / "inbox" / "cases").glob("*.csv"))
    with duckdb.connect() as con:
        con.execute(
            "COPY (SELECT * REPLACE ('NEW-' || case_id AS case_id) FROM read_csv("
            f"'{first}', all_varchar = true) WHERE accepted_at >= '2026-09-25' "
            f"LIMIT {ONE_DAY}) TO '{data}/inbox/cases/cases_99_day.csv' (HEADER)"
        )


def _run(data: Path) -> tuple[float, dict[str, dict[str, float]]]:
    started = time.monotonic()
    said = _call("pipelines", "run", "--json", "--data", str(data))
    return time.monotonic() - started, json.loads(said)


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
