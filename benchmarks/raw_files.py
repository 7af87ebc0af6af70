"""A workspace of as many cases as asked for, in plain files that anything can read.

The cases are the demo's, written out again in one layout: three of its months, again
and again under new numbers and moved to the other quarters of a year. One rating comes
for five cases.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from benchmarks import child, workspace

ONE_DAY = 20_000
# The demo is made up to this size; more is copies of it.
LARGEST_DEMO = 10_000_000
_WRITTEN = {"csv": "HEADER", "parquet": "FORMAT parquet"}


def write(data: Path, cases: int, suffix: str) -> None:
    """A workspace whose inbox holds cases and ratings as files of that suffix."""
    workspace.declare(data)
    demo = str(min(cases, LARGEST_DEMO))
    child.spent("pipelines", "demo", "--cases", demo, "--data", str(data))
    inbox = data / "inbox"
    with duckdb.connect() as con:
        _cases(con, inbox, cases, suffix)
        _ratings(con, inbox, cases // 5, suffix)


def add_one_day(data: Path, suffix: str) -> None:
    """Twenty thousand new cases of one day, in a file of their own."""
    folder = data / "inbox" / "cases"
    # Copies of a round of four fill the four quarters; the first is the last quarter.
    newest = min(folder.glob(f"cases_*.{suffix}"))
    with duckdb.connect() as con:
        con.execute(
            "COPY (SELECT * REPLACE ('NEW-' || case_id AS case_id) FROM "
            f"{_read(newest)} WHERE accepted_at >= '2026-09-20' "
            f"LIMIT {ONE_DAY}) TO '{folder}/cases_zz_day.csv' (HEADER)"
        )


def size(folder: Path) -> float:
    """Gigabytes of all files below a folder."""
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / (1 << 30)


def _read(file: Path) -> str:
    if file.suffix == ".parquet":
        return f"read_parquet('{file}')"
    return f"read_csv('{file}', all_varchar = true)"


def _cases(
    con: duckdb.DuckDBPyConnection, inbox: Path, wanted: int, suffix: str
) -> None:
    english = sorted((inbox / "cases").glob("cases_2026-0[789].csv"))
    header = english[0].open(encoding="utf-8").readline()
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in header.strip().split(","))
    con.execute(
        "CREATE TABLE cell AS FROM read_csv(?, header = true, auto_detect = false, "
        f"delim = ',', quote = '\"', columns = {{{columns}}})",
        [[str(path) for path in english]],
    )
    _again(
        con,
        "cell",
        lambda copy: (
            f"case_id || '-{copy}' AS case_id, "
            f"{earlier('accepted_at', copy)}, {earlier('closed_at', copy)}"
        ),
        inbox / "cases",
        wanted,
        suffix,
    )


def earlier(column: str, copy: int) -> str:
    """SQL: the column's time, moved to the quarter that a copy is of."""
    moved = f"TRY_CAST({column} AS TIMESTAMP) - INTERVAL {3 * (copy % 4)} MONTH"
    return f"coalesce(strftime({moved}, '%Y-%m-%d %H:%M:%S'), {column}) AS {column}"


def _ratings(
    con: duckdb.DuckDBPyConnection, inbox: Path, wanted: int, suffix: str
) -> None:
    months = sorted((inbox / "ratings").glob("ratings_2026-0[78].csv"))
    con.execute(
        "CREATE TABLE rating AS FROM read_csv(?, header = true, all_varchar = true)",
        [[str(path) for path in months]],
    )
    _again(
        con,
        "rating",
        # A larger place has more windows, and none of them is busier for it.
        lambda copy: (
            f"projectNo || '-{copy}' AS projectNo, windowNo || '-{copy}' AS windowNo"
        ),
        inbox / "ratings",
        wanted,
        suffix,
    )


def _again(
    con: duckdb.DuckDBPyConnection,
    table: str,
    changed: Callable[[int], str],
    folder: Path,
    wanted: int,
    suffix: str,
) -> None:
    """Copies of a table, each with other numbers, instead of what lies in a folder."""
    ((each,),) = con.execute(f"SELECT count(*) FROM {table}").fetchall()
    shutil.rmtree(folder)
    folder.mkdir()
    rows, copy = 0, 0
    while rows < wanted:
        take = min(each, wanted - rows)
        con.execute(
            f"COPY (SELECT * REPLACE ({changed(copy)}) FROM {table} LIMIT {take}) "
            f"TO '{folder}/{folder.name}_{copy:03}.{suffix}' ({_WRITTEN[suffix]})"
        )
        rows, copy = rows + take, copy + 1
