"""A file's rows as Arrow tables of text: `row`, and every column that may enter.

Rows go on as Arrow because they are read once and used once: to put them into a table
first costs as much as to type them. What is large comes in pieces, so that memory
holds one of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.declarations.source import Source
from pipelines.landing.headers import Matching
from pipelines.landing.relation import Relation
from pipelines.tables import arrow_array

ARROW = "arriving"
# Rows of a batch, each of which one thread types: as many as DuckDB stores together.
BATCH_ROWS = 122_880


def kept_columns(source: Source) -> list[str]:
    """Columns that may enter: what is declared `drop` never leaves its file."""
    return [name for name, c in source.columns.items() if c.privacy != "drop"]


def pieces(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    relation: Relation,
    matching: Matching,
    *,
    repeating: Collection[str],
    is_large: bool,
) -> Iterator[pa.Table]:
    """All rows of a file, in order; one table without any where it has none.

    Columns of `repeating` are dictionaries: each of their texts is there once.
    Raises duckdb.Error or pa.ArrowException where the reader cannot go on.
    """
    if relation.read and not source.unpivot:
        cells = _cells(source, matching)
        coded = {cells[name] for name in repeating if name in cells}
        tables: Iterator[pa.Table] = (
            table.rename_columns(list(cells))
            for table in relation.read(list(cells.values()), coded)
        )
    else:
        tables = _asked(con, _select(source, relation, matching), relation, is_large)
    before = 0
    for read in tables:
        yield _whole(source, read, relation.first_row + before, repeating)
        before += read.num_rows


def _asked(
    con: duckdb.DuckDBPyConnection, sql: str, relation: Relation, is_large: bool
) -> Iterator[pa.Table]:
    if relation.arrow is not None:
        con.register(ARROW, relation.arrow)
    try:
        if not is_large:
            yield con.sql(sql).to_arrow_table(BATCH_ROWS)
            return
        reader = con.sql(sql).to_arrow_reader(BATCH_ROWS)
        yield pa.Table.from_batches([], reader.schema)
        for batch in reader:
            yield pa.Table.from_batches([batch])
    except UnicodeDecodeError as broken:
        raise duckdb.Error(str(broken)) from broken
    finally:
        if relation.arrow is not None:
            con.unregister(ARROW)


def _whole(
    source: Source, read: pa.Table, first_row: int, repeating: Collection[str]
) -> pa.Table:
    """With row numbers, and with nothing in columns that the file does not have."""
    rows = read.num_rows
    columns: dict[str, pa.ChunkedArray | pa.Array] = {
        "row": read["row"]
        if "row" in read.column_names
        else arrow_array(
            np.arange(first_row, first_row + rows, dtype=np.int64), pa.int64()
        )
    }
    for name in kept_columns(source):
        given = name in read.column_names
        columns[name] = read[name] if given else pa.nulls(rows, pa.string())
    for name in repeating:
        if not pa.types.is_dictionary(columns[name].type):
            columns[name] = columns[name].dictionary_encode()
    return pa.table(columns)


def _cells(source: Source, matching: Matching) -> dict[str, str]:
    """Declared columns that the file has, and what their column is called there."""
    return {
        name: f"c{matching.positions[name]}"
        for name in kept_columns(source)
        if name in matching.positions
    }


def _select(source: Source, relation: Relation, matching: Matching) -> str:
    """SELECT of a file's rows under the names of declared columns.

    Where rows come in order they are not numbered here: this would keep DuckDB from
    reading on two cores.
    """
    cells = _cells(source, matching)
    row = "row, " if relation.numbered else ""
    origin = relation.sql
    if source.unpivot:
        answers = ", ".join(f"c{position}" for position in matching.answers)
        cells[source.unpivot.name_to] = "answer_name"
        cells[source.unpivot.value_to] = "answer_value"
        names = " ".join(
            f"WHEN 'c{position}' THEN '{header.replace(chr(39), chr(39) * 2)}'"
            for position, header in matching.answers.items()
        )
        if not relation.numbered:
            number = f"row_number() OVER () + {relation.first_row - 1} AS row"
            origin = f"(SELECT {number}, * FROM {origin})"
        origin = (
            f"(SELECT * REPLACE (CASE answer_name {names} END AS answer_name) "
            f"FROM {origin} UNPIVOT INCLUDE NULLS "
            f"(answer_value FOR answer_name IN ({answers})))"
        )
        row = "row, "
    selected = ", ".join(f'{value} AS "{name}"' for name, value in cells.items())
    return f"SELECT {row}{selected} FROM {origin}"
