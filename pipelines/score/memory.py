"""Where a run scores: two databases in memory that all its connections see.

A temp table belongs to one connection. These are read and filled by several at once,
which is how parts of scoring that do not need each other run side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeVar

import duckdb

# Every table of scoring; and those made anew from what the public sees, which come
# before the others where figures for the public are computed.
SCORED, SHOWN = "scored", "shown"
_WAREHOUSE = ("main", "typed", "partial", "kept")
# What more than one statement says.
_MACROS = """
-- Whose row a roll-up made: what GROUPING says of the city and of the department, and
-- both of them.
CREATE MACRO subject_of(no_city, city, no_department, department) AS
CASE
    WHEN no_city = 0 AND no_department = 0 THEN 'organ:' || city || '/' || department
    WHEN no_city = 0 THEN 'city:' || city
    WHEN no_department = 0 THEN 'department:' || department
    ELSE 'all'
END;
-- One end of Wilson's interval of a share p of n (JASA 22, 1927); z < 0: the lower one.
CREATE MACRO wilson(p, n, z) AS
(p + z * z / (2 * n) + z * sqrt(greatest(0, p * (1 - p)) / n + z * z / (4 * n * n)))
    / (1 + z * z / n);
-- Temp until now; every connection counts working days.
CREATE TABLE day AS FROM temp.day;
"""

Con = duckdb.DuckDBPyConnection
Part = Callable[[Con], object]
Out = TypeVar("Out")


def attach(con: Con) -> None:
    """Attach both; what `con` makes from here on is made in SCORED."""
    ((warehouse,),) = con.execute("SELECT current_database()").fetchall()
    con.execute(f"ATTACH ':memory:' AS {SCORED}")
    con.execute(f"ATTACH ':memory:' AS {SHOWN}")
    places = [f"{SCORED}.main", *(f'"{warehouse}".{name}' for name in _WAREHOUSE)]
    con.execute("SET search_path = ?", [",".join(places)])
    con.execute(_MACROS)


@contextmanager
def looking_first(con: Con, database: str) -> Iterator[None]:
    """What `con` makes meanwhile is made in that database, and found there first."""
    (before,) = _settings(con, "search_path")
    con.execute("SET search_path = ?", [f"{database}.main,{before}"])
    try:
        yield
    finally:
        con.execute("SET search_path = ?", [before])


def side_by_side(con: Con, parts: Sequence[Part]) -> None:
    """Run every part on a connection of its own; two of them at a time.

    They take turns in Python and compute at once in the engine. What one of them raises
    is raised when all have ended.
    """
    places, threads = _settings(con, "search_path", "threads")
    left = len(parts)
    counting = Lock()

    def run(part: Part) -> None:
        nonlocal left
        with con.cursor() as own:
            own.execute("SET search_path = ?", [places])
            try:
                part(own)
            finally:
                with counting:
                    left -= 1
                    # The one that is left has every thread to itself.
                    if left == 1:
                        own.execute("SET threads = ?", [threads])

    # The second part brings a thread of its own.
    con.execute("SET threads = ?", [max(1, int(threads) - 1)])
    try:
        with ThreadPoolExecutor(max_workers=2) as pool:
            for done in [pool.submit(run, part) for part in parts]:
                done.result()
    finally:
        con.execute("SET threads = ?", [threads])


def _settings(con: Con, *names: str) -> tuple[Any, ...]:
    asked = ", ".join(f"current_setting('{name}')" for name in names)
    ((*found,),) = con.execute(f"SELECT {asked}").fetchall()
    return tuple(found)
