"""Parquet, back to text: types are ours to decide, not the sender's."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from sqlglot import exp

from pipelines.landing.relation import NotReadable, Relation


def read(path: Path) -> Relation:
    """A relation DuckDB reads by itself; lists become comma-separated text."""
    schema = columns(path)
    cells = ", ".join(
        f"{_as_text(field)} AS c{position}" for position, field in enumerate(schema)
    )
    literal = exp.Literal.string(str(path)).sql("duckdb")
    sql = (
        f"(SELECT file_row_number + 2 AS row, {cells} "
        f"FROM read_parquet({literal}, file_row_number = true))"
    )
    return Relation(sql, list(schema.names), "parquet", numbered=True)


def columns(path: Path) -> pa.Schema:
    """The columns of a file and their types; raises NotReadable."""
    try:
        return pq.read_schema(path)
    except (pa.ArrowException, OSError) as broken:
        raise NotReadable(f"it is not a readable Parquet file: {broken}") from broken


def _as_text(field: pa.Field) -> str:
    column = exp.to_identifier(field.name, quoted=True).sql("duckdb")
    if pa.types.is_list(field.type):
        return f"array_to_string({column}, ',')"
    if pa.types.is_floating(field.type):
        # Whole numbers that stand beside empty cells are often kept as 1.0, 2.0.
        return (
            f"CASE WHEN {column} = trunc({column}) AND abs({column}) < 1e15 "
            f"THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) "
            f"ELSE CAST({column} AS VARCHAR) END"
        )
    return f"CAST({column} AS VARCHAR)"
