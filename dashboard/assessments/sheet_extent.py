"""How far the cells of a workbook reach, asked before its grid is made in memory.

One cell at the end of a sheet makes a grid of billions, and a reader that runs out of
memory takes the whole server with it. So every part of the archive that could be read
as a sheet is looked at, wherever it lies, and each row and cell has to say its place.
"""

import io
import re
import zipfile
from xml.parsers import expat

# The parts of a workbook together, as they are read into memory.
_MOST_XML = 40 * 1024 * 1024
_SHEET = b"sheetData"
# As spreadsheets write it: small letters and leading zeros lead round a limit.
_PLACE = re.compile(r"([A-Z]{0,3})([1-9]\d{0,6})")


class TooFar(Exception):
    """A row or a column beyond the limit, or parts too large to be looked at."""


class Unclear(Exception):
    """No spreadsheet writes a sheet like this one."""


def check(content: bytes, most_rows: int, most_columns: int) -> None:
    """Raise TooFar or Unclear unless all of a workbook lies within the limits."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > _MOST_XML:
            raise TooFar("parts")
        for member in members:
            part = archive.read(member)
            # Also in an encoding of two bytes a letter.
            if _SHEET in part.replace(b"\0", b""):
                _check_sheet(part, most_rows, most_columns)


def _check_sheet(xml: bytes, most_rows: int, most_columns: int) -> None:
    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] in ("row", "c"):
            place = _PLACE.fullmatch(attributes.get("r", ""))
            if place is None:
                raise Unclear(attributes.get("r", "no place")[:40])
            letters, digits = place.groups()
            if int(digits) > most_rows or _number(letters) > most_columns:
                raise TooFar(place.group())

    def refuse(*_told: object) -> None:
        raise Unclear("a document type")

    if b"\0" in xml:
        raise Unclear("not UTF-8")
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    # Entities would let a cell say its place in other words.
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as broken:
        raise Unclear(str(broken)) from broken


def _number(letters: str) -> int:
    """A is 1, Z is 26, AA is 27; a row has none."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
