"""What a published file says, whatever its bytes: a hash for every table."""

from __future__ import annotations

from datetime import date

import duckdb

from pipelines.tables import columns_of, tables_of

# The figures a quarter is known by, each with what tells its rows apart.
FIGURES = (
    ("observation", "indicator_id", "value"),
    ("scorecard", "NULL", "score"),
    ("scorecard", "NULL", "rank"),
    ("satisfaction_ranking", "NULL", "rank"),
)


def hashes(con: duckdb.DuckDBPyConnection, database: str) -> dict[str, str]:
    """Table to SHA-256 over its columns and rows, in an order of its own."""
    found = {}
    for table in tables_of(con, database):
        columns = columns_of(con, database, table)
        listed = ", ".join(f'"{name}"' for name in columns)
        ((digest,),) = con.execute(
            f"""
            -- One row: the hash of a table.
            SELECT sha256($columns || coalesce(string_agg(said, '' ORDER BY said), ''))
            FROM (
                SELECT sha256(CAST(ROW({listed}) AS VARCHAR)) AS said
                FROM {database}.main."{table}"
            )
            """,
            {"columns": listed},
        ).fetchall()
        found[table] = digest
    return found


def quick(con: duckdb.DuckDBPyConnection, database: str) -> dict[date, str]:
    """Quarter to a short text that changes with its figures.

    Made by the engine's own hash, which another release of it may change: who finds
    another text looks again, figure by figure.
    """
    # Hashed twice and added: a hash of several columns is the exclusive or of theirs,
    # in which equal figures of two subjects would cancel out.
    each = " UNION ALL ".join(
        f"SELECT period, {place} AS place, "
        f"hash(hash({key}, subject_id, round({value}, 9))) AS said "
        f"FROM {database}.main.{table} WHERE period_kind = 'quarter'"
        for place, (table, key, value) in enumerate(FIGURES)
    )
    rows = con.execute(
        f"""
        -- One row a quarter.
        SELECT period, string_agg(n || ':' || said, ' ' ORDER BY place)
        FROM (
            SELECT period, place, count(*) AS n, sum(said) AS said
            FROM ({each})
            GROUP BY period, place
        )
        GROUP BY period
        """
    ).fetchall()
    return dict(rows)
