"""A workbook that would be a grid of billions is refused before it is one."""

import io
import zipfile

import pytest
import xlsxwriter

from dashboard.assessments import workbook_reading
from dashboard.assessments.workbook_reading import NoTemplate, SheetTooLarge
from dashboard.failures import Failure
from pipelines.errors import FileRefused
from pipelines.landing import sheet_extent
from pipelines.landing.sheet_extent import Extent, TooFar, TooLarge, Unclear
from tests.pipelines.worlds import World

SHEET = "xl/worksheets/sheet1.xml"
MOST = Extent(5000, 200, cells=1_000_000, unpacked=40 << 20)


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
    (changed(CELL, 'r="B0001048576"'), Unclear),
    (changed("<worksheet", "<!DOCTYPE a><worksheet"), Unclear),
    (changed("</sheetData>", ""), Unclear),
    (changed('encoding="UTF-8"', 'encoding="gb18030"'), Unclear),
    (changed('encoding="UTF-8"', 'encoding="nothing"'), Unclear),
    (changed('<row r="5"', '<row r="5001"'), TooFar),
    (changed(CELL, 'r="GS5"'), TooFar),
    (changed(CELL, 'r="AAAA5"'), Unclear),
    # A reader counts what does not say its place: 5,000 rows and one more, 201 cells
    # before B5, and 199 after it.
    (changed('<row r="5"', f"{'<row/>' * 5000}<row"), TooFar),
    (changed(f"<c {CELL}", f"{'<c/>' * 201}<c {CELL}"), TooFar),
    (changed("</row>", f"{'<c/>' * 199}</row>"), TooFar),
    # Few rows, few columns, and the same cell a million times.
    (changed("</row>", "<c r='A1'/>" * 1_000_000 + "</row>"), TooFar),
    # A workbook may keep its sheets anywhere.
    (changed(CELL, 'r="XFD1048576"', "xl/theme/sheet.xml"), TooFar),
    (changed(CELL, 'r="B5001"', "xl/sheet.bin"), TooFar),
    (changed("<sheetData>", f"{' ' * (41 << 20)}<sheetData>"), TooLarge),
]


@pytest.mark.parametrize(("content", "refusal"), HOSTILE)
def test_what_would_be_a_grid_of_billions_is_refused(
    content: bytes, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        sheet_extent.check(io.BytesIO(content), MOST)


@pytest.mark.parametrize(
    "content",
    [
        # The last column and the last row that are let.
        changed(CELL, 'r="GR5000"'),
        # Programs that write tables may leave places out.
        changed('<row r="5"', f"{'<row/>' * 4999}<row"),
        changed("</row>", f"{'<c/>' * 198}</row>"),
    ],
)
def test_what_lies_within_passes(content: bytes) -> None:
    sheet_extent.check(io.BytesIO(content), MOST)


def test_what_is_named_in_no_encoding_is_refused() -> None:
    content = changed("", "").replace(b"[Content_Types].xml", b"\xff" * 19)
    # Bit 11: names are UTF-8, in the central directory.
    entry = content.index(b"PK\x01\x02")
    named = content[: entry + 9] + b"\x08" + content[entry + 10 :]
    with pytest.raises(Unclear):
        sheet_extent.check(io.BytesIO(named), MOST)


def test_a_sheet_is_found_where_its_name_lies_across_two_blocks() -> None:
    with zipfile.ZipFile(io.BytesIO(changed("", ""))) as archive:
        before = archive.read(SHEET).index(b"sheetData")
    spaces = " " * ((1 << 20) - before - 4)
    part = f'{spaces}<sheetData><row r="5001"/>'
    with pytest.raises(TooFar):
        sheet_extent.check(io.BytesIO(changed("<sheetData>", part)), MOST)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [(HOSTILE[0][0], NoTemplate), (HOSTILE[7][0], SheetTooLarge)],
)
def test_whoever_hands_a_template_in_reads_a_sentence(
    content: bytes, refusal: type[Failure]
) -> None:
    with pytest.raises(refusal):
        workbook_reading.sheet_of(content)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (HOSTILE[0][0], "it is not a workbook: a cell at 'xfd1048576'"),
        (
            changed(CELL, 'r="XFD1048576"'),
            "a sheet of it reaches as far as 1,048,576 rows of 16,384 columns, and at "
            "most 40,000,000 cells are read; clear what stands far outside the table",
        ),
    ],
)
def test_whoever_puts_a_raw_file_into_the_inbox_reads_a_sentence(
    visits: World, content: bytes, why: str
) -> None:
    with pytest.raises(FileRefused, match=why):
        visits.read("visits", "a.xlsx", content)
