"""Hand rows to DuckDB as a table, with types and texts in every language.

They go as parameters, one list a column, or as numpy arrays where they are many.
pyarrow could carry them too, but to look at a Python list it imports pandas, and that
takes a fifth of a second of every run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

TEXTS = pa.map_(pa.string(), pa.string())
_SQL = {
    pa.string(): "VARCHAR",
    pa.float64(): "DOUBLE",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.timestamp("us"): "TIMESTAMP",
}


def put(
    con: duckdb.DuckDBPyConnection,
    name: str,
    columns: Mapping[str, pa.DataType],
    rows: Iterable[Sequence[object]],
    *,
    temp: bool = False,
) -> None:
    """Table `name` with those columns; texts are given as mappings.

    A temp table is seen by its connection alone, and may be made in a transaction that
    writes to the warehouse.
    """
    listed = [list(row) for row in rows]
    put_columns(
        con,
        name,
        {
            column: (kind, [row[position] for row in listed])
            for position, (column, kind) in enumerate(columns.items())
        },
        temp=temp,
    )


def put_columns(
    con: duckdb.DuckDBPyConnection,
    name: str,
    columns: Mapping[str, tuple[pa.DataType, Sequence[object]]],
    *,
    temp: bool = False,
) -> None:
    """Table `name` of columns, each a type and as many values as the others."""
    selected = ", ".join(
        f'{_unnested(kind)} AS "{column}"' for column, (kind, _) in columns.items()
    )
    given = [
        part for kind, values in columns.values() for part in _parameters(kind, values)
    ]
    kind = "TEMP TABLE" if temp else "TABLE"
    con.execute(f"CREATE OR REPLACE {kind} {name} AS SELECT {selected}", given)


def put_arrays(
    con: duckdb.DuckDBPyConnection,
    name: str,
    columns: Mapping[str, NDArray[np.generic] | NDArray[np.object_]],
) -> None:
    """Table `name` of arrays of one length and of one kind each; NaN is NULL.

    Arrays of objects are for texts: of numbers DuckDB would believe the first thousand.
    """
    con.register("given_arrays", dict(columns))
    con.execute(f"CREATE OR REPLACE TABLE {name} AS FROM given_arrays")
    con.unregister("given_arrays")


def _unnested(kind: pa.DataType) -> str:
    if pa.types.is_map(kind):
        return f"map({_unnested(pa.list_(kind.key_type))}, " + (
            f"{_unnested(pa.list_(kind.item_type))})"
        )
    return f"unnest(?::{_sql(kind)}[])"


def _sql(kind: pa.DataType) -> str:
    return f"{_sql(kind.value_type)}[]" if pa.types.is_list(kind) else _SQL[kind]


def _parameters(kind: pa.DataType, values: Sequence[object]) -> list[list[object]]:
    if pa.types.is_map(kind):
        held = [None if v is None else dict(v) for v in values]  # type: ignore[call-overload]
        return [
            [None if each is None else list(each) for each in held],
            [None if each is None else list(each.values()) for each in held],
        ]
    if not any(issubclass(each, np.generic) for each in set(map(type, values))):
        return [list(values)]
    return [[v.item() if isinstance(v, np.generic) else v for v in values]]


def arrow_array(values: NDArray[np.generic], kind: pa.DataType) -> pa.Array:
    """Numbers as Arrow has them; pa.array() would import pandas to look at them."""
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(values)])


def tables_of(con: duckdb.DuckDBPyConnection, database: str) -> list[str]:
    """Names of the tables of an attached file."""
    found = con.execute(
        "SELECT table_name FROM duckdb_tables() "
        "WHERE database_name = ? AND schema_name = 'main' ORDER BY 1",
        [database],
    ).fetchall()
    return [name for (name,) in found]


def columns_of(
    con: duckdb.DuckDBPyConnection, database: str, table: str
) -> dict[str, str]:
    """Name to type of the columns of a table of an attached file, in their order."""
    found = con.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = ? "
        "AND schema_name = 'main' AND table_name = ? ORDER BY column_index",
        [database, table],
    ).fetchall()
    return dict(found)


def quoted(text: object) -> str:
    """A text as SQL writes it, for statements that take no parameters."""
    return "'" + str(text).replace("'", "''") + "'"
