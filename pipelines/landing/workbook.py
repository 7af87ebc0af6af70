"""XLSX workbooks, as text: what a cell shows, not what Excel stores."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from pipelines.landing import sheet_extent
from pipelines.landing.relation import NotReadable, Relation

# As many rows and columns as a sheet of Excel has; the cells as they fit into memory.
MOST = sheet_extent.Extent(1_048_576, 16_384, cells=40_000_000, unpacked=2 << 30)


def read(path: Path, sheet: str | None, skip_rows: int, name: str) -> Relation:
    """The named sheet, or the first; raises NotReadable."""
    _refuse_too_large(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = book.sheet_names
        if sheet is not None and sheet not in names:
            raise NotReadable(f"it has no sheet {sheet!r}; it has {', '.join(names)}")
        page = book.get_sheet_by_name(sheet or names[0])
        cells = page.to_python(skip_empty_area=False)
    except (CalamineError, OSError, IndexError) as broken:
        raise NotReadable(f"it is not a readable workbook: {broken}") from broken
    body = cells[skip_rows + 1 :]
    header = (
        [_text(cell) or "" for cell in cells[skip_rows]] if cells[skip_rows:] else []
    )
    width = len(header)
    rows = [
        [number, *(_text(cell) for cell in row[:width])]
        for number, row in enumerate(body, start=skip_rows + 2)
        if any(cell not in ("", None) for cell in row)
    ]
    columns: list[list[object]] = [list(column) for column in zip(*rows, strict=True)]
    columns = columns or [[] for _ in range(width + 1)]
    table = pa.table(
        {
            "row": pa.array(columns[0], type=pa.int64()),
            **{
                f"c{i}": pa.array(columns[i + 1], type=pa.string())
                for i in range(width)
            },
        }
    )
    notes = [f"sheet {names[0]!r}"] if sheet is None and len(names) > 1 else []
    return Relation(
        name, header, "xlsx", skip_rows + 2, numbered=True, arrow=table, notes=notes
    )


def _refuse_too_large(path: Path) -> None:
    try:
        sheet_extent.check(path, MOST)
    except sheet_extent.TooLarge as large:
        raise NotReadable(
            f"unpacked it would take {large.unpacked >> 20:,} MB"
        ) from large
    except sheet_extent.TooFar as far:
        raise NotReadable(
            f"a sheet of it reaches as far as {far}, and at most {MOST.cells:,} cells "
            "are read; clear what stands far outside the table, or save it as CSV"
        ) from far
    except sheet_extent.Unclear as unclear:
        raise NotReadable(f"it is not a workbook: {unclear}") from unclear


def _text(cell: object) -> str | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        whole = cell.microsecond == 0
        return cell.isoformat(" ", "seconds" if whole else "microseconds")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell.total_seconds())
    return str(cell)
