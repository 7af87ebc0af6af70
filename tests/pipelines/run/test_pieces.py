"""What is loaded leaves small pieces of tables behind; many are joined at once."""

from pathlib import Path

import duckdb

from pipelines import warehouse
from pipelines.locations import Locations

ROWS = 10_000


def load(con: duckdb.DuckDBPyConnection, at: Locations, file: int) -> None:
    """A file of so many rows, entered as the next one."""
    con.execute(
        "CREATE TABLE IF NOT EXISTS typed.rows (file_id INTEGER, number INTEGER)"
    )
    con.execute(f"INSERT INTO typed.rows SELECT {file}, range FROM range({ROWS})")
    con.execute(
        "INSERT INTO file (file_id, source, name, precedence, size, modified_ns, "
        "sha256, loaded_at, format, rows_read, rows_rejected, notes) VALUES "
        f"({file}, 'rows', '{file}.csv', '', 1, 1, '', now(), 'csv', {ROWS}, 0, [])"
    )
    warehouse.checkpoint(con, at)


def pieces(con: duckdb.DuckDBPyConnection) -> int:
    """How many pieces hold the rows."""
    ((found,),) = con.execute(
        "SELECT count(DISTINCT row_group_id) FROM pragma_storage_info('typed.rows')"
    ).fetchall()
    assert isinstance(found, int)
    return found


def test_pieces_are_joined_once_in_so_many_files(tmp_path: Path) -> None:
    at = Locations(tmp_path)
    held = []
    for file in range(1, warehouse.LOOSE + 3):
        # As in life, every one of them comes in a run of its own.
        with warehouse.opened(at, "1GB") as con:
            load(con, at, file)
            held.append(pieces(con))
            rows = con.execute(
                "SELECT count(*), sum(number) FROM typed.rows"
            ).fetchall()
            assert rows == [(file * ROWS, file * (ROWS * (ROWS - 1) // 2))]
    before, joined, after = held[-4], held[-3], held[-2:]
    assert before == warehouse.LOOSE - 1
    # The engine stores 122,880 rows together: 500,000 of them in five pieces.
    assert joined == 5
    assert after == [joined + 1, joined + 2]
