"""Run the scans: from typed rows to additive partials, a month at a time.

`partial.<source>` has the finest grain: organ, item, channel and the month of every
date that some aggregate goes by. Histograms are kept by organ (or subject) and month.
`partial.month_cell` and `partial.month_level` are the same summed to organ and month,
one row an indicator.
"""

from __future__ import annotations

from datetime import date

import duckdb

from pipelines import expression
from pipelines.measure import crossings, open_cases
from pipelines.measure.asked import Scan
from pipelines.measure.dirty import Dirty
from pipelines.measure.known import known_rows
from pipelines.measure.periods import month_of

CELLS = """
-- One row: what one source gives to one indicator, for an organ or subject, in a month.
CREATE TABLE IF NOT EXISTS partial.month_cell (
    source VARCHAR, indicator_id VARCHAR, subject_id VARCHAR, city_id VARCHAR,
    department_id VARCHAR, month DATE, numerator DOUBLE, denominator DOUBLE, n DOUBLE,
    squares DOUBLE
);
-- One row: how often a level occurs in one histogram, for an organ, in a month.
CREATE TABLE IF NOT EXISTS partial.month_level (
    source VARCHAR, histogram VARCHAR, subject_id VARCHAR, city_id VARCHAR,
    department_id VARCHAR, month DATE, level BIGINT, n BIGINT
);
"""


def prepare(con: duckdb.DuckDBPyConnection, scans: dict[str, Scan]) -> None:
    """Make the tables that partials go to, where they are not there yet."""
    con.execute(CELLS)
    for scan in scans.values():
        grain, who = (
            ", ".join(f"{column} VARCHAR" for column in columns)
            for columns in (scan.grain, scan.who)
        )
        months = ", ".join(f"month_{column} DATE" for column in scan.part_columns)
        sums = "".join(f", {name} DOUBLE" for name in scan.aggregates.values())
        con.execute(
            f'CREATE TABLE IF NOT EXISTS partial."{scan.source}" '
            f"({grain}, {months}{sums})"
        )
        for histogram in scan.histograms.values():
            con.execute(
                f'CREATE TABLE IF NOT EXISTS partial."{scan.source}_{histogram.name}" '
                f"({who}, month DATE, level BIGINT, n BIGINT)"
            )
        if scan.has_clock:
            crossings.prepare(con, scan)
            open_cases.prepare(con, scan.source)


def measure(
    con: duckdb.DuckDBPyConnection, scan: Scan, dirty: Dirty, as_of: date, dated_by: str
) -> None:
    """Measure a source's dirty months again, and what was added to other months."""
    rows = known_rows(con, scan.source, as_of, dated_by)
    _scan(con, scan, dirty, as_of, rows)
    _histograms(con, scan, dirty, as_of, rows)
    if scan.has_clock:
        crossings.measure(con, scan, dirty, rows)
        if dirty.everything:
            open_cases.keep_all(con, scan.source)
    _sum_up(con, scan, dirty)


def _months(columns: list[str]) -> dict[str, str]:
    return {column: month_of(column) for column in columns}


def _scan(
    con: duckdb.DuckDBPyConnection, scan: Scan, dirty: Dirty, as_of: date, rows: str
) -> None:
    if not scan.aggregates:
        return
    months = _months(scan.part_columns)
    stored = {column: f"month_{column}" for column in scan.part_columns}
    con.execute(f'DELETE FROM partial."{scan.source}" WHERE {dirty.condition(stored)}')
    keys = ", ".join((*scan.grain, *months.values()))
    sums = "".join(f", {expression.on_day(sql, as_of)}" for sql in scan.aggregates)
    con.execute(
        f'INSERT INTO partial."{scan.source}" SELECT {keys}{sums} FROM {rows} '
        f"WHERE {dirty.to_measure(months)} GROUP BY {keys}"
    )


def _histograms(
    con: duckdb.DuckDBPyConnection, scan: Scan, dirty: Dirty, as_of: date, rows: str
) -> None:
    for histogram in scan.histograms.values():
        table = f'partial."{scan.source}_{histogram.name}"'
        column = histogram.period_by
        where = expression.on_day(histogram.where, as_of)
        con.execute(f"DELETE FROM {table} WHERE {dirty.condition({column: 'month'})}")
        month = _months([column])
        keys = ", ".join(
            (*scan.who, month[column], f"CAST({histogram.level} AS BIGINT)")
        )
        con.execute(
            f"INSERT INTO {table} SELECT {keys}, count(*) FROM {rows} "
            f"WHERE {dirty.to_measure(month)} AND {column} IS NOT NULL "
            f"AND {where} AND {histogram.level} IS NOT NULL "
            f"GROUP BY {keys}"
        )


def _sum_up(con: duckdb.DuckDBPyConnection, scan: Scan, dirty: Dirty) -> None:
    """Partials of the finest grain to organ and month, one row an indicator."""
    who, by = _who(scan)
    for column in scan.period_columns:
        parts = [part for part in scan.parts if part.period_by == column]
        here = dirty.to_sum({column: "month"})
        if here == "FALSE":
            continue
        if parts:
            named = ", ".join(expression.literal(p.indicator_id) for p in parts)
            con.execute(
                "DELETE FROM partial.month_cell WHERE source = ? AND month IS NOT NULL "
                f"AND indicator_id IN ({named}) AND {here}",
                [scan.source],
            )
            sums = ", ".join(
                f"coalesce(sum({name}), 0) AS {name}"
                for name in scan.aggregates.values()
            )
            listed = ", ".join(
                f"struct_pack(indicator_id := {expression.literal(part.indicator_id)}, "
                f"numerator := {part.numerator}::DOUBLE, "
                f"denominator := {part.denominator}::DOUBLE, n := {part.n}::DOUBLE, "
                f"squares := {part.squares}::DOUBLE)"
                for part in parts
            )
            con.execute(
                f"INSERT INTO partial.month_cell "
                "SELECT ?, cell.indicator_id, subject_id, city_id, department_id, "
                "month, "
                f"cell.numerator, cell.denominator, cell.n, cell.squares FROM ("
                f"SELECT *, unnest([{listed}]) AS cell FROM ("
                f"SELECT {who}, month_{column} AS month, {sums} "
                f'FROM partial."{scan.source}" WHERE month_{column} IS NOT NULL '
                f"AND {dirty.to_sum({column: f'month_{column}'})} "
                f"GROUP BY {by}, month_{column})) "
                # Cells without anything say nothing: nobody rated is not zero.
                "WHERE cell.n <> 0 OR cell.numerator <> 0 OR cell.denominator <> 0",
                [scan.source],
            )
        for histogram in scan.histograms.values():
            if histogram.period_by != column:
                continue
            con.execute(
                "DELETE FROM partial.month_level WHERE source = ? AND histogram = ? "
                f"AND {here}",
                [scan.source, histogram.name],
            )
            con.execute(
                "INSERT INTO partial.month_level "
                f"SELECT ?, ?, {who}, month, level, sum(n) "
                f'FROM partial."{scan.source}_{histogram.name}" WHERE {here} '
                f"GROUP BY {by}, month, level",
                [scan.source, histogram.name],
            )


def _who(scan: Scan) -> tuple[str, str]:
    """SELECT list that names the subject, and what to group by for it."""
    if scan.by_subject:
        return "subject_id, NULL AS city_id, NULL AS department_id", "subject_id"
    return (
        "'organ:' || city_id || '/' || department_id AS subject_id, "
        "city_id, department_id",
        "city_id, department_id",
    )
