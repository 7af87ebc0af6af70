"""Rejects: what was refused, where it stands in its file, and why, without secrets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import duckdb

from pipelines.declarations.source import Source
from pipelines.landing import delimited
from pipelines.landing.land import LANDED, LANDING, Landed
from pipelines.landing.masking import mask
from pipelines.validate.reasons import REASONS
from pipelines.validate.typed import Statement


@dataclass(frozen=True)
class Reject:
    """One refused value; `line` tells apart the rows made of one wide row."""

    file_id: int
    row: int
    column_name: str
    value: str | None
    reason: str
    reason_code: str
    line: int = 0


def left_over(
    con: duckdb.DuckDBPyConnection, statement: Statement, landed: list[Landed]
) -> int:
    """Temp table refused_row: landed rows that are no typed rows yet; how many."""
    source = statement.source
    # Careful rows are few, and a wide row becomes several: these are asked themselves.
    ask = statement.careful or source.unpivot is not None
    sql = statement.refused_sql() if ask else _not_typed_sql(source, landed)
    con.execute(f"CREATE OR REPLACE TEMP TABLE refused_row AS {sql}")
    ((count,),) = con.execute("SELECT count(*) FROM refused_row").fetchall()
    return int(count)


def find(con: duckdb.DuckDBPyConnection, statement: Statement) -> list[Reject]:
    """Rejects of rows in refused_row, after the careful way; one a refused value."""
    said = {check.reason: check.says for check in statement.source.checks}
    return [
        Reject(
            file_id, row, column, value and mask(value), _reason(code, said), code, line
        )
        for file_id, row, line, column, value, code in con.execute(
            statement.problems_sql() + " ORDER BY file_id, row"
        ).fetchall()
    ]


def renumber(rejects: list[Reject], landed: list[Landed]) -> list[Reject]:
    """The same rejects with the row a spreadsheet shows.

    The quick reader passes over blank lines without counting them. Looking for them
    takes a while, so it is done only for a file that has something to reject.
    """
    rows: dict[int, list[int]] = {}
    first = {file.file_id: file.first_row for file in landed}
    refused = {reject.file_id for reject in rejects}
    for file in landed:
        path = file.arrival.path
        counted = file.file_id in refused and file.counted_from is not None
        if counted and delimited.has_blank_lines(path):
            rows[file.file_id] = delimited.record_rows(
                path, file.encoding or "utf-8", file.counted_from or ",", file.first_row
            )
    return [
        replace(reject, row=rows[reject.file_id][reject.row - first[reject.file_id]])
        if reject.file_id in rows
        else reject
        for reject in rejects
    ]


def of_broken(landed: list[Landed]) -> list[Reject]:
    """Rejects of rows that could not even be cut into cells."""
    return [
        Reject(file.file_id, b.row, "", mask(b.value), b.reason, b.reason_code)
        for file in landed
        for b in file.broken
    ]


def _not_typed_sql(source: Source, landed: list[Landed]) -> str:
    """Much cheaper than asking every row again, where a row becomes at most one row.

    Rows are counted by the thousand first; only where some are missing is it asked
    which.
    """
    files = ", ".join(str(file.file_id) for file in landed)
    return f"""
        WITH landed_row AS (
            SELECT
                l.rowid AS landing_id,
                l.file_id,
                coalesce(l.row, l.rowid - p.first_rowid + p.first_row) AS row
            FROM {LANDING} AS l
            JOIN {LANDED} AS p ON p.file_id = l.file_id
        ),
        typed_row AS (
            SELECT file_id, row FROM typed."{source.source}"
            WHERE file_id IN ({files})
        ),
        gap AS (
            SELECT file_id, thousand FROM (
                SELECT file_id, row // 1000 AS thousand, count(*) AS rows
                FROM landed_row GROUP BY ALL
            )
            ANTI JOIN (
                SELECT file_id, row // 1000 AS thousand, count(*) AS rows
                FROM typed_row GROUP BY ALL
            ) USING (file_id, thousand, rows)
        )
        SELECT landing_id
        FROM (
            SELECT * FROM landed_row
            SEMI JOIN gap ON gap.file_id = landed_row.file_id
                AND gap.thousand = landed_row.row // 1000
        )
        ANTI JOIN (
            SELECT file_id, row FROM typed_row
            SEMI JOIN gap ON gap.file_id = typed_row.file_id
                AND gap.thousand = typed_row.row // 1000
        ) USING (file_id, row)
    """


def rows_rejected(rejects: Iterable[Reject]) -> dict[int, int]:
    """File to the number of its rejected rows; a row may have several rejects."""
    rows = {(reject.file_id, reject.row, reject.line) for reject in rejects}
    counts: dict[int, int] = {}
    for file_id, _, _ in rows:
        counts[file_id] = counts.get(file_id, 0) + 1
    return counts


def _reason(code: str, said: dict[str, dict[str, str]]) -> str:
    if code in said:
        return said[code].get("en") or next(iter(said[code].values()))
    return REASONS.get(code, code)
