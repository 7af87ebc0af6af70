"""Every oddity that docs/demo.md promises really is in the files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipelines.demo import Summary

Year = tuple[Path, Summary]
Read = Callable[[Path], list[list[Any]]]

GB18030 = {
    "assessments_2025Q4.csv",
    "case_pauses_2025-10.csv",
    "cases_2025-10.csv",
    "cases_2026-04.csv",
    "cases_2026-10-14.csv",
    "cases_2026-10-15.csv",
    "gbt39046_2025-10.csv",
    "gbt39046_2026-03.csv",
    "ratings_2025-10.csv",
    "statistics_2025Q4.csv",
}
WITH_MARK = {
    "assessments_2026Q3.csv",
    "cases_2025-11.csv",
    "cases_2026-10-11.csv",
    "ratings_2026-01.csv",
}
CRLF = {
    "cases_2025-10.csv",
    "cases_2026-10-09.csv",
    "gbt39046_2026-04.csv",
    "ratings_2026-07.csv",
}


@pytest.fixture(scope="session")
def inbox(year: Year) -> Path:
    """The inbox of the default year."""
    return year[0] / "inbox"


def texts(inbox: Path) -> list[Path]:
    return [p for p in inbox.rglob("*") if p.suffix in (".csv", ".tsv", ".jsonl")]


def test_there_is_a_file_a_month_and_then_a_file_a_day(year: Year) -> None:
    names = [path.split("/")[1] for path in year[1].files if path.startswith("cases/")]
    months = [name for name in names if re.match(r"cases_\d{4}-\d\d\.", name)]
    days = [name for name in names if re.match(r"cases_2026-10-\d\d\.", name)]
    assert (len(months), len(days), len(names)) == (12, 31, 45)


def test_encodings_byte_order_marks_and_line_ends_are_where_they_belong(
    inbox: Path,
) -> None:
    gb18030, marked, crlf = set(), set(), set()
    for path in texts(inbox):
        content = path.read_bytes()
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            content.decode("gb18030")
            gb18030.add(path.name)
        if content.startswith(b"\xef\xbb\xbf"):
            marked.add(path.name)
        if b"\r\n" in content:
            crlf.add(path.name)
            # Breaks inside a quoted comment may be bare, as spreadsheets write them.
            assert not content.replace(b"\r\n", b"").endswith(b"\n")
    assert (gb18030, marked, crlf) == (GB18030, WITH_MARK, CRLF)


def test_every_row_but_the_ragged_has_as_many_cells_as_its_header(
    inbox: Path, read: Read
) -> None:
    ragged = {}
    for path in texts(inbox):
        header, *rows = read(path)
        widths = {len(row) for row in rows} - {len(header)}
        if widths:
            ragged[path.name] = widths
    assert ragged == {"cases_2026-10-16.csv": {9, 14}}


def test_the_two_feeds_of_ratings_run_in_opposite_directions(
    inbox: Path, read: Read
) -> None:
    for name, best in (("ratings_2026-06.csv", "5"), ("gbt39046_2026-06.csv", "1")):
        header, *rows = read(inbox / "ratings" / name)
        level = header.index("满意度代码" if best == "1" else "satisfaction")
        share = sum(row[level] == best for row in rows) / len(rows)
        assert share > 0.6
    words = header.index("满意度")
    assert {(row[level], row[words]) for row in rows if row[level] in "123"} == {
        ("1", "非常满意"),
        ("2", "满意"),
        ("3", "基本满意"),
    }


def test_defaults_are_level_three_of_channel_seven_and_only_in_the_interface(
    inbox: Path, read: Read
) -> None:
    header, *rows = read(inbox / "ratings" / "ratings_2026-06.csv")
    defaults = [row for row in rows if row[header.index("pf")] == "7"]
    assert len(defaults) > 1_000
    assert {row[header.index("satisfaction")] for row in defaults} == {"3"}
    assert {row[header.index("evalDetail")] for row in defaults} == {""}
    header, *rows = read(inbox / "ratings" / "gbt39046_2026-06.csv")
    assert {row[header.index("评价渠道")] for row in rows} <= {
        *("PC端", "移动服务端", "二维码", "政务大厅平板电脑"),
        *("政务大厅其他终端", "电话", "短信"),
    }


@pytest.mark.parametrize(
    ("path", "column", "length"),
    [
        ("cases/cases_2026-01.csv", "city_id", 6),
        ("cases/cases_2026-05.tsv", "city_id", 9),
        ("cases/cases_2025-10.csv", "行政区划", 12),
        ("ratings/ratings_2025-11.csv", "areaCode", 12),
        ("ratings/gbt39046_2025-11.csv", "行政区划", 9),
    ],
)
def test_divisions_have_six_nine_or_twelve_digits(
    inbox: Path, read: Read, path: str, column: str, length: int
) -> None:
    header, *rows = read(inbox / path)
    codes = {row[header.index(column)] for row in rows}
    assert {len(code) for code in codes} == {length}
    prefectures = 15 if length < 12 else 15 + 60
    assert len(codes) >= (prefectures if "gbt" not in path else 3)


def test_old_names_and_full_width_digits_are_read_only_with_care(
    inbox: Path, read: Read
) -> None:
    header, *rows = read(inbox / "cases" / "cases_2026-04.csv")
    names = {row[header.index("受理单位名称")] for row in rows}
    assert {"生态环境局", "环境保护局", "市场监督管理局", "工商行政管理局"} <= names
    promised = {row[header.index("承诺时限")] for row in rows}
    assert {"5", "５", "15", "１５"} <= promised


def test_seconds_have_none_to_six_digits_after_the_point(
    inbox: Path, read: Read
) -> None:
    for name in ("cases/cases_2026-02.csv", "ratings/ratings_2026-02.csv"):
        header, *rows = read(inbox / name)
        column = header.index("accepted_at" if "cases" in name else "assessTime")
        digits = {len(row[column].partition(".")[2]) for row in rows}
        assert digits == {0, 1, 2, 3, 4, 5, 6}


def test_comments_have_line_breaks_within_their_quotes(inbox: Path, read: Read) -> None:
    for name in ("ratings_2025-12.csv", "gbt39046_2026-01.csv"):
        header, *rows = read(inbox / "ratings" / name)
        column = header.index("文字评价" if "gbt" in name else "writingEvaluation")
        assert sum("\n" in row[column] for row in rows) > 20


def test_parquet_holds_typed_values_and_the_paused_days(inbox: Path) -> None:
    table = pq.read_table(inbox / "cases" / "cases_2026-06.parquet")
    types = {field.name: str(field.type) for field in table.schema}
    assert types["accepted_at"] == "timestamp[s]" or "timestamp" in types["accepted_at"]
    assert types["promised_days"].startswith("int")
    assert sum(day > 0 for day in table["paused_days"].to_pylist()) > 300
    pauses = (inbox / "case_pauses" / "case_pauses_2026-06.csv").read_text()
    assert "suspend" not in pauses
    assert pauses.count("extend") > 50


def test_json_lines_say_their_time_zone_and_leave_open_cases_null(inbox: Path) -> None:
    lines = (inbox / "cases" / "cases_2026-10-12.jsonl").read_text().splitlines()
    cases = [json.loads(line) for line in lines]
    assert all(case["accepted_at"].endswith("+08:00") for case in cases)
    still_open = [case for case in cases if case["closed_at"] is None]
    assert still_open
    assert {case["result"] for case in still_open} == {None}


def test_the_workbook_holds_dates_and_numbers(inbox: Path, read: Read) -> None:
    header, *rows = read(inbox / "assessments" / "assessments_2026Q1.xlsx")
    assert header[0] == "考核编号"
    assert {type(row[6]).__name__ for row in rows} <= {"float", "int"}
    assert {type(row[7]).__name__ for row in rows} == {"date"}


def test_the_official_figures_name_their_document(inbox: Path, read: Read) -> None:
    header, first, *rows = read(inbox / "statistics" / "statistics_2026Q1.csv")
    assert first[:5] == ["online_centre_coverage", "all", "2026-01-01", "118", "130"]
    assert "130个县（市、区）中118个" in first[header.index("document")]
    assert any("," in row[header.index("denominator")] for row in rows)
    cut = [row for row in rows if row[0] == "materials_cut"]
    parts = [
        (int(row[3].replace(",", "")), int(row[4].replace(",", ""))) for row in cut
    ]
    assert all(0 <= part < whole for part, whole in parts)
