"""A workspace of a few rows, published to be asked: for tests of queries.

Rows are dictionaries of what matters to a test; columns that must not be NULL and are
not told are filled with something that cannot matter.
"""

import json
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
        with duckdb.connect(str(folder / files[audience])) as con:
            con.execute(_SCHEMA.read_text(encoding="utf-8"))
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


def _insert(con: duckdb.DuckDBPyConnection, table: str, row: Mapping[str, Any]) -> None:
    columns = con.execute(
        "SELECT column_name, data_type, is_nullable FROM duckdb_columns() "
        "WHERE table_name = ?",
        [table],
    ).fetchall()
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
