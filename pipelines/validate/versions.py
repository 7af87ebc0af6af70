"""Which of several rows with one key stands: the last one, whatever arrived first.

Rows of a key are ordered by their files' precedence and their place in the file. The
last is loaded; an earlier one with the same content is a duplicate, another one is
superseded. All stay in the table, so a later correction can bring one back.
"""

from __future__ import annotations

import duckdb
import numpy as np

from pipelines.validate.typed import DUPLICATE, LOADED, SUPERSEDED, Statement

SORTED_TOGETHER = 20_000_000


def settle(
    con: duckdb.DuckDBPyConnection, statement: Statement, after_removal: bool
) -> None:
    """Set `standing` for keys of new files and of keys in temp table `removed_key`.

    Leaves temp table `restood` (file_id, row, key_hash, standing): rows that changed.
    New files are those of temp table `new_file`.
    """
    source = statement.source
    table = f'typed."{source.source}"'
    own = ", ".join(f't."{name}"' for name in source.key)
    content = [
        name
        for name in statement.columns()
        if name in source.columns and name not in source.key
    ]
    same = " AND ".join(
        f'"{name}" IS NOT DISTINCT FROM first_value("{name}") OVER standing_order'
        for name in content
    )
    ((only_new,),) = con.execute(
        f"SELECT NOT EXISTS (SELECT 1 FROM {table} "
        "WHERE file_id NOT IN (SELECT file_id FROM new_file))"
    ).fetchall()
    removed = "UNION SELECT key_hash FROM removed_key" if after_removal else ""
    if only_new and isinstance(con, duckdb.DuckDBPyConnection):
        _find_twice(con, table, removed)
    else:
        # In a table of new rows alone every key is one of a new file.
        of_new_files = (
            "TRUE"
            if only_new
            else f"""key_hash IN (
                SELECT key_hash FROM {table}
                WHERE file_id IN (SELECT file_id FROM new_file)
            )"""
        )
        con.execute(
            "CREATE OR REPLACE TEMP TABLE contested AS "
            f"SELECT key_hash FROM {table} WHERE {of_new_files} "
            f"GROUP BY key_hash HAVING count(*) > 1 {removed}"
        )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE restood AS
        SELECT file_id, row, key_hash, standing
        FROM (
            SELECT
                file_id,
                row,
                key_hash,
                was,
                CASE
                    WHEN row_number() OVER standing_order = 1 THEN {LOADED}
                    WHEN {same or "TRUE"} THEN {DUPLICATE}
                    ELSE {SUPERSEDED}
                END::UTINYINT AS standing
            FROM (
                SELECT t.* EXCLUDE (standing), t.standing AS was, f.precedence
                FROM {table} AS t
                JOIN every_file AS f ON f.file_id = t.file_id
                WHERE t.key_hash IN (SELECT key_hash FROM contested)
            ) AS t
            WINDOW standing_order AS (
                PARTITION BY {own} ORDER BY precedence DESC, row DESC
            )
        )
        WHERE standing <> was
        """
    )
    con.execute(
        f"""
        UPDATE {table} AS t SET standing = r.standing
        FROM restood AS r
        WHERE t.file_id = r.file_id AND t.row = r.row AND t.key_hash = r.key_hash
        """
    )


def _find_twice(con: duckdb.DuckDBPyConnection, table: str, removed: str) -> None:
    """Temp table contested: one row a key that more than one row may have.

    `removed` adds others. To sort hashes takes a quarter of the time of grouping them.
    """
    ((rows,),) = con.execute(f"SELECT count(*) FROM {table}").fetchall()
    passes = 1 + rows // SORTED_TOGETHER
    twice = []
    for number in range(passes):
        some = f"WHERE key_hash % {passes} = {number}" if passes > 1 else ""
        found = con.execute(f"SELECT key_hash FROM {table} {some}").fetchnumpy()
        hashes = np.sort(found["key_hash"])
        twice.append(np.unique(hashes[1:][hashes[1:] == hashes[:-1]]))
    con.register("given_hashes", {"key_hash": np.concatenate(twice)})
    con.execute(
        "CREATE OR REPLACE TEMP TABLE contested AS "
        f"SELECT key_hash::UBIGINT AS key_hash FROM given_hashes {removed}"
    )
    con.unregister("given_hashes")
