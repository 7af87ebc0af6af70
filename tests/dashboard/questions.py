"""A workspace of a few rows, published to be asked: for tests of queries.

Rows are dictionaries of what matters to a test; columns that must not be NULL and are
not told are filled with something that cannot matter.
"""

import functools
import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb

_SCHEMA = Path(__file__).parents[2] / "pipelines" / "publish" / "schema.sql"

Rows = Mapping[str, Iterable[Mapping[str, Any]]]


def publish(workspace: Path, tables: Rows) -> None:
    """Write both files with the same rows, and current.json."""
    folder = workspace / "published"
    folder.mkdir(parents=True)
    files = {}
    for audience in ("public", "internal"):
        files[audience] = f"{audience}.duckdb"
        (folder / files[audience]).write_bytes(_nothing()[0])
        with duckdb.connect(str(folder / files[audience])) as con:
            for table, rows in {"publication": [{}], **tables}.items():
                for row in rows:
                    _insert(con, table, row)
    told = {
        "version": "v1",
        "as_of": "2026-10-31",
        "published_at": "2026-11-01T00:00:00+00:00",
        "files": files,
    }
    (folder / "current.json").write_text(json.dumps(told), encoding="utf-8")


def named(text: str) -> dict[str, str]:
    """A name that is the same in both languages."""
    return {"zh": text, "en": text}


@functools.cache
def _nothing() -> tuple[bytes, dict[str, list[tuple[str, str, bool]]]]:
    """A file without a row; of each table name, type and whether NULL may be there."""
    columns: dict[str, list[tuple[str, str, bool]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "nothing.duckdb"
        with duckdb.connect(str(file)) as con:
            con.execute(_SCHEMA.read_text(encoding="utf-8"))
            for table, *column in con.execute(
                "SELECT table_name, column_name, data_type, is_nullable "
                "FROM duckdb_columns() WHERE NOT internal ORDER BY column_index"
            ).fetchall():
                columns.setdefault(table, []).append(tuple(column))
        return file.read_bytes(), columns


def _insert(con: duckdb.DuckDBPyConnection, table: str, row: Mapping[str, Any]) -> None:
    columns = _nothing()[1][table]
    unknown = set(row) - {name for name, _, _ in columns}
    assert not unknown, f"{table} has no {unknown}"
    filled = {
        name: row.get(name, None if nullable else _anything(data_type))
        for name, data_type, nullable in columns
    }
    con.execute(
        f"INSERT INTO {table} VALUES ({', '.join('?' * len(filled))})",
        list(filled.values()),
    )


def _anything(data_type: str) -> Any:
    if data_type.startswith("MAP"):
        return named("-")
    if data_type.endswith("[]"):
        return ["zh", "en"] if data_type == "VARCHAR[]" else []
    if data_type in ("DATE", "TIMESTAMP"):
        return "2026-10-31"
    if data_type == "BOOLEAN":
        return True
    return "-" if data_type == "VARCHAR" else 0
