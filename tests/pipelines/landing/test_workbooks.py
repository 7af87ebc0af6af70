"""XLSX: what a cell shows, with the row numbers the spreadsheet shows."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import xlsxwriter

from pipelines.errors import FileRefused
from tests.pipelines.worlds import VISITS, World

HEADER = ["visit_id", "seen_on", "people", "hours", "note"]
SELECT = "row, visit_id, seen_on, people, hours, note"


def day(month: int, of_month: int, hour: int = 0) -> datetime:
    return datetime(2026, month, of_month, hour, tzinfo=UTC).replace(tzinfo=None)


def workbook(
    rows: dict[int, Iterable[Any]], fill: Callable[[Any], None] | None = None
) -> bytes:
    """A workbook with those rows of its first sheet; rows count from one."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet("一月")
        formats = {
            as_shown: book.add_format({"num_format": as_shown})
            for as_shown in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss")
        }
        for number, row in rows.items():
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    shown = "yyyy-mm-dd hh:mm:ss" if cell.hour else "yyyy-mm-dd"
                    page.write_datetime(number - 1, column, cell, formats[shown])
                elif cell is not None:
                    page.write(number - 1, column, cell)
        if fill:
            fill(book)
    return content.getvalue()


def test_dates_numbers_and_truths_become_what_they_show(visits: World) -> None:
    rows = {
        1: HEADER,
        2: ["v1", day(1, 5), 3, 1.25, True],
        3: [20260105, "2026-01-06", "1,234", "２．５", "text"],
        4: ["v3", "20260107", 3.5, None, None],
        5: ["v4", day(1, 8, 15), None, -2, 13845671234],
    }
    found = visits.read("visits", "a.xlsx", workbook(rows), SELECT)
    assert found.rows == [
        (2, "v1", date(2026, 1, 5), 3, 1.25, "true"),
        (3, "20260105", date(2026, 1, 6), 1234, 2.5, "text"),
        (5, "v4", date(2026, 1, 8), None, -2.0, "13845671234"),
    ]
    assert found.rejects == [(4, "people", "3.5", "not_a_number")]
    assert (found.format, found.encoding, found.notes) == ("xlsx", None, [])


def test_a_cell_with_a_time_keeps_it(visits: World) -> None:
    text = VISITS.replace('kind     = "date"', 'kind = "timestamp"')
    visits.write("sources/visits.toml", text)
    rows = {1: HEADER, 2: ["v1", day(1, 5, 15)], 3: ["v2", day(1, 5)]}
    found = visits.read("visits", "a.xlsx", workbook(rows), "seen_on::VARCHAR")
    assert found.rows == [("2026-01-05 15:00:00",), ("2026-01-05 00:00:00",)]


def test_empty_rows_are_no_rows_and_row_numbers_stay(visits: World) -> None:
    rows = {1: HEADER, 3: ["v1", "bad"], 7: ["v2", "2026-01-05"]}
    found = visits.read("visits", "a.xlsx", workbook(rows), "row, visit_id")
    assert (found.rows, found.rows_read) == ([(7, "v2")], 2)
    assert found.rejects == [(3, "seen_on", "bad", "not_a_date")]


def test_rows_above_the_header_can_be_skipped(visits: World) -> None:
    visits.edit("sources/visits.toml", "key      =", "skip_rows = 2\nkey =")
    rows = {1: ["来访登记表"], 3: HEADER, 4: ["v1", "2026-01-05"]}
    found = visits.read("visits", "a.xlsx", workbook(rows), "row, visit_id")
    assert found.rows == [(4, "v1")]


def test_a_cell_under_no_header_is_left_out_and_noted(visits: World) -> None:
    rows = {1: HEADER, 2: ["v1", "2026-01-05", 1, 1, "a", None, "stray"]}
    found = visits.read("visits", "a.xlsx", workbook(rows), "visit_id, note")
    assert found.rows == [("v1", "a")]
    assert found.notes[0].endswith("column 7, which has no header")


def test_the_first_sheet_is_read_and_said_or_the_declared_one(visits: World) -> None:
    def second(book: Any) -> None:
        page = book.add_worksheet("二月")
        page.write_row(0, 0, ["visit_id", "seen_on"])
        page.write_row(1, 0, ["v2", "2026-02-05"])

    content = workbook({1: HEADER, 2: ["v1", "2026-01-05"]}, second)
    found = visits.read("visits", "a.xlsx", content, "visit_id")
    assert (found.rows, found.notes) == ([("v1",)], ["sheet '一月'"])
    visits.edit("sources/visits.toml", "key      =", 'sheet = "二月"\nkey =')
    found = visits.read("visits", "a.xlsx", content, "visit_id")
    assert (found.rows, found.notes) == ([("v2",)], [])
    with pytest.raises(FileRefused, match="it has no sheet '二月'; it has 一月"):
        visits.read("visits", "a.xlsx", workbook({1: HEADER}))


def test_a_workbook_without_any_cell_is_refused(visits: World) -> None:
    with pytest.raises(FileRefused, match="it is empty: not even a header row"):
        visits.read("visits", "a.xlsx", workbook({}))


def test_what_is_no_workbook_is_refused(visits: World) -> None:
    with pytest.raises(FileRefused, match="it is not a workbook"):
        visits.read("visits", "a.xlsx", b"visit_id,seen_on\n")
    whole = workbook({1: HEADER, 2: ["v1", "2026-01-05"]})
    with pytest.raises(FileRefused, match="it is not a"):
        visits.read("visits", "a.xlsx", whole[: len(whole) // 2])


def test_a_workbook_that_would_unpack_to_gigabytes_is_refused(visits: World) -> None:
    content = bytearray(workbook({1: HEADER, 2: ["v1", "2026-01-05"]}))
    entry = content.index(b"PK\x01\x02")  # the first file of the central directory
    content[entry + 24 : entry + 28] = struct.pack("<I", 3 << 30)
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        assert archive.infolist()[0].file_size == 3 << 30
    with pytest.raises(FileRefused, match=r"unpacked it would take 3,\d\d\d MB"):
        visits.read("visits", "a.xlsx", bytes(content))
