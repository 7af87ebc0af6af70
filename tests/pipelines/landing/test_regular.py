"""What Arrow may read: files in which quotes stand only where CSV has them."""

import csv
import io
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.landing import delimited, regular

HEADER = "x,y\n"


def rows(path: Path) -> list[list[str]]:
    """What Arrow reads, looked at when all is read; empty cells are empty texts."""
    tables = list(regular.read(path, ",", 0, 2, ["c0", "c1"], {"c1"}))
    return [
        [value or "" for value in row.values()]
        for table in tables
        for row in table.to_pylist()
    ]


def look(tmp_path: Path, text: str) -> regular.Look:
    """What is seen of a file of those rows."""
    path = tmp_path / "a.csv"
    path.write_text(HEADER + text, encoding="utf-8", newline="")
    return regular.look(path, ",")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a,b\n",
        '"a","b"\n',
        '"a","b"',
        'a,"b, c"\n',
        'a,"first line\nsecond line"\n',
        'a,"he said ""go"" twice"\n',
        'a,""\n',
        'a,""""\n',
        '"a""","""b"\r\n',
    ],
)
def test_quotes_around_cells_are_regular(tmp_path: Path, text: str) -> None:
    assert look(tmp_path, text).is_regular


@pytest.mark.parametrize(
    "text",
    [
        'a,5" pipe\n',
        'a,say "go"\n',
        'a,"go" they say\n',
        'a,"never closed\n',
        'a, "b"\n',
        'a,"b" \n',
        'a,b""\n',
        'a,"b"""c"\n',
        'a,b"\nc,d\n',
    ],
)
def test_any_other_quote_is_not(tmp_path: Path, text: str) -> None:
    assert not look(tmp_path, text).is_regular


@pytest.mark.parametrize("size", range(1, 12))
def test_it_makes_no_difference_where_a_file_is_cut_to_be_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(regular, "PIECE", size)
    assert look(tmp_path, 'a,"he ""goes"" "\n').is_regular
    assert not look(tmp_path, 'a,"he ""goes" "\n').is_regular


@pytest.mark.parametrize(
    ("text", "is_blank"),
    [
        (b"x,y\na,b\nc,d\n", False),
        (b"x,y\na,b\n\nc,d\n", True),
        (b"x,y\r\na,b\r\nc,d\r\n", False),
        (b"x,y\r\na,b\r\n\r\nc,d\r\n", True),
        (b"x\n1\n2\n", False),
        (b"x,y\na,b\n\n", True),
        (b"", False),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1 << 20])
def test_a_blank_line_is_seen_wherever_a_file_is_cut(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: bytes,
    is_blank: bool,
    size: int,
) -> None:
    monkeypatch.setattr(regular, "PIECE", size)
    path = tmp_path / "a.csv"
    path.write_bytes(text)
    assert regular.look(path, ",").has_blank_lines == is_blank


@pytest.mark.parametrize(
    ("text", "is_ascii"),
    [
        ("a,b\n", True),
        ("", True),
        ('"a","b"\n', True),
        ("a,中\n", False),
        ("é,b", False),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 1 << 20])
def test_bytes_beyond_ascii_are_seen_wherever_a_file_is_cut(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    is_ascii: bool,
    size: int,
) -> None:
    monkeypatch.setattr(regular, "PIECE", size)
    assert look(tmp_path, text).is_ascii == is_ascii


def test_bytes_that_are_not_utf8_are_not_taken_for_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x,y\na,b\nc,\xff\n")
    relation = delimited.quick(path, ",", 0)
    assert relation.read is not None
    with pytest.raises(pa.ArrowException):
        list(relation.read(["c0", "c1"], set()))


@pytest.mark.parametrize("size", [24, 25, 26, 27, 40, 1 << 20])
@pytest.mark.parametrize(
    ("end", "inside"), [("\n", "\n"), ("\r\n", "\n"), ("\r\n", "\r\n"), ("\r", "\r")]
)
def test_rows_are_the_same_however_small_the_blocks_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, end: str, inside: str
) -> None:
    monkeypatch.setattr(regular, "BLOCK", size)
    told = [
        ["a", "b"],
        ["", f"two{inside}lines"],
        ["c", f'said "go"{inside}'],
        ["d", ""],
    ]
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator=end).writerows([["x", "y"], *told])
    assert rows(path) == told


def test_a_row_longer_than_a_block_is_left_to_the_exact_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(regular, "BLOCK", 8)
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADER}a,longer than a block\n", encoding="utf-8")
    with pytest.raises(pa.ArrowException):
        rows(path)


BARE = st.text(alphabet='ab "', max_size=4)
QUOTED = st.text(alphabet='ab,"\n', max_size=5).map(
    lambda text: '"' + text.replace('"', '""') + '"'
)
CELL = BARE | QUOTED
LINE = st.tuples(CELL, CELL).map(",".join) | st.just("")


@given(text=st.lists(LINE, max_size=6).map("\n".join), size=st.integers(1, 60))
def test_what_is_regular_reads_as_csv_says_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, text: str, size: int
) -> None:
    """Python's strict reader is who says; without it a row has two cells or fails."""
    path = tmp_path_factory.mktemp("regular") / "a.csv"
    path.write_text(HEADER + text, encoding="utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(regular, "BLOCK", size)
        if not regular.look(path, ",").is_regular:
            return
        try:
            found = rows(path)
        except pa.ArrowException:
            return
    said = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert found == [cells for cells in said if cells]
