"""What became of the rows of every file: counted once, and again when its rows change.

To count all rows anew in every run would take longer with every day that comes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import duckdb

from pipelines.measure.periods import month_of
from pipelines.validate.typed import Statement

TABLE = """
-- One row: how many rows of a file stand alike and are of one month and one place.
CREATE TABLE IF NOT EXISTS partial.arrived (
    source VARCHAR, file_id INTEGER, standing UTINYINT, month DATE, city_id VARCHAR,
    department_id VARCHAR, rows BIGINT
);
"""


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table, where it is not there yet."""
    con.execute(TABLE)


def count(
    con: duckdb.DuckDBPyConnection,
    statements: Mapping[str, Statement],
    changed: Mapping[str, Collection[int]] | None,
) -> None:
    """Count the files of every source whose rows came, went, moved or stand otherwise.

    `changed` holds those files by source; None counts all of them.
    """
    for name, statement in statements.items():
        if changed is None:
            _count(con, statement, "TRUE")
        elif changed.get(name):
            listed = ", ".join(str(file_id) for file_id in sorted(changed[name]))
            _count(con, statement, f"file_id IN ({listed})")


def _count(con: duckdb.DuckDBPyConnection, statement: Statement, where: str) -> None:
    source, columns = statement.source, statement.columns()
    place = ", ".join(
        column if column in columns else f"NULL AS {column}"
        for column in ("city_id", "department_id")
    )
    con.execute(
        f"DELETE FROM partial.arrived WHERE source = ? AND {where}", [source.source]
    )
    con.execute(
        f"""
        INSERT INTO partial.arrived
        SELECT ?, file_id, standing, month, city_id, department_id, count(*)
        FROM (
            SELECT
                file_id,
                standing,
                {month_of(f'"{source.dated_by}"')} AS month,
                {place}
            FROM typed."{source.source}"
            WHERE {where}
        )
        GROUP BY ALL
        """,
        [source.source],
    )
