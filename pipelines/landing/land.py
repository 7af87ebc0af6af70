"""Ingest: land raw files as text with their row numbers. No cleaning happens here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
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
from pipelines.landing.headers import Matching, match
from pipelines.landing.inbox import Arrival
from pipelines.landing.masking import listed
from pipelines.landing.relation import Broken, NotReadable, Relation

LANDING = "landing"
LANDED = "landed"
ARROW = "arriving"
TEXT_FORMATS = (".csv", ".tsv", ".txt", ".jsonl")
# How many times the size of such a file its text has, more or less.
_UNPACKED = {".parquet": 5, ".xlsx": 5}


@dataclass
class Landed:
    """A file that lies in the landing table, and what was noticed on the way."""

    file_id: int
    arrival: Arrival
    rows: int
    format: str
    encoding: str | None
    broken: list[Broken] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    first_row: int = 2
    counted_from: str | None = None  # the delimiter, where rows were only counted

    @property
    def rows_read(self) -> int:
        """Every row of the file, the ones that could not be cut into cells too."""
        return self.rows + len(self.broken)


def kept_columns(source: Source) -> list[str]:
    """Columns that may enter: what is declared `drop` never leaves its file."""
    return [name for name, c in source.columns.items() if c.privacy != "drop"]


def text_bytes(arrival: Arrival) -> int:
    """How much text a file holds, as memory holds it: some formats pack it."""
    return arrival.stamp.size * _UNPACKED.get(arrival.path.suffix.lower(), 1)


def prepare(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """An empty landing table for one source."""
    columns = ", ".join(f'"{name}" VARCHAR' for name in kept_columns(source))
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {LANDING} "
        f"(file_id INTEGER, row BIGINT, replaced BOOLEAN, {columns})"
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {LANDED} "
        "(file_id INTEGER, first_rowid BIGINT, first_row BIGINT)"
    )


def land(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    arrival: Arrival,
    file_id: int,
    scratch: Path,
) -> Landed:
    """Append one file to the landing table; raises FileRefused."""
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
                return _land(con, source, arrival, file_id, text, _quick(source, text))
            except (duckdb.Error, pa.ArrowException):
                # Something in the file is irregular: read it again, row by row, and say
                # which rows. The statement that failed has appended nothing.
                return _land(con, source, arrival, file_id, text, _exact(source, text))
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
    arrival: Arrival,
    file_id: int,
    text: _Text,
    relation: Relation,
) -> Landed:
    matching = match(source, relation.headers)
    refuse_unknown_shape(source, arrival, relation.headers, matching)
    notes = [*text.notes, *relation.notes]
    if matching.unused:
        notes.append(f"not declared, left out: {listed(matching.unused)}")
    replaced = relation.may_hold_replaced_bytes or text.may_hold_replaced_bytes
    sql = _append_sql(source, relation, matching, replaced)
    if relation.arrow is not None:
        con.register(ARROW, relation.arrow)
    try:
        ((rows,),) = con.execute(sql, [file_id]).fetchall()
    except UnicodeDecodeError as broken:
        raise duckdb.Error(str(broken)) from broken
    finally:
        if relation.arrow is not None:
            con.unregister(ARROW)
    if relation.unreadable:
        raise NotReadable(relation.unreadable)
    con.execute(
        f"INSERT INTO {LANDED} SELECT ?::INTEGER, coalesce(min(rowid), 0), ?::BIGINT "
        f"FROM {LANDING} WHERE file_id = ?::INTEGER",
        [file_id, relation.first_row, file_id],
    )
    format_ = "tsv" if text.delimiter == "\t" else relation.format
    return Landed(
        file_id,
        arrival,
        rows,
        format_,
        text.encoding,
        relation.broken,
        notes,
        relation.first_row,
        None if relation.numbered else text.delimiter,
    )


def _append_sql(
    source: Source, relation: Relation, matching: Matching, replaced: bool
) -> str:
    """INSERT of a file's rows.

    Where rows come in order `row` stays NULL: numbering them here would keep DuckDB
    from reading on two cores, and `landed` says what to count from.
    """
    cells = {
        name: f"c{matching.positions[name]}"
        for name in kept_columns(source)
        if name in matching.positions
    }
    row = "row" if relation.numbered else "NULL"
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
        row = "row"
    names_sql = ", ".join(f'"{name}"' for name in cells)
    values = ", ".join(cells.values())
    return (
        f"INSERT INTO {LANDING} (file_id, row, replaced, {names_sql}) "
        f"SELECT ?::INTEGER, {row}, {'true' if replaced else 'false'}, {values} "
        f"FROM {origin}"
    )


def refuse_unknown_shape(
    source: Source, arrival: Arrival, headers: list[str], matching: Matching
) -> None:
    """Raise FileRefused for headers that are not what the source declares."""
    if not headers:
        problem = "it is empty: not even a header row"
    elif matching.twice:
        problem = f"two headers stand for one column: {listed(matching.twice)}"
    elif matching.lacking:
        wanted = "; ".join(
            " or ".join((name, *source.columns[name].aliases))
            for name in matching.lacking
        )
        problem = f"it lacks a column: {wanted}\n  It has: {listed(headers)}"
    elif source.unpivot and not matching.answers:
        problem = f"no header matches {source.unpivot.columns!r}"
    else:
        return
    raise FileRefused(
        source.source,
        arrival.name,
        problem,
        f"Correct the file, or add the header as an alias in "
        f"sources/{source.source}.toml.",
    )
