"""Two published files, row by row, whatever the order of rows and the last digits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import duckdb

from pipelines.tables import columns_of, tables_of

TOLERANCE = 1e-9
_FLOATS = ("DOUBLE", "FLOAT")
_EXAMPLES = 3
_LENGTH = 200


@dataclass(frozen=True)
class Compared:
    """One table: rows of either side, and how many of them the other has not.

    other: rows with the same keys and other numbers. examples: the first differences,
    in words; columns: those that only one of the two has.
    """

    table: str
    rows: int
    rows_now: int
    missing: int
    extra: int
    other: int
    columns: tuple[str, ...]
    examples: tuple[str, ...]

    @property
    def is_equal(self) -> bool:
        return not (self.missing or self.extra or self.other)


@dataclass(frozen=True)
class Leave:
    """What is not compared: whole tables, columns, and rows by a condition."""

    tables: Collection[str] = ()
    columns: Collection[tuple[str, str]] = ()
    only: tuple[tuple[str, str], ...] = ()


def files(
    con: duckdb.DuckDBPyConnection,
    before: str,
    now: str,
    *,
    leave: Leave = Leave(),
    quarter: date | None = None,
) -> list[Compared]:
    """Compare all tables of two attached files, or the rows of one quarter in them."""
    found = []
    known = tables_of(con, now)
    for table in tables_of(con, before):
        if table in leave.tables:
            continue
        columns = columns_of(con, before, table)
        if quarter and not {"period_kind", "period"} <= set(columns):
            continue
        if table not in known:
            ((rows,),) = con.execute(
                f'SELECT count(*) FROM {before}.main."{table}"'
            ).fetchall()
            gone = ("the table itself",)
            found.append(Compared(table, rows, 0, rows, 0, 0, tuple(columns), gone))
            continue
        found.append(_table(con, before, now, table, leave, quarter))
    return found


def _table(
    con: duckdb.DuckDBPyConnection,
    before: str,
    now: str,
    table: str,
    leave: Leave,
    quarter: date | None,
) -> Compared:
    theirs, ours = columns_of(con, before, table), columns_of(con, now, table)
    left_out = {name for of, name in leave.columns if of == table}
    shared = [name for name in theirs if name in ours and name not in left_out]
    numbers = [name for name in shared if theirs[name] in _FLOATS]
    exact = [name for name in shared if name not in numbers]
    where = [rule for of, rule in leave.only if of == table]
    if quarter:
        where.append(f"period_kind = 'quarter' AND period = DATE '{quarter}'")
    sides = " , ".join(
        f"{side} AS ({_side(database, table, exact, numbers, where)})"
        for side, database in (("a", before), ("b", now))
    )
    differs = [
        f"NOT (a.{n} IS NOT DISTINCT FROM b.{n} OR coalesce(abs(a.{n} - b.{n}) <= "
        f"{TOLERANCE} * greatest(1, abs(a.{n})), FALSE))"
        for n in (f'"{name}"' for name in numbers)
    ]
    changed = " OR ".join(differs) or "FALSE"
    told = " || ".join(
        f"CASE WHEN {rule} THEN ' {name} ' || coalesce(a.\"{name}\"::VARCHAR, 'NULL') "
        f"|| ' is now ' || coalesce(b.\"{name}\"::VARCHAR, 'NULL') ELSE '' END"
        for name, rule in zip(numbers, differs, strict=True)
    )
    con.execute(
        f"""
        -- One row: a row that the other side has not, or has with other numbers.
        CREATE OR REPLACE TEMP TABLE compared AS
        WITH {sides}
        SELECT
            coalesce(a.key, b.key) AS key,
            b.nth IS NULL AS missing,
            a.nth IS NULL AS extra,
            {told or "''"} AS told
        FROM a FULL JOIN b ON a.key = b.key AND a.nth = b.nth
        WHERE a.nth IS NULL OR b.nth IS NULL OR {changed}
        """
    )
    ((missing, extra, other),) = con.execute(
        "SELECT count(*) FILTER (missing), count(*) FILTER (extra), "
        "count(*) FILTER (NOT missing AND NOT extra) FROM compared"
    ).fetchall()
    rule = f" WHERE {' AND '.join(where)}" if where else ""
    rows, rows_now = (
        con.execute(f'SELECT count(*) FROM {database}.main."{table}"{rule}').fetchall()[
            0
        ][0]
        for database in (before, now)
    )
    return Compared(
        table,
        rows,
        rows_now,
        missing,
        extra,
        other,
        tuple(sorted(set(theirs) ^ set(ours))),
        _examples(con),
    )


def _side(
    database: str,
    table: str,
    exact: list[str],
    numbers: list[str],
    where: list[str],
) -> str:
    """SELECT of key, nth among equal keys, and numbers."""
    listed = ", ".join(f'"{name}"' for name in exact)
    key = f"CAST(ROW({listed}) AS VARCHAR)" if exact else "''"
    told = "".join(f', "{name}"' for name in numbers)
    order = f" ORDER BY {told[2:]}" if numbers else ""
    rule = f" WHERE {' AND '.join(where)}" if where else ""
    return (
        f"SELECT key, row_number() OVER (PARTITION BY key{order}) AS nth{told} "
        f'FROM (SELECT {key} AS key{told} FROM {database}.main."{table}"{rule})'
    )


def _examples(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    rows = con.execute(
        "SELECT left(key, $length), missing, extra, left(told, $length) FROM compared "
        "ORDER BY key, missing, extra LIMIT $most",
        {"length": _LENGTH, "most": _EXAMPLES},
    ).fetchall()
    return tuple(
        f"{key} is not there now"
        if missing
        else f"{key} was not there"
        if extra
        else f"{key}:{told}"
        for key, missing, extra, told in rows
    )
