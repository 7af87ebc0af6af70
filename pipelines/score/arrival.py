"""How much of every source arrived, month by month, and from how many."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from pipelines.validate.typed import Statement

_EMPTY = """
CREATE OR REPLACE TEMP TABLE arrival (
    source VARCHAR, month DATE, rows BIGINT, cities INTEGER, departments INTEGER
)
"""


def count(con: duckdb.DuckDBPyConnection, statements: Mapping[str, Statement]) -> None:
    """Temp table arrival: rows, cities and departments by month of dated_by."""
    con.execute(_EMPTY)
    for source, statement in statements.items():
        columns = statement.columns()
        place = [c for c in ("city_id", "department_id") if c in columns]
        cities = "count(DISTINCT city_id)" if "city_id" in columns else "0"
        departments = (
            "count(DISTINCT department_id)" if "department_id" in columns else "0"
        )
        keys = ", ".join(["month", *place])
        con.execute(
            f"""
            INSERT INTO arrival
            SELECT ?, month, sum(rows), {cities}, {departments}
            FROM (
                SELECT
                    CAST(date_trunc('month', {statement.source.dated_by}) AS DATE)
                        AS month,
                    {"".join(f"{c}, " for c in place)}
                    count(*) AS rows
                FROM typed."{source}"
                WHERE standing = 0
                GROUP BY {keys}
            )
            GROUP BY month
            """,
            [source],
        )
