"""Hand rows to DuckDB as a temp table, with types and texts in every language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import duckdb
import pyarrow as pa

TEXTS = pa.map_(pa.string(), pa.string())


def put(
    con: duckdb.DuckDBPyConnection,
    name: str,
    columns: Mapping[str, pa.DataType],
    rows: Iterable[Sequence[object]],
) -> None:
    """Temp table `name` with those columns; texts are given as mappings."""
    listed = [list(row) for row in rows]
    arrays = {}
    for position, (column, kind) in enumerate(columns.items()):
        values = [row[position] for row in listed]
        if pa.types.is_map(kind):
            values = [None if v is None else list(dict(v).items()) for v in values]  # type: ignore[call-overload]
        arrays[column] = pa.array(values, type=kind)
    con.register("given_rows", pa.table(arrays))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM given_rows")
    con.unregister("given_rows")
