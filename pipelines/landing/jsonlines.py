"""JSON lines: one object a line; numbers are kept as they are written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from pipelines.landing.relation import Broken, Relation

BATCH = 20_000


def read(path: Path, name: str) -> Relation:
    """Every key that some object has is a column; `row` is the line number."""
    headers = _headers(path)
    schema = pa.schema(
        [("row", pa.int64()), *((f"c{i}", pa.string()) for i in range(len(headers)))]
    )
    relation = Relation(name, headers, "jsonl", first_row=1, numbered=True)
    # Bytes that are not valid are replaced on the way, even in a UTF-8 file.
    relation.may_hold_replaced_bytes = True
    batches = _batches(path, headers, relation.broken, schema)
    relation.arrow = pa.RecordBatchReader.from_batches(schema, batches)
    return relation


def _objects(path: Path) -> Iterator[tuple[int, object]]:
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield number, json.loads(line, parse_float=str, parse_int=str)
            except (json.JSONDecodeError, RecursionError) as broken:
                yield number, broken


def _headers(path: Path) -> list[str]:
    headers: dict[str, None] = {}
    for _, found in _objects(path):
        if isinstance(found, dict):
            headers.update(dict.fromkeys(found))
    return list(headers)


def _batches(
    path: Path, headers: list[str], broken: list[Broken], schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    rows: list[dict[str, object]] = []
    for number, found in _objects(path):
        if not isinstance(found, dict):
            reason = "The line is not a JSON object."
            broken.append(Broken(number, "not_an_object", reason))
            continue
        cells = {f"c{i}": _text(found.get(key)) for i, key in enumerate(headers)}
        rows.append({"row": number, **cells})
        if len(rows) == BATCH:
            yield pa.RecordBatch.from_pylist(rows, schema=schema)
            rows = []
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema=schema)


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ",".join(str(part) for part in value)
    return str(value)
