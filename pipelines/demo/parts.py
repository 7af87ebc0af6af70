"""Files several months add to: each month writes parts, which are joined at the end.

A rating given in May may belong to a case accepted in March, and the months are drawn
side by side, so no month can write another's file itself.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from pipelines.demo.layout import RawFile
from pipelines.demo.writers import Cell, as_bytes, head, lines


class Parts:
    """The parts one month writes; `rows` counts them by path."""

    def __init__(self, workplace: Path, number: int) -> None:
        self.workplace, self.number = workplace, number
        self.rows: dict[str, int] = {}
        self._open: dict[str, BinaryIO] = {}

    def append(self, file: RawFile, table: pa.Table) -> None:
        """Add the rows of a table to this month's part of the file."""
        if table.num_rows == 0:
            return
        if file.path not in self._open:
            self._open[file.path] = _part(self.workplace, file, self.number).open("wb")
        self._open[file.path].write(as_bytes(file, table))
        self.rows[file.path] = self.rows.get(file.path, 0) + table.num_rows

    def close(self) -> None:
        """Close every part; to be called whether or not the month came to its end."""
        for part in self._open.values():
            part.close()


def assemble(
    workplace: Path,
    inbox: Path,
    file: RawFile,
    header: Sequence[str],
    numbers: range,
    planted: Sequence[Sequence[Cell]],
) -> None:
    """Join the parts of a file in order, planted rows after the first."""
    whole = workplace / f"{file.source}.{file.name}"
    parts = [p for n in numbers if (p := _part(workplace, file, n)).exists()]
    with whole.open("wb") as out:
        out.write(head(file, header))
        for k, part in enumerate(parts):
            with part.open("rb") as rows:
                shutil.copyfileobj(rows, out, 1 << 20)
            part.unlink()
            if k == 0:
                out.write(lines(file, planted) if planted else b"")
        if planted and not parts:
            out.write(lines(file, planted))
    place = inbox / file.path
    place.parent.mkdir(parents=True, exist_ok=True)
    whole.replace(place)


def _part(workplace: Path, file: RawFile, number: int) -> Path:
    return workplace / f"{file.source}.{file.name}.{number:03d}"
