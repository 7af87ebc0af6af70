"""The template: what it holds comes back unchanged, what is wrong is named by cell."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as some
from python_calamine import CalamineWorkbook

from dashboard.assessments import bulk, entry, forms, workbook, workbook_reading
from dashboard.assessments.judgement import ItemEntry, Judgement, tidied
from dashboard.assessments.tasks import Task
from dashboard.assessments.transitions import State
from dashboard.assessments.workbook_reading import (
    NoTemplate,
    SheetRefused,
    SheetTooLarge,
)
from dashboard.failures import Failure
from tests.dashboard.assessments import world as worlds
from tests.dashboard.assessments.world import CIVIL, LABOUR, NOW, POLICE, World

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


@pytest.fixture
def world(store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    return worlds.build()


def taken(world: World) -> bytes:
    me, method = world.principal("wang"), world.methods["expert"]
    return workbook.template(bulk.rows_of(me, method, NOW), name)


def handed_in(
    world: World, content: bytes, who: str = "wang", fair: bool = True
) -> int:
    return workbook_reading.read(
        world.principal(who), world.methods["expert"], content, fair, name, NOW
    )


def scores(world: World, subject: str, who: str = "wang") -> dict[str, float | None]:
    me = world.principal(who)
    number = entry.open_form(me, world.assignment(who, subject), True, NOW)
    return forms.read(me, number, NOW).judgement.scores


def test_an_untouched_template_changes_nothing(world: World) -> None:
    assert handed_in(world, taken(world), fair=False) == 0


def test_a_filled_template_is_saved(world: World) -> None:
    content = rewritten(
        taken(world),
        {
            # Subjects stand by their id: police, civil affairs, labour.
            3: {"score__platform": 82.5, "score__openness": "７５", "comment": "好"},
            5: {"score__platform": 30, "comment__platform": "Two systems."},
        },
    )
    assert handed_in(world, content) == 2
    assert scores(world, POLICE) == {"platform": 82.5, "openness": 75.0}
    assert scores(world, LABOUR) == {"platform": 30.0}
    assert scores(world, CIVIL) == {}


def test_forms_are_not_opened_without_the_declaration(world: World) -> None:
    content = filled(taken(world), score__platform=80)
    with pytest.raises(SheetRefused) as refused:
        handed_in(world, content, fair=False)
    assert [each.key for each in refused.value.problems] == ["entry.not_declared_fair"]


def test_every_problem_has_its_row_column_value_and_reason(world: World) -> None:
    content = rewritten(
        taken(world),
        {
            3: {"score__platform": 101, "score__openness": "eighty"},
            4: {"score__platform": 20},
            5: {"score__platform": 80},
        },
    )
    with pytest.raises(SheetRefused) as first:
        handed_in(world, content)
    # What is no number is said before anything is compared.
    assert [
        (each.row, each.column, each.value, each.key) for each in first.value.problems
    ] == [(4, "F", "eighty", "workbook.not_a_number")]
    with pytest.raises(SheetRefused) as second:
        handed_in(world, rewritten(content, {3: {"score__openness": 80}}))
    assert [
        (each.row, each.column, each.heading, each.value, each.key)
        for each in second.value.problems
    ] == [
        (4, "E", "平台建设（0–100）", "101", "checks.score_range"),
        (5, "K", "平台建设：说明", "", "checks.comment_missing"),
    ]
    # All or nothing: the third row was right and is not kept either.
    assert scores(world, LABOUR) == {}


def test_a_row_that_changed_since_the_download_is_refused(world: World) -> None:
    me = world.principal("wang")
    number = entry.open_form(me, world.assignment("wang", POLICE), True, NOW)
    content = filled(taken(world), score__platform=80)
    entry.save_draft(me, number, 1, {"platform": 70.0}, now=NOW)
    with pytest.raises(SheetRefused) as refused:
        handed_in(world, content)
    (problem,) = refused.value.problems
    assert (problem.row, problem.column, problem.key) == (4, "C", "bulk.stale")
    assert scores(world, POLICE) == {"platform": 70.0}
    # Handed in twice, the second time is no change and no conflict.
    again = filled(taken(world), score__platform=90)
    assert (handed_in(world, again), handed_in(world, again)) == (1, 0)


def test_the_row_of_another_evaluator_is_refused(world: World) -> None:
    theirs = world.assignment("li", POLICE)
    content = filled(taken(world), assignment=theirs, score__platform=80)
    with pytest.raises(SheetRefused) as refused:
        handed_in(world, content)
    assert [each.key for each in refused.value.problems] == ["policies.not_assigned"]


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"assignment": "x"}, "workbook.lost_row"),
        ({"revision": ""}, "workbook.lost_row"),
        ({"score__platform": True}, "workbook.not_a_number"),
        ({"score__platform": "-1"}, "workbook.not_a_number"),
        ({"score__platform": "1e2"}, "workbook.not_a_number"),
        ({"score__platform": -1}, "checks.score_range"),
        ({"score__platform": 80.005}, "checks.score_range"),
        ({"comment": "x" * 2001}, "checks.too_long"),
    ],
)
def test_cells_that_cannot_be(world: World, changed: dict[str, Any], key: str) -> None:
    with pytest.raises(SheetRefused) as refused:
        handed_in(world, filled(taken(world), **changed))
    assert {each.key for each in refused.value.problems} == {key}


def test_a_subject_that_stands_twice_is_refused(world: World) -> None:
    twice = world.assignment("wang", POLICE)
    content = rewritten(
        taken(world),
        {3: {"score__platform": 80}, 4: {"assignment": twice, "score__platform": 90}},
    )
    with pytest.raises(SheetRefused) as refused:
        handed_in(world, content)
    assert [each.key for each in refused.value.problems] == ["bulk.twice"]


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


def test_a_template_of_another_method_or_rubric_is_refused(world: World) -> None:
    content = taken(world)
    for place in (1, 2):
        table = cells(content)
        table[0][place] = 999 if place == 1 else "another"
        written = io.BytesIO()
        with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
            sheet = book.add_worksheet()
            for number, line in enumerate(table):
                sheet.write_row(number, 0, line)
        with pytest.raises(NoTemplate):
            handed_in(world, written.getvalue())


def test_daily_supervision_has_no_table(world: World) -> None:
    with pytest.raises(bulk.NotByTable):
        bulk.rows_of(world.principal("zhao"), world.methods["supervision"], NOW)


def test_what_is_whole_is_submitted_and_the_rest_says_why(world: World) -> None:
    me = world.principal("zhao")
    method = world.methods["supervision"]
    entry.open_form(me, world.assignment("zhao", LABOUR, "supervision"), True, NOW)
    with pytest.raises(bulk.NotByTable):
        bulk.submit_whole(me, method, NOW)
    wang, expert = world.principal("wang"), world.methods["expert"]
    handed_in(world, filled(taken(world), score__platform=80))
    found = bulk.submit_whole(wang, expert, NOW)
    assert found.done == 0
    (problems,) = found.left.values()
    assert {each.key for each in problems} == {
        "checks.score_missing",
        "checks.evidence_missing",
    }
