"""Rejects: what was refused, where it stands in its file, and why, without secrets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import duckdb

from pipelines.declarations.source import Source
from pipelines.landing import delimited
from pipelines.landing.land import Landed
from pipelines.landing.masking import mask
from pipelines.validate.reasons import REASONS
from pipelines.validate.typed import LANDING, Statement


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


def left_over(con: duckdb.DuckDBPyConnection, statement: Statement) -> int:
    """Temp table refused_row: landed rows that are no typed rows yet; how many."""
    source = statement.source
    # Careful rows are few, and a wide row becomes several: these are asked themselves.
    ask = statement.careful or source.unpivot is not None
    sql = statement.refused_sql() if ask else _not_typed_sql(con, source)
    con.execute(f"CREATE OR REPLACE TEMP TABLE refused_row AS {sql}")
    ((count,),) = con.execute("SELECT count(*) FROM refused_row").fetchall()
    return int(count)


def take_all(con: duckdb.DuckDBPyConnection) -> None:
    """Temp table refused_row: all rows of the landing view."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE refused_row AS SELECT landing_id FROM {LANDING}"
    )


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

    Quick readers pass over blank lines without counting them.
    """
    rows: dict[int, list[int]] = {}
    first = {file.file_id: file.first_row for file in landed}
    refused = {reject.file_id for reject in rejects}
    for file in landed:
        if file.file_id in refused and file.counted_from is not None:
            rows[file.file_id] = delimited.record_rows(
                file.arrival.path,
                file.encoding or "utf-8",
                file.counted_from,
                file.first_row,
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


def _not_typed_sql(con: duckdb.DuckDBPyConnection, source: Source) -> str:
    """Much cheaper than asking every row again, where a row becomes at most one row.

    Rows are counted by the thousand first; only where some are missing is it asked
    which. Uses temp table `gap`, so that the engine knows how few these are.
    """
    # The first rows of a large file may have come, and been typed, before.
    firsts = con.execute(
        f"SELECT file_id, min(row) FROM {LANDING} GROUP BY file_id"
    ).fetchall()
    here = " OR ".join(f"file_id = {file} AND row >= {row}" for file, row in firsts)
    typed = f'(SELECT * FROM typed."{source.source}" WHERE {here})'
    counted = "SELECT file_id, row // 1000 AS thousand, count(*) AS rows"
    con.execute(
        "CREATE OR REPLACE TEMP TABLE gap AS SELECT file_id, thousand "
        f"FROM ({counted} FROM {LANDING} GROUP BY ALL) "
        f"ANTI JOIN ({counted} FROM {typed} GROUP BY ALL) "
        "USING (file_id, thousand, rows)"
    )
    in_gap = "SEMI JOIN gap ON gap.file_id = r.file_id AND gap.thousand = r.row // 1000"
    return (
        f"SELECT landing_id FROM (SELECT * FROM {LANDING} AS r {in_gap}) "
        f"ANTI JOIN (SELECT * FROM {typed} AS r {in_gap}) USING (file_id, row)"
    )


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
