"""The template: what it holds comes back unchanged, what is wrong is named by cell."""

import io
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as some
from python_calamine import CalamineWorkbook

from dashboard.assessments import workbook, workbook_reading
from dashboard.assessments.judgement import ItemEntry, Judgement, tidied
from dashboard.assessments.tasks import Task
from dashboard.assessments.transitions import State
from dashboard.assessments.workbook_reading import (
    NoTemplate,
    SheetTooLarge,
)
from dashboard.failures import Failure
from tests.dashboard.assessments import world as worlds
from tests.dashboard.assessments.world import POLICE

EXPERT = worlds.rubric("expert")
ITEMS = [item.item_id for item in EXPERT.items]
Cells = list[list[Any]]


def name(names: dict[str, str]) -> str:
    return names["zh"]


def task(
    judgement: Judgement, number: int = 1, subject: str = "哈尔滨市公安局"
) -> Task:
    return Task(
        assignment_id=number,
        assessment_id=number,
        cycle_id=1,
        cycle_names={"zh": "三季度"},
        cycle_method_id=7,
        method="expert",
        rubric=EXPERT,
        subject_id=POLICE,
        subject_names={"zh": subject},
        state=State.DRAFT,
        revision=3,
        judgement=judgement,
        score=None,
        ends_on=date(2026, 10, 23),
        can_enter=True,
        submitted_at=None,
    )


SCORES = some.none() | some.integers(0, 10_000).map(lambda cents: cents / 100)
TEXTS = some.text(max_size=40) | some.sampled_from(
    ["=1+1", "'=1+1", "''", "+86", "-", "@now", " =1", "_x0041_", "1.0", "007",
     "a\nb", "＝cmd", "true", "#N/A", "２０", "1e5", "\u200dx", "https://a.b"]
)  # fmt: skip
JUDGEMENTS = some.builds(
    Judgement,
    items=some.fixed_dictionaries(
        {item: some.builds(ItemEntry, SCORES, TEXTS) for item in ITEMS}
    ),
    comment=TEXTS,
)


@settings(max_examples=60, deadline=None)
@given(some.lists(JUDGEMENTS, min_size=1, max_size=4))
def test_what_the_template_holds_comes_back_unchanged(
    judgements: list[Judgement],
) -> None:
    kept = [tidied(each) for each in judgements]
    tasks = [task(each, number) for number, each in enumerate(kept, start=1)]
    sheet = workbook_reading.sheet_of(workbook.template(tasks, name))
    assert (sheet.cycle_method_id, sheet.rubric_sha) == (7, EXPERT.sha())
    rows = []
    for number in range(workbook.FIRST_ROW + 1, len(sheet.cells) + 1):
        row, wrong = workbook_reading.row_of(sheet, number)
        assert wrong == []
        rows.append((row.assignment_id, row.revision, tidied(row.judgement)))
    assert rows == [(each.assignment_id, 3, each.judgement) for each in tasks]


def cells(content: bytes) -> Cells:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [
        list(row) for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    ]


def test_nothing_people_wrote_is_a_formula() -> None:
    evil = '=HYPERLINK("http://evil","x")'
    full = dict.fromkeys(ITEMS, ItemEntry(80.0, evil))
    content = workbook.template(
        [task(Judgement(full, comment=evil), subject=evil)], name
    )
    said = [str(cell) for row in cells(content) for cell in row]
    assert said.count(f"'{evil}") == 8  # six items, the whole, the subject
    assert evil not in said


def filled(content: bytes, **changed: object) -> bytes:
    """The template with cells of its first row written by somebody's spreadsheet."""
    return rewritten(content, {workbook.FIRST_ROW: changed})


def rewritten(content: bytes, changed: dict[int, dict[str, object]]) -> bytes:
    table = cells(content)
    places = {column: n for n, column in enumerate(table[workbook.COLUMNS_ROW])}
    for row, values in changed.items():
        for column, value in values.items():
            table[row][places[column.replace("__", ":")]] = value
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(table):
            for place, cell in enumerate(line):
                sheet.write(number, place, cell)
    return written.getvalue()


def sheet_with(row: int, column: int) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.add_worksheet().write(row, column, 1)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"assignment,revision", NoTemplate),
        (sheet_with(0, 0), NoTemplate),
        (sheet_with(1_048_575, 16_383), SheetTooLarge),
        (sheet_with(0, 300), SheetTooLarge),
        (b" " * (5 * 1024**2 + 1), SheetTooLarge),
    ],
)
def test_other_files_are_refused(content: bytes, refusal: type[Failure]) -> None:
    with pytest.raises(refusal):
        workbook_reading.sheet_of(content)
