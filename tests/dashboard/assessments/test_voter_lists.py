"""Whom links are made for, however the list arrives; and the sheet it comes back as."""

import io

import pytest
from python_calamine import CalamineWorkbook

from dashboard.assessments import link_sheets, voter_lists
from dashboard.assessments.ballot_links import NewLink

TITLES = ("Name", "Class", "Link")
LINKS = [NewLink("王芳", "a" * 43), NewLink("=cmd|' /C calc'!A0", "-" + "b" * 42)]


def test_a_text_has_a_name_a_line() -> None:
    assert voter_lists.from_text("王芳\r\n\n  Li   Wei \n") == ["王芳", "Li Wei"]


def test_what_cannot_be_seen_does_not_make_two_names_of_one() -> None:
    # A zero-width space, and full-width letters.
    with pytest.raises(voter_lists.NameTwice) as refused:
        voter_lists.from_text("李伟A\n李\u200b伟Ａ")
    assert refused.value.values == {"name": "李伟A"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_gives_its_first_column_without_the_header(encoding: str) -> None:
    text = '姓名,电话\r\n王芳,1\r\n"李,伟",2\r\n,3\r\n'
    assert voter_lists.from_csv(text.encode(encoding)) == ["王芳", "李,伟"]


def test_a_file_without_a_header_loses_nobody() -> None:
    assert voter_lists.from_csv("王芳\n李伟\n".encode()) == ["王芳", "李伟"]


@pytest.mark.parametrize(
    ("content", "failure"),
    [
        (b"", voter_lists.NoNames),
        ("姓名\n".encode(), voter_lists.NoNames),
        (b"PK\x03\x04\x00\x00", voter_lists.FileUnreadable),
        (b"\xff\xff\xff", voter_lists.FileUnreadable),
        (b"x" * 1_000_001, voter_lists.FileUnreadable),
        (b"x" * 101, voter_lists.NameTooLong),
        ("\n".join(map(str, range(5001))).encode(), voter_lists.TooManyNames),
    ],
)
def test_a_file_that_cannot_be_is_refused(content: bytes, failure: type) -> None:
    with pytest.raises(failure):
        voter_lists.from_csv(content)


def test_the_sheet_has_a_link_a_row_and_no_formula() -> None:
    text = link_sheets.csv_sheet(LINKS, "https://x.cn/e/", "A: leaders", TITLES)
    assert text.decode("utf-8-sig").splitlines() == [
        "Name,Class,Link",
        f"王芳,A: leaders,https://x.cn/e/ballot?token={'a' * 43}",
        f"'=cmd|' /C calc'!A0,A: leaders,https://x.cn/e/ballot?token=-{'b' * 42}",
    ]


def test_the_workbook_holds_the_same_as_text() -> None:
    content = link_sheets.xlsx_sheet(LINKS, "https://x.cn", "A: leaders", TITLES)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    assert rows.to_python() == [
        ["Name", "Class", "Link"],
        ["王芳", "A: leaders", f"https://x.cn/ballot?token={'a' * 43}"],
        [
            "=cmd|' /C calc'!A0",
            "A: leaders",
            f"https://x.cn/ballot?token=-{'b' * 42}",
        ],
    ]


def test_a_cell_longer_than_any_name_is_refused_whatever_a_cell_may_hold() -> None:
    # How long a cell may be is a setting of the process, which others may have raised.
    with pytest.raises((voter_lists.FileUnreadable, voter_lists.NameTooLong)):
        voter_lists.from_csv(b"x" * 200_000)
