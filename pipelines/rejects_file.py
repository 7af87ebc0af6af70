"""`data/rejects/<source>.csv`: what the last run refused, for the sender."""

from __future__ import annotations

import csv
from pathlib import Path

from pipelines.spreadsheet import harmless
from pipelines.validate.batches import Loaded

COLUMNS = ("file", "row", "column_name", "value", "reason", "reason_code")


def write_rejects(folder: Path, loaded: Loaded) -> None:
    """Write the rejects of the files just read; nothing when no file was read."""
    if not loaded.landed:
        return
    folder.mkdir(parents=True, exist_ok=True)
    names = {file.file_id: file.arrival.name for file in loaded.landed}
    path = folder / f"{loaded.source.source}.csv"
    aside = path.with_suffix(".new")
    with aside.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for reject in loaded.rejects:
            cells = (
                names[reject.file_id],
                reject.row,
                reject.column_name,
                reject.value or "",
                reject.reason,
                reject.reason_code,
            )
            writer.writerow([harmless(cell) for cell in cells])
    aside.replace(path)
