"""Reading a template back: cells to rows, and reasons by sheet row and column.

What a row may say is checked where the form's is (bulk.py). Here is only what a sheet
can be wrong in by itself: another file, a heading gone, a word where a number belongs.
"""

import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name

from dashboard.accounts.principal import Principal
from dashboard.assessments import bulk, file_types, workbook
from dashboard.assessments.bulk import Row
from dashboard.assessments.judgement import ItemEntry, Judgement
from dashboard.failures import Failure
from pipelines.landing import sheet_extent

LARGEST = 5 * 1024 * 1024
MOST = sheet_extent.Extent(5000, 200, cells=1_000_000, unpacked=40 << 20)
_NUMBER = re.compile(r"\d{1,6}(\.\d{1,6})?")


class NoTemplate(Failure):
    """Not a template of ours, or one of another method or another rubric."""

    key = "workbook.no_template"


class SheetTooLarge(Failure):
    key = "workbook.too_large"


class SheetRefused(Failure):
    """Nothing was kept; every problem is held with its place in the sheet."""

    key = "workbook.refused"

    def __init__(self, problems: Sequence["SheetProblem"]) -> None:
        super().__init__(f"{len(problems)} problems", n=str(len(problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class SheetProblem:
    """Where: row and column as the sheet shows them, what stands there, and why not."""

    row: int
    column: str
    heading: str
    value: str
    key: str
    values: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """A template as it came: its cells, and what its hidden rows say."""

    cells: list[list[object]]
    # Column's name to its place.
    places: dict[str, int]
    cycle_method_id: int
    rubric_sha: str


def read(
    principal: Principal,
    cycle_method_id: int,
    content: bytes,
    declares_fair: bool,
    name: workbook.Name,
    now: datetime | None = None,
) -> int:
    """Save what a filled template says; returns how many assessments changed.

    Raises NoTemplate or SheetTooLarge, or SheetRefused with every problem of every row.
    """
    sheet = sheet_of(content)
    tasks = bulk.rows_of(principal, cycle_method_id, now)
    rubrics = [task.rubric for task in tasks]
    if (
        sheet.cycle_method_id != cycle_method_id
        or not rubrics
        or sheet.rubric_sha != rubrics[0].sha()
        or not set(workbook.columns(rubrics[0])) <= set(sheet.places)
    ):
        raise NoTemplate(f"of method {sheet.cycle_method_id}")
    rows: list[Row] = []
    problems: list[SheetProblem] = []

    def place_of(number: int, column: str, key: str, **values: str) -> None:
        cell = _cell(sheet, number - 1, column)
        problems.append(
            SheetProblem(
                number,
                xl_col_to_name(sheet.places[column]),
                workbook.heading(column, rubrics[0], name),
                _text(cell)[:80],
                key,
                values,
            )
        )

    for number in range(workbook.FIRST_ROW + 1, len(sheet.cells) + 1):
        if not any(str(cell).strip() for cell in sheet.cells[number - 1]):
            continue
        row, wrong = row_of(sheet, number)
        for column, key in wrong:
            place_of(number, column, key)
        rows.append(row)
    if not problems:
        try:
            return bulk.save_rows(principal, cycle_method_id, rows, declares_fair, now)
        except bulk.RowsRefused as refused:
            for each in refused.problems:
                problem = each.problem
                column = _column_of(problem.part, problem.place, sheet)
                place_of(each.number, column, problem.key, **problem.values)
    raise SheetRefused(problems)


def sheet_of(content: bytes) -> Sheet:
    """The template in a file; raises NoTemplate or SheetTooLarge."""
    if len(content) > LARGEST:
        raise SheetTooLarge(f"{len(content)} bytes")
    if file_types.of_content(content) != file_types.XLSX:
        raise NoTemplate("no workbook")
    try:
        sheet_extent.check(io.BytesIO(content), MOST)
    except (sheet_extent.TooFar, sheet_extent.TooLarge) as large:
        raise SheetTooLarge(str(large)) from large
    except sheet_extent.Unclear as unclear:
        raise NoTemplate(str(unclear)) from unclear
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        cells: list[list[object]] = [
            list(row)
            for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False)
        ]
    except (CalamineError, IndexError, ValueError, OSError) as broken:
        raise NoTemplate(f"{type(broken).__name__}: {broken}") from broken
    if len(cells) < workbook.FIRST_ROW or len(cells[0]) <= workbook.HEADER_ROW + 2:
        raise NoTemplate("no header")
    mark, method, sha = cells[workbook.HEADER_ROW][:3]
    if mark != workbook.MARK or not isinstance(method, float | int):
        raise NoTemplate(f"begins with {str(mark)[:40]!r}")
    places = {
        str(column): place
        for place, column in enumerate(cells[workbook.COLUMNS_ROW])
        if column
    }
    return Sheet(cells, places, int(method), str(sha))


def row_of(sheet: Sheet, number: int) -> tuple[Row, list[tuple[str, str]]]:
    """A row and what is wrong with its cells: (column, key)."""
    wrong: list[tuple[str, str]] = []
    at = number - 1

    def whole(column: str) -> int:
        value = _cell(sheet, at, column)
        if isinstance(value, int | float) and float(value).is_integer() and value >= 0:
            return int(value)
        wrong.append((workbook.SUBJECT, "workbook.lost_row"))
        return 0

    items: dict[str, ItemEntry] = {}
    for column in sheet.places:
        if column.startswith(workbook.SCORE_OF):
            item_id = column.removeprefix(workbook.SCORE_OF)
            score = _score(_cell(sheet, at, column))
            if isinstance(score, str):
                wrong.append((column, score))
                score = None
            said = _cell(sheet, at, f"{workbook.COMMENT_OF}{item_id}")
            items[item_id] = ItemEntry(score, workbook.unshield(_text(said)))
    comment = workbook.unshield(_text(_cell(sheet, at, workbook.COMMENT)))
    row = Row(
        number,
        whole(workbook.ASSIGNMENT),
        whole(workbook.REVISION),
        Judgement(items, comment=comment),
    )
    return row, list(dict.fromkeys(wrong))


def _score(cell: object) -> float | str | None:
    """The score of a cell, or the key of what is wrong with it."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return "workbook.not_a_number"
    if isinstance(cell, int | float):
        # A spreadsheet counts in binary: 82.1 may come as 82.09999999999999.
        return round(float(cell), 9)
    text = unicodedata.normalize("NFKC", cell).strip()
    if not text:
        return None
    return float(text) if _NUMBER.fullmatch(text) else "workbook.not_a_number"


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _cell(sheet: Sheet, at: int, column: str) -> object:
    place = sheet.places.get(column)
    row = sheet.cells[at]
    return row[place] if place is not None and place < len(row) else ""


def _column_of(part: str, item_id: str, sheet: Sheet) -> str:
    """The column a problem is about; the subject's for one of the whole row."""
    wanted = f"{part}:{item_id}" if item_id else part
    return wanted if wanted in sheet.places else workbook.SUBJECT
