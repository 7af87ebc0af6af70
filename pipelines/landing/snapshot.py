"""A snapshot of a table: its rows as text in a file, and the hash of what they say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pyarrow as pa

from pipelines.landing.inbox import Stamp
from pipelines.landing.relation import Relation

SUFFIX = ".snapshot"
_HEADER = b"header"
Row = Sequence[object]


def write(
    path: Path, headers: Sequence[str], batches: Iterable[Sequence[Row]]
) -> tuple[Stamp, int]:
    """Write rows as they come: a stamp of headers and cells in order, and how many."""
    digest = hashlib.sha256()
    size = 0

    def note(cells: Sequence[str | None]) -> None:
        nonlocal size
        line = json.dumps(cells, ensure_ascii=False).encode()
        digest.update(line)
        size += len(line)

    note(headers)
    schema = _schema(headers)
    numbers = count(1)
    with pa.OSFile(str(path), "wb") as out, pa.ipc.new_stream(out, schema) as stream:
        for batch in batches:
            rows = [[as_text(value) for value in row] for row in batch]
            for row in rows:
                note(row)
            cells = zip(*([next(numbers), *row] for row in rows), strict=True)
            arrays = [
                pa.array(column, type=field.type)
                for column, field in zip(cells, schema, strict=True)
            ]
            stream.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))
    return Stamp(size, 0, digest.hexdigest()), next(numbers) - 1


def read(path: Path, name: str) -> Relation:
    """A snapshot as a relation; its rows are numbered from 1."""
    reader = pa.ipc.open_stream(pa.memory_map(str(path)))
    headers = [field.metadata[_HEADER].decode() for field in list(reader.schema)[1:]]
    return Relation(name, headers, "store", first_row=1, numbered=True, arrow=reader)


def as_text(value: object) -> str | None:
    """A cell as a raw file would have it. A moment is in UTC and says so."""
    if value is None:
        return None
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC).isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _schema(headers: Sequence[str]) -> pa.Schema:
    cells = (
        pa.field(f"c{place}", pa.string(), metadata={_HEADER: header.encode()})
        for place, header in enumerate(headers)
    )
    return pa.schema([pa.field("row", pa.int64()), *cells])
