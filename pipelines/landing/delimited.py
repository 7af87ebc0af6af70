"""CSV and TSV. Clean files are read by Arrow or DuckDB; others row by row, exactly.

DuckDB reads a file ten times as fast as the exact reader and stops at the first row
that has too many or too few cells. The exact reader goes on, and says which row it was.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import TextIO

import pyarrow as pa
from sqlglot import exp

from pipelines.landing import regular
from pipelines.landing.relation import Broken, NotReadable, Relation

BATCH = 20_000
_ONE_THREAD = 1 << 28
_SMALL_PIECE = 1 << 25
LONGEST_CELL = 1 << 24
TOO_LONG = f"a cell is longer than {LONGEST_CELL:,} characters"


def quick(path: Path, delimiter: str, skip_rows: int) -> Relation:
    """A relation that DuckDB or Arrow reads; both fail on any irregular row."""
    headers, lines = _header(path, delimiter, skip_rows)
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(headers)))
    literal = exp.Literal.string
    # By itself the engine gives a file of this size to one thread. A larger one it cuts
    # well: smaller pieces would be put together again when they are stored.
    small = path.stat().st_size < _ONE_THREAD
    pieces = f", buffer_size = {_SMALL_PIECE}" if small else ""
    sql = (
        f"read_csv({literal(str(path)).sql('duckdb')}, columns = {{{columns}}}, "
        f"delim = {literal(delimiter).sql('duckdb')}, quote = '\"', escape = '\"', "
        f"header = false, skip = {skip_rows + 1}, auto_detect = false, "
        f"strict_mode = true, null_padding = false, max_line_size = 16777216{pieces})"
    )
    look = regular.look(path, delimiter)
    relation = Relation(
        sql,
        headers,
        "csv",
        first_row=skip_rows + 2,
        has_blank_lines=look.has_blank_lines,
    )
    if lines == skip_rows + 1 and look.is_regular:
        relation.read = partial(
            regular.read,
            path,
            delimiter,
            skip_rows,
            len(headers),
            is_ascii=look.is_ascii,
        )
    return relation


def exact(path: Path, delimiter: str, skip_rows: int, name: str) -> Relation:
    """A relation read row by row; rows with a wrong number of cells are `broken`."""
    headers, _ = _header(path, delimiter, skip_rows)
    relation = Relation(name, headers, "csv", skip_rows + 2, numbered=True)
    schema = pa.schema(
        [("row", pa.int64()), *((f"c{i}", pa.string()) for i in range(len(headers)))]
    )
    batches = _batches(path, delimiter, skip_rows, relation, schema)
    relation.arrow = pa.RecordBatchReader.from_batches(schema, batches)
    return relation


def _header(path: Path, delimiter: str, skip_rows: int) -> tuple[list[str], int]:
    """The cells of the header row, and in which line of the file it ends.

    No cells when the file ends before it.
    """
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        reader = csv.reader(lines, delimiter=delimiter)
        try:
            for number, cells in enumerate(reader):
                if number == skip_rows:
                    return [cell.strip() for cell in cells], reader.line_num
        except csv.Error as broken:
            raise NotReadable(f"its header row cannot be read: {TOO_LONG}") from broken
    return [], 0


def record_rows(path: Path, encoding: str, delimiter: str, first_row: int) -> list[int]:
    """The row a spreadsheet shows for every record, in order; blank lines count."""
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, errors="replace", newline="") as lines:
        return [
            number
            for number, cells in enumerate(csv.reader(lines, delimiter=delimiter), 1)
            if cells and number >= first_row
        ]


def sniff_delimiter(path: Path, skip_rows: int) -> str:
    """The delimiter that cuts the header into most cells: comma, tab, semicolon, |."""
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        first = [lines.readline(1 << 16) for _ in range(skip_rows + 1)][-1]
    return max(",\t;|", key=first.count)


def _batches(
    path: Path,
    delimiter: str,
    skip_rows: int,
    relation: Relation,
    schema: pa.Schema,
) -> Iterator[pa.RecordBatch]:
    width = len(relation.headers)
    rows: list[list[object]] = []
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        for number, cells in _records(lines, delimiter, relation):
            if number <= skip_rows + 1 or not cells:
                continue
            if len(cells) != width:
                reason = f"The row has {len(cells)} cells; the header has {width}."
                relation.broken.append(Broken(number, "wrong_cell_count", reason))
                continue
            rows.append([number, *cells])
            if len(rows) == BATCH:
                yield _batch(rows, schema)
                rows = []
    if rows:
        yield _batch(rows, schema)


def _records(
    lines: TextIO, delimiter: str, relation: Relation
) -> Iterator[tuple[int, list[str]]]:
    """Every record with its row number; what cannot be cut goes to `relation`."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    for number in count(1):
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as broken:
            if "expected after" in str(broken):
                reason = "A cell goes on after the quote that closes it."
                relation.broken.append(Broken(number, "broken_quote", reason))
                continue
            # Where such a cell ends nobody can say, so the rows after it are lost.
            ended = "end of data" in str(broken)
            why = "a quote is opened and never closed" if ended else TOO_LONG
            relation.unreadable = f"row {number}: {why}"
            return
        yield number, cells


def _batch(rows: list[list[object]], schema: pa.Schema) -> pa.RecordBatch:
    columns = zip(*rows, strict=True)
    return pa.record_batch(
        [
            pa.array(column, type=kind.type)
            for column, kind in zip(columns, schema, strict=True)
        ],
        schema=schema,
    )
