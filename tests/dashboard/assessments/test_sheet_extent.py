"""A workbook that would be a grid of billions is refused before it is one."""

import io
import zipfile

import pytest
import xlsxwriter

from dashboard.assessments import sheet_extent, workbook_reading
from dashboard.assessments.sheet_extent import TooFar, Unclear
from dashboard.assessments.workbook_reading import NoTemplate, SheetTooLarge
from dashboard.failures import Failure

SHEET = "xl/worksheets/sheet1.xml"


def changed(before: str, after: str, at: str = SHEET) -> bytes:
    """A sheet with the cell B5 alone, changed by hand, or kept in another place."""
    made, written = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet().write(4, 1, 1)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(written, "w") as new:
        for member in old.namelist():
            part = old.read(member).replace(before.encode(), after.encode())
            part = part.replace(b"worksheets/sheet1.xml", at[3:].encode())
            new.writestr(member.replace(SHEET, at), part)
    return written.getvalue()


CELL = 'r="B5"'
HOSTILE = [
    # Letters that readers take, though no spreadsheet writes them.
    (changed(CELL, 'r="xfd1048576"'), Unclear),
    (changed(CELL, 'r="AAAA5"'), Unclear),
    (changed(CELL, 'r="B0001048576"'), Unclear),
    # A reader counts what has no place by itself.
    (changed('<row r="5"', f"{'<row/>' * 6000}<row"), Unclear),
    (changed(f"<c {CELL}", f"{'<c/>' * 300}<c"), Unclear),
    (changed("<worksheet", "<!DOCTYPE a><worksheet"), Unclear),
    (changed("</sheetData>", ""), Unclear),
    (changed('<row r="5"', '<row r="5001"'), TooFar),
    (changed(CELL, 'r="GS5"'), TooFar),
    # A workbook may keep its sheets anywhere.
    (changed(CELL, 'r="XFD1048576"', "xl/theme/sheet.xml"), TooFar),
    (changed(CELL, 'r="B5001"', "xl/sheet.bin"), TooFar),
    (changed("<sheetData>", f"{' ' * (41 * 1024**2)}<sheetData>"), TooFar),
]


@pytest.mark.parametrize(("content", "refusal"), HOSTILE)
def test_what_would_be_a_grid_of_billions_is_refused(
    content: bytes, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        sheet_extent.check(content, 5000, 200)


def test_what_lies_within_passes() -> None:
    # The last column and the last row that are let.
    sheet_extent.check(changed(CELL, 'r="GR5000"'), 5000, 200)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [(HOSTILE[0][0], NoTemplate), (HOSTILE[9][0], SheetTooLarge)],
)
def test_whoever_hands_it_in_reads_a_sentence(
    content: bytes, refusal: type[Failure]
) -> None:
    with pytest.raises(refusal):
        workbook_reading.sheet_of(content)
