"""How far the cells of a workbook reach, asked before its grid is made in memory.

One cell at the end of a sheet makes a grid of billions, and a reader that runs out of
memory takes everything else in its process with it. So every part of the archive that
could be read as a sheet is looked at, wherever it lies, and nothing of it is kept.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers import expat

_SHEET = b"sheetData"
_BLOCK = 1 << 20
# As spreadsheets write it: small letters and leading zeros lead round a limit.
_PLACE = re.compile(r"([A-Z]{0,3})([1-9]\d{0,6})")
# What Python raises of an archive that is none, or that it cannot unpack.
BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,  # packed in a way that Python does not know
    RuntimeError,  # under a password
    ValueError,  # a name that is no text
)


@dataclass(frozen=True)
class Extent:
    """How much of a sheet there may be, and of all parts of its file, in bytes."""

    rows: int
    columns: int
    cells: int
    unpacked: int


class TooLarge(Exception):
    """All parts of the file together; holds their bytes."""

    def __init__(self, unpacked: int) -> None:
        super().__init__(f"{unpacked} bytes")
        self.unpacked = unpacked


class TooFar(Exception):
    """A row, a column or a number of cells beyond the limit; the text says where."""


class Unclear(Exception):
    """No spreadsheet writes a file like this one."""


def check(file: Path | IO[bytes], most: Extent) -> None:
    """Raise TooLarge, TooFar or Unclear unless all of a workbook lies within."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if unpacked > most.unpacked:
                raise TooLarge(unpacked)
            for member in members:
                if _may_be_sheet(archive, member):
                    with archive.open(member) as part:
                        _Sheet(most).read(part)
    except BROKEN_ARCHIVE as broken:
        raise Unclear(str(broken)) from broken


def _may_be_sheet(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    with archive.open(member) as part:
        before = b""
        for block in _blocks(part):
            # Also in an encoding of two bytes a letter.
            text = before + block.replace(b"\0", b"")
            if _SHEET in text:
                return True
            before = text[-len(_SHEET) :]
    return False


def _blocks(part: IO[bytes]) -> Iterator[bytes]:
    while block := part.read(_BLOCK):
        yield block


class _Sheet:
    """One part of the archive, read from its first element to its last."""

    def __init__(self, most: Extent) -> None:
        self._most = most
        self._rows = self._columns = self._seen = 0
        self._column = 0  # of the row that is being read

    def read(self, part: IO[bytes]) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        # Entities would let a cell say its place in other words.
        parser.StartDoctypeDeclHandler = _refuse
        try:
            for block in _blocks(part):
                if b"\0" in block:
                    raise Unclear("not UTF-8")
                parser.Parse(block, False)
            parser.Parse(b"", True)
        # The last two where the encoding is not known, or none that expat can read.
        except (expat.ExpatError, ValueError, LookupError) as broken:
            raise Unclear(str(broken)) from broken

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "row":
            self._column = 0
            place = attributes.get("r")
            # Readers count what does not say its place; none counts further than this.
            row = self._rows + 1 if place is None else _place(place)[0]
            self._reach(row, 0)
        elif kind == "c":
            place = attributes.get("r")
            row, column = (
                (self._rows, self._column + 1) if place is None else _place(place)
            )
            self._column = max(self._column, column)
            self._reach(row, column)

    def _reach(self, row: int, column: int) -> None:
        most = self._most
        self._seen += 1
        rows = self._rows = max(self._rows, row)
        columns = self._columns = max(self._columns, column)
        if rows > most.rows or columns > most.columns:
            raise TooFar(f"row {rows:,}, column {columns:,}")
        if max(rows * columns, self._seen) > most.cells:
            raise TooFar(f"{rows:,} rows of {columns:,} columns")


def _place(text: str) -> tuple[int, int]:
    """B5 is row 5, column 2; a row has no letters, and is at column 0."""
    place = _PLACE.fullmatch(text)
    if place is None:
        raise Unclear(f"a cell at {text[:40]!r}")
    letters, digits = place.groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(digits), column


def _refuse(*_told: object) -> None:
    raise Unclear("a document type")
