"""Rows to bytes: CSV, TSV, JSON lines, Parquet and XLSX, in the encoding of the file.

The same rows always make the same bytes: nothing written here depends on the clock.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import date, datetime, time
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import xlsxwriter

from pipelines.demo.layout import RATINGS, RawFile

Cell = str | None
BOM = b"\xef\xbb\xbf"
CREATED = datetime(2026, 4, 3, 9, 0, 0)  # noqa: DTZ001  (workbooks know no zone)


def as_bytes(file: RawFile, table: pa.Table) -> bytes:
    """The rows of a table as they stand in a text file, without header."""
    if file.format == "jsonl":
        lines = (json.dumps(row, ensure_ascii=False) for row in table.to_pylist())
        return "".join(f"{line}\n" for line in lines).encode()
    out = pa.BufferOutputStream()
    options = arrow_csv.WriteOptions(
        include_header=False,
        delimiter=file.delimiter,
        eol=file.newline,
        # Arrow's "needed" quotes every text; where no text can need it, none is.
        quoting_style="needed" if file.source == RATINGS else "none",
    )
    arrow_csv.write_csv(table, out, options)
    utf8: bytes = out.getvalue().to_pybytes()
    return utf8.decode().encode("gb18030") if file.encoding == "gb18030" else utf8


def lines(file: RawFile, rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows of text as they stand in a text file; they may have any number of cells."""
    if file.format == "jsonl":
        raise ValueError("rows of text have no names, which JSON lines need")
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=file.delimiter, lineterminator=file.newline)
    writer.writerows(rows)
    return out.getvalue().encode("gb18030" if file.encoding == "gb18030" else "utf-8")


def head(file: RawFile, header: Sequence[str]) -> bytes:
    """What stands before the first row: a byte-order mark, the header row."""
    if file.format == "jsonl":
        return b""
    return (BOM if file.encoding == "utf-8-sig" else b"") + lines(file, [header])


def cells(file: RawFile, table: pa.Table) -> list[list[Cell]]:
    """The rows of a table as the cells of text they become in the file."""
    plain = RawFile(file.source, file.name)
    text = as_bytes(plain, table).decode()
    return [[cell or None for cell in row] for row in csv.reader(io.StringIO(text))]


class Output:
    """A raw file being written: tables or rows of text, one after the other.

    It is written beside its place and moved there complete.
    """

    def __init__(self, file: RawFile, place: Path, beside: Path) -> None:
        self.file, self.place = file, place
        self.part = beside / f"{file.source}.{file.name}"
        self.rows = 0
        self._closing = ExitStack()
        self._parquet: pq.ParquetWriter | None = None

    def __enter__(self) -> Self:
        self._raw = self._closing.enter_context(self.part.open("wb"))
        return self

    def start(self, header: Sequence[str]) -> None:
        """Write what stands before the first row."""
        if self.file.format != "parquet":
            self._raw.write(head(self.file, header))

    def table(self, table: pa.Table) -> None:
        """Append the rows of a table."""
        self.rows += table.num_rows
        if self.file.format == "parquet":
            table = pa.table(
                {name: _spelled_out(table[name]) for name in table.column_names}
            )
            if self._parquet is None:
                self._parquet = self._closing.enter_context(
                    pq.ParquetWriter(self._raw, table.schema, compression="zstd")
                )
            self._parquet.write_table(table)
        elif table.num_rows:
            self._raw.write(as_bytes(self.file, table))

    def text(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Append rows of text."""
        self.rows += len(rows)
        self._raw.write(lines(self.file, rows))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.close()
        if error is None:
            self.place.parent.mkdir(parents=True, exist_ok=True)
            self.part.replace(self.place)


def write_workbook(
    place: Path, sheet: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> int:
    """An XLSX of one sheet; numbers are numbers and dates are dates. Returns rows."""
    place.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(place))
    book.set_properties({"created": CREATED, "title": sheet})
    as_date = book.add_format({"num_format": "yyyy/mm/dd"})
    page = book.add_worksheet(sheet)
    page.write_row(0, 0, header, book.add_format({"bold": True}))
    count = 0
    for count, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(
                    count, column, datetime.combine(cell, time()), as_date
                )
            else:
                page.write(count, column, cell)
    book.close()
    return count


def _spelled_out(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_dictionary(column.type):
        return column.cast(pa.string())
    return column
