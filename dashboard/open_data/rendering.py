"""Rows as bytes: CSV that a spreadsheet runs nothing of, Parquet with typed columns.

JSON is written by the models of rows.py. What makes a scorecard (lists of structs) is
left out of CSV, which has no place for it.
"""

import io

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from dashboard.downloads import harmless

JSON = "application/json"
CSV = "text/csv; charset=utf-8"
PARQUET = "application/vnd.apache.parquet"
# Without it Excel garbles Chinese.
_MARK = b"\xef\xbb\xbf"


def csv_bytes(rows: pa.Table) -> bytes:
    """UTF-8 with a byte order mark; NULL is empty, a list of texts parted by spaces."""
    columns = {
        name: _as_text(rows.column(name))
        for name in rows.column_names
        if not _is_nested(rows.schema.field(name).type)
    }
    written = io.BytesIO(_MARK)
    written.seek(0, io.SEEK_END)
    pa.csv.write_csv(pa.table(columns), written)
    return written.getvalue()


def parquet_bytes(rows: pa.Table) -> bytes:
    written = io.BytesIO()
    pq.write_table(rows, written, compression="zstd")
    return written.getvalue()


def _is_nested(kind: pa.DataType) -> bool:
    return pa.types.is_struct(kind) or (
        pa.types.is_list(kind) and not pa.types.is_string(kind.value_type)
    )


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column, its texts harmless in a spreadsheet; all else as it is."""
    if pa.types.is_list(column.type):
        column = pc.binary_join(column, " ")
    if not pa.types.is_string(column.type):
        return column
    # Names repeat on thousands of rows: each is looked at once.
    coded = column.combine_chunks().dictionary_encode()
    texts = [harmless(text) for text in coded.dictionary.to_pylist()]
    return pa.array(texts, pa.string()).take(coded.indices)
