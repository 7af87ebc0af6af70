"""The page of the open data: every table, its files, and what its columns mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pipelines.site.figures import Figures
from pipelines.site.published import Rows
from pipelines.site.tables import FORMATS, Part, Table, path

_CALLED = {"csv": "CSV", "json": "JSON", "parquet": "Parquet"}


def context(
    ask: Callable[[str], Rows], figures: Figures, tables: Sequence[Table]
) -> dict[str, Any]:
    """What data.html is filled with."""
    told = [
        {
            "name": table.name,
            "columns": table.columns,
            "parts": [_part(part, figures) for part in table.parts],
        }
        for table in tables
    ]
    return {"tables": told, "editions": ask("editions")}


def _part(part: Part, figures: Figures) -> dict[str, Any]:
    files = [
        {
            "path": path(part, form),
            "words": _CALLED[form],
            "size": _size(len(part.files[form]), figures),
        }
        for form in FORMATS
    ]
    return {"name": part.name, "rows": part.rows, "files": files}


def _size(size: int, figures: Figures) -> str:
    if size < 1_000_000:
        return f"{figures.number(max(1, size / 1000))} KB"
    return f"{figures.number(size / 1e6, 1)} MB"
