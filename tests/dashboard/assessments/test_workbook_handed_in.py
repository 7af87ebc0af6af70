"""A filled template handed in: saved whole, or refused with every cell named."""

import io
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from dashboard.assessments import bulk, entry, forms, workbook, workbook_reading
from dashboard.assessments.workbook_reading import NoTemplate, SheetRefused
from tests.dashboard.assessments import world as worlds
from tests.dashboard.assessments.test_workbook import cells, filled, name, rewritten
from tests.dashboard.assessments.world import CIVIL, LABOUR, NOW, POLICE, World


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
    # Nor does a guess tell how often they have saved theirs.
    entry.open_form(world.principal("li"), theirs, True, NOW)
    for revision in (0, 1, 2):
        guess = filled(content, revision=revision)
        with pytest.raises(SheetRefused) as refused:
            handed_in(world, guess)
        assert [each.key for each in refused.value.problems] == [
            "policies.not_assigned"
        ]


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
