"""Ingest: land raw files as text with their row numbers. No cleaning happens here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.declarations.source import Source
from pipelines.errors import FileRefused
from pipelines.landing import (
    delimited,
    elsewhere,
    encoding,
    jsonlines,
    parquet,
    snapshot,
    workbook,
)
from pipelines.landing.headers import match, refuse_unknown_shape
from pipelines.landing.inbox import Arrival
from pipelines.landing.masking import listed
from pipelines.landing.pieces import ARROW, pieces
from pipelines.landing.relation import Broken, NotReadable, Relation
from pipelines.tables import arrow_array

TEXT_FORMATS = (".csv", ".tsv", ".txt", ".jsonl")
# How much is typed together, at least, in bytes that memory holds.
PART_BYTES = 160 << 20
FIRST_BYTES = PART_BYTES // 4
# A file with more bytes of text than these is not read whole.
_LARGE = 512 << 20
# How many times the size of such a file its text has, more or less.
_UNPACKED = {".parquet": 5, ".xlsx": 5}


@dataclass
class Landed:
    """A file that was read, or is being read, and what was noticed on the way."""

    file_id: int
    arrival: Arrival
    rows: int
    format: str
    encoding: str | None
    broken: list[Broken] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    first_row: int = 2
    counted_from: str | None = None  # the delimiter, where blank lines were not counted

    @property
    def rows_read(self) -> int:
        """Every row of the file, the ones that could not be cut into cells too."""
        return self.rows + len(self.broken)


@dataclass(frozen=True)
class Part:
    """Rows that are typed together: of several small files, or some of a large one.

    `table` has landing_id, file_id, row and a column of text for every kept column;
    `replaced` says in which files bytes that are not valid were replaced on the way.
    Of files in `again` no rows count that came in parts before: they were found to be
    irregular, and are read once more.
    """

    files: list[Landed]
    table: pa.Table
    replaced: frozenset[int]
    again: frozenset[int]


def land(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    arrivals: list[Arrival],
    ids: Mapping[str, int],
    scratch: Path,
    *,
    repeating: Collection[str] = (),
) -> Iterator[Part]:
    """The rows of all files in their order, in parts; raises FileRefused.

    Columns of `repeating` are dictionaries, which say each text once. Nothing else may
    be asked of `con` until the last part was read.
    """
    held: list[_Read] = []
    # The first parts are small: until one is there, nothing is typed.
    size, before, enough = 0, 0, FIRST_BYTES
    for arrival in arrivals:
        for read in _file(con, source, arrival, ids[arrival.name], scratch, repeating):
            held.append(read)
            size += read.table.nbytes
            if size >= enough:
                yield _together(held, before)
                before += sum(each.table.num_rows for each in held)
                held, size = [], 0
                enough = min(2 * enough, PART_BYTES)
    if held:
        yield _together(held, before)


@dataclass(frozen=True)
class _Read:
    landed: Landed
    table: pa.Table
    replaced: bool
    is_again: bool = False


def _together(held: list[_Read], rows_before: int) -> Part:
    again = frozenset(each.landed.file_id for each in held if each.is_again)
    # Of a file that is read again only the last try counts.
    tries = {each.landed.file_id: each.landed for each in held}
    read = [each for each in held if each.landed is tries[each.landed.file_id]]
    table = pa.concat_tables(
        each.table.add_column(0, "file_id", _same(each.landed.file_id, each.table))
        for each in read
    )
    numbers = np.arange(rows_before, rows_before + table.num_rows, dtype=np.int64)
    return Part(
        list(tries.values()),
        table.add_column(0, "landing_id", arrow_array(numbers, pa.int64())),
        frozenset(each.landed.file_id for each in read if each.replaced),
        again,
    )


def _same(number: int, table: pa.Table) -> pa.Array:
    return arrow_array(np.full(table.num_rows, number, dtype=np.int32), pa.int32())


def _file(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    arrival: Arrival,
    file_id: int,
    scratch: Path,
    repeating: Collection[str],
) -> Iterator[_Read]:
    if arrival.path.suffix.lower() == elsewhere.SUFFIX:
        raise FileRefused(
            source.source,
            arrival.name,
            "it says where a file lies, and only Spark reads what lies elsewhere",
            "Run with --engine spark, or put the file itself into the inbox.",
        )
    with _as_utf8(source, arrival, scratch) as text:
        try:
            try:
                relation = _quick(source, text)
                yield from _land(con, source, file_id, text, relation, repeating)
            except (duckdb.Error, pa.ArrowException):
                # Something in the file is irregular: read it again, row by row, and say
                # which rows.
                relation = _exact(source, text)
                again = _land(con, source, file_id, text, relation, repeating)
                yield replace(next(again), is_again=True)
                yield from again
        except NotReadable as broken:
            raise FileRefused(
                source.source,
                arrival.name,
                str(broken),
                "Ask the sender for the file again, then run once more.",
            ) from broken


@dataclass
class _Text:
    path: Path
    arrival: Arrival
    encoding: str | None
    delimiter: str
    may_hold_replaced_bytes: bool
    notes: list[str]

    @property
    def format(self) -> str:
        return self.arrival.path.suffix.lower()


@contextmanager
def _as_utf8(source: Source, arrival: Arrival, scratch: Path) -> Iterator[_Text]:
    path = arrival.path
    if path.suffix.lower() not in TEXT_FORMATS:
        yield _Text(path, arrival, None, "", False, [])
        return
    found = encoding.detect(path, source.encodings)
    if found is None:
        raise FileRefused(
            source.source,
            arrival.name,
            f"its bytes are not valid {' or '.join(source.encodings)}; "
            f"it looks like {encoding.likely(path) or 'another encoding'}",
            f"Declare the encoding in sources/{source.source}.toml, or ask for UTF-8.",
        )
    notes = []
    if found != source.encodings[0]:
        notes.append(f"read as {found}, as its bytes show")
    copy = None
    replaced = False
    if found not in ("utf-8", "utf-8-sig"):
        copy = scratch / f"{arrival.stamp.sha256}.utf8"
        replaced = encoding.to_utf8(path, found, copy)
        path = copy
    try:
        yield _Text(
            path, arrival, found, _delimiter(source, path, arrival), replaced, notes
        )
    finally:
        if copy:
            copy.unlink(missing_ok=True)


def _delimiter(source: Source, path: Path, arrival: Arrival) -> str:
    if arrival.path.suffix.lower() == ".tsv":
        return "\t"
    if arrival.path.suffix.lower() == ".jsonl":
        return ""
    return source.delimiter or delimited.sniff_delimiter(path, source.skip_rows)


def _quick(source: Source, text: _Text) -> Relation:
    if text.format == ".xlsx":
        return workbook.read(text.path, source.sheet, source.skip_rows, ARROW)
    if text.format == ".parquet":
        return parquet.read(text.path)
    if text.format == ".jsonl":
        return jsonlines.read(text.path, ARROW)
    if text.format == snapshot.SUFFIX:
        return snapshot.read(text.path, ARROW)
    return delimited.quick(text.path, text.delimiter, source.skip_rows)


def _exact(source: Source, text: _Text) -> Relation:
    if text.format not in (".csv", ".tsv", ".txt"):
        raise NotReadable("it cannot be read to its end")
    relation = delimited.exact(text.path, text.delimiter, source.skip_rows, ARROW)
    # Bytes that are not valid were replaced on the way, even in a UTF-8 file.
    relation.may_hold_replaced_bytes = True
    return relation


def _land(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    file_id: int,
    text: _Text,
    relation: Relation,
    repeating: Collection[str],
) -> Iterator[_Read]:
    matching = match(source, relation.headers)
    refuse_unknown_shape(source, text.arrival, relation.headers, matching)
    notes = [*text.notes, *relation.notes]
    if matching.unused:
        notes.append(f"not declared, left out: {listed(matching.unused)}")
    landed = Landed(
        file_id,
        text.arrival,
        0,
        "tsv" if text.delimiter == "\t" else relation.format,
        text.encoding,
        relation.broken,
        notes,
        relation.first_row,
        text.delimiter if relation.has_blank_lines else None,
    )
    replaced = relation.may_hold_replaced_bytes or text.may_hold_replaced_bytes
    is_large = text.arrival.stamp.size * _UNPACKED.get(text.format, 1) > _LARGE
    for table in pieces(
        con, source, relation, matching, repeating=repeating, is_large=is_large
    ):
        landed.rows += table.num_rows
        yield _Read(landed, table, replaced)
    if relation.unreadable:
        raise NotReadable(relation.unreadable)
