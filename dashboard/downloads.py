"""Tables as CSV files that a spreadsheet opens as they are, and runs nothing of."""

import csv
import io
from collections.abc import Iterable, Sequence

from dashboard.formats import is_missing

# What a spreadsheet takes for the start of a formula, full-width forms included.
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte order mark, without which Excel garbles Chinese."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([harmless(title) for title in header])
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: object) -> object:
    """Text that starts like a formula gets an apostrophe in front; NULL is empty.

    Numbers stay numbers: a negative one is no formula. Whole ones lose their ".0",
    which they have only because pandas keeps columns with gaps as floats.
    """
    if isinstance(cell, str):
        # Spreadsheets skip spaces in front of a formula, so they do not shield it.
        return f"'{cell}" if cell.lstrip(" ").startswith(_STARTS_FORMULA) else cell
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return "" if is_missing(cell) else cell
