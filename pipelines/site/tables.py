"""The tables of the public file as CSV, JSON and Parquet, for whoever computes on.

Observations stand in a file a year, so that a year that is over keeps its files.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipelines.site.published import Published
from pipelines.spreadsheet import harmless

if TYPE_CHECKING:
    import pyarrow as pa

TABLES = ("rankings", "scorecards", "observations", "indicators", "subjects")
_BY_YEAR = ("observations",)
FORMATS = ("csv", "json", "parquet")
# Without it Excel garbles Chinese.
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Part:
    """A table, or a year of it, in every format."""

    name: str
    rows: int
    files: dict[str, bytes]


@dataclass(frozen=True)
class Table:
    """A table of the open data."""

    name: str
    columns: tuple[str, ...]
    parts: tuple[Part, ...]


def tables(published: Published) -> list[Table]:
    """Every table, written."""
    return [_table(published, name) for name in TABLES]


def path(part: Part, form: str) -> str:
    return f"data/{part.name}.{form}"


def _table(published: Published, name: str) -> Table:
    rows = published.relation(f"data_{name}").to_arrow_table()
    parts = _years(rows) if name in _BY_YEAR else {"": rows}
    return Table(
        name,
        tuple(rows.column_names),
        tuple(
            Part(
                f"{name}-{year}" if year else name,
                part.num_rows,
                {"csv": _csv(part), "json": _json(part), "parquet": _parquet(part)},
            )
            for year, part in parts.items()
        ),
    )


def _years(rows: pa.Table) -> dict[str, pa.Table]:
    """Latest first."""
    # Only now: it takes half a second, which no other command need wait for.
    import pyarrow.compute as pc

    years = pc.year(rows.column("period"))
    found = sorted(pc.unique(years).to_pylist(), reverse=True)
    return {str(year): rows.filter(pc.equal(years, year)) for year in found}


def _csv(rows: pa.Table) -> bytes:
    import pyarrow as pa
    import pyarrow.csv

    written = io.BytesIO(_MARK)
    written.seek(0, io.SEEK_END)
    columns = {name: _as_text(rows.column(name)) for name in rows.column_names}
    pyarrow.csv.write_csv(pa.table(columns), written)
    return written.getvalue()


def _as_text(column: pa.ChunkedArray) -> Any:
    import pyarrow as pa

    if not pa.types.is_string(column.type):
        return column
    # Ids and names repeat: each is looked at once.
    coded = column.combine_chunks().dictionary_encode()
    texts = [harmless(text) for text in coded.dictionary.to_pylist()]
    return pa.array(texts, pa.string()).take(coded.indices)


def _json(rows: pa.Table) -> bytes:
    """An object a line, in brackets: one document, and readable line by line."""
    lines = ",\n".join(
        json.dumps(row, ensure_ascii=False, default=str) for row in rows.to_pylist()
    )
    return f"[\n{lines}\n]\n".encode()


def _parquet(rows: pa.Table) -> bytes:
    import pyarrow.parquet as pq

    written = io.BytesIO()
    pq.write_table(rows, written, compression="zstd")
    return written.getvalue()
