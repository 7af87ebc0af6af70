"""CSV and TSV: odd rows are named by the row a spreadsheet shows, the others stand."""

import pytest

from pipelines.errors import FileRefused
from tests.pipelines.worlds import World

HEADER = "visit_id,seen_on,people,note\n"
SELECT = "row, visit_id, people, note"


def test_cells_may_hold_newlines_commas_and_quotes(visits: World) -> None:
    text = HEADER + 'v1,2026-01-05,3,"first\nsecond, ""third"""\nv2,x,4,\n'
    found = visits.read("visits", "a.csv", text, SELECT)
    assert found.rows == [(2, "v1", 3, 'first\nsecond, "third"')]
    assert found.rejects == [(3, "seen_on", "x", "not_a_date")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_every_way(visits: World, end: str) -> None:
    text = (HEADER + "v1,2026-01-05,3,a\nv2,x,4,b\n").replace("\n", end)
    found = visits.read("visits", "a.csv", text, SELECT)
    assert found.rows == [(2, "v1", 3, "a")]
    assert found.rejects == [(3, "seen_on", "x", "not_a_date")]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_blank_lines_are_no_rows_but_count_as_a_spreadsheet_counts(
    visits: World, end: str
) -> None:
    text = HEADER + "v1,2026-01-05,3,a\n\n\nv2,x,4,b\n\nv3,2026-01-06,y,c\n\n"
    found = visits.read("visits", "a.csv", text.replace("\n", end), "visit_id")
    assert (found.rows, found.rows_read) == ([("v1",)], 3)
    assert found.rejects == [
        (5, "seen_on", "x", "not_a_date"),
        (7, "people", "y", "not_a_number"),
    ]


def test_a_row_with_too_many_or_too_few_cells_is_rejected(visits: World) -> None:
    text = HEADER + "v1,2026-01-05,3,a,b\nv2,2026-01-05\nv3,2026-01-06,4,c\n"
    found = visits.read("visits", "a.csv", text, SELECT)
    assert (found.rows, found.rows_read) == ([(4, "v3", 4, "c")], 3)
    assert found.rejects == [
        (2, "", "", "wrong_cell_count"),
        (3, "", "", "wrong_cell_count"),
    ]
    assert found.reasons[0] == "The row has 5 cells; the header has 4."


def test_a_cell_that_goes_on_after_its_quote_costs_only_its_row(visits: World) -> None:
    text = HEADER + 'v1,2026-01-05,3,"a"b\nv2,2026-01-06,4,c"d\n'
    found = visits.read("visits", "a.csv", text, SELECT)
    assert found.rows == [(3, "v2", 4, 'c"d')]
    assert found.rejects == [(2, "", "", "broken_quote")]


def test_a_quote_that_is_never_closed_refuses_the_file(visits: World) -> None:
    text = HEADER + 'v1,2026-01-05,3,a\nv2,2026-01-06,4,"b\nv3,2026-01-07,5,c\n'
    with pytest.raises(FileRefused, match="row 3: a quote is opened and never closed"):
        visits.read("visits", "a.csv", text)


def test_a_cell_without_an_end_refuses_the_file(visits: World) -> None:
    with pytest.raises(FileRefused, match="row 2: a cell is longer than 16,777,216"):
        visits.read("visits", "a.csv", HEADER + "v1,2026-01-05,3," + "x" * (17 << 20))


@pytest.mark.parametrize(
    ("name", "delimiter", "declared"),
    [
        ("a.tsv", "\t", ""),
        ("a.csv", ";", ""),
        ("a.txt", "|", ""),
        ("a.csv", "^", 'delimiter = "^"\n'),
    ],
)
def test_the_delimiter_is_found_or_declared(
    visits: World, name: str, delimiter: str, declared: str
) -> None:
    visits.edit("sources/visits.toml", "key      =", f"{declared}key =")
    text = (HEADER + "v1,2026-01-05,3,a\n").replace(",", delimiter)
    found = visits.read("visits", name, text, SELECT)
    assert found.rows == [(2, "v1", 3, "a")]
    assert found.format == ("tsv" if name == "a.tsv" else "csv")


def test_rows_above_the_header_can_be_skipped(visits: World) -> None:
    visits.edit("sources/visits.toml", "key      =", "skip_rows = 2\nkey =")
    text = "来访登记表\n（2026年1月）\n" + HEADER + "v1,2026-01-05,3,a\nv2,x,4,b\n"
    found = visits.read("visits", "a.csv", text.replace(",", ";"), SELECT)
    assert found.rows == [(4, "v1", 3, "a")]
    assert found.rejects == [(5, "seen_on", "x", "not_a_date")]
