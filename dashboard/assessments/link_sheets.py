"""Ballot links as a sheet to hand out: CSV and XLSX. Made once, kept nowhere."""

import io
from collections.abc import Sequence

import xlsxwriter

from dashboard import downloads
from dashboard.assessments.ballot_links import NewLink

# Wide enough for a name and for a link without being cut.
_WIDTHS = (28, 24, 96)

Titles = tuple[str, str, str]


def csv_sheet(
    links: Sequence[NewLink], base: str, voter_class: str, titles: Titles
) -> bytes:
    """One row a link: name, class, link."""
    return downloads.csv_bytes(titles, _rows(links, base, voter_class))


def xlsx_sheet(
    links: Sequence[NewLink], base: str, voter_class: str, titles: Titles
) -> bytes:
    """The same as a workbook; every cell is text, whatever it looks like."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        bold = workbook.add_format({"bold": True})
        sheet = workbook.add_worksheet()
        sheet.freeze_panes(1, 0)
        for column, (title, width) in enumerate(zip(titles, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, bold)
        for number, row in enumerate(_rows(links, base, voter_class), 1):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
    return file.getvalue()


def _rows(
    links: Sequence[NewLink], base: str, voter_class: str
) -> list[tuple[str, str, str]]:
    return [(each.issued_to, voter_class, each.address(base)) for each in links]
