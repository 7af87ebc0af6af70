"""CSV files for spreadsheets: readable in Chinese, and never run as a formula."""

import csv
import io

import pandas as pd
import pytest

from dashboard.downloads import csv_bytes, harmless


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "+1",
        "-1+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "  =1+1",  # spreadsheets skip the spaces
        "＝1+1",  # some take the full-width sign as well
    ],
)
def test_text_that_starts_like_a_formula_gets_an_apostrophe(formula: str) -> None:
    assert harmless(formula) == f"'{formula}"
    (_, (cell,)) = read(csv_bytes(["value"], [[formula]]))
    assert cell == f"'{formula}"


def test_a_heading_is_made_harmless_too() -> None:
    ((heading,),) = read(csv_bytes(["=A1"], []))
    assert heading == "'=A1"


def test_ordinary_text_and_numbers_stay_as_they_are() -> None:
    cells = ["公安局", "a=b", "2026-07", -0.5, 5733.0, 12, True]
    _, row = read(csv_bytes(["x"] * 7, [cells]))
    assert row == ["公安局", "a=b", "2026-07", "-0.5", "5733", "12", "True"]


def test_missing_is_an_empty_cell() -> None:
    _, row = read(csv_bytes(["x"] * 3, [[None, float("nan"), pd.NA]]))
    assert row == ["", "", ""]


def test_excel_is_told_the_encoding_by_a_byte_order_mark() -> None:
    assert csv_bytes(["名称"], []).startswith(b"\xef\xbb\xbf")


def test_quotes_commas_and_line_breaks_stay_in_their_cell() -> None:
    cell = 'He said "no",\nthen left'
    _, row = read(csv_bytes(["value"], [[cell]]))
    assert row == [cell]


def read(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))
