"""The evaluator's page: what came back, deductions, the table, the past."""

from pathlib import Path

import pytest

from dashboard.assessments import entry, forms, review
from dashboard.database import engine
from dashboard.database.models.cycles import Assignment, Cycle
from tests.dashboard.assessments.world import LABOUR, POLICE, World
from tests.dashboard.conftest import Open, words
from tests.dashboard.test_assess_page import (
    filled,
    form_of,
    press,
    shown,
    tiny,
    world,
)

__all__ = ["tiny", "world"]


def test_what_came_back_says_why(
    open_page: Open, world: Path, tiny: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVSCORE_DATA", str(world))
    number, me = filled(tiny), tiny.principal("wang")
    revision = entry.submit(me, number, forms.read(me, number).revision)
    review.return_(tiny.principal("qian"), number, revision, "*Where* was it?")
    app = shown(open_page, world, tiny, assignment=form_of(tiny, POLICE))
    assert r"Sent back by the reviewer: \*Where\* was it?" in words(app)
    assert len(app.number_input) == 6
    # Who sent it back is not said.
    assert "qian" not in words(app)


def test_deductions_are_added_and_taken_out(
    open_page: Open, world: Path, tiny: World
) -> None:
    me = tiny.principal("zhao")
    where = form_of(tiny, LABOUR, "zhao", "supervision")
    number = entry.open_form(me, int(where), True)
    app = shown(open_page, world, tiny, "zhao", assignment=where)
    assert "Total **100.00**" in words(app)
    app = press(app, "Add")
    assert "Say what happened" in words(app)
    (note,) = app.text_input
    note.input("Letter no. 12.").run()
    app = press(app, "Add")
    assert forms.read(me, number).score == 99.5
    assert "Total **99.50**" in words(app)
    press(app, "Remove")
    assert forms.read(me, number).score == 100.0


def test_the_table_needs_the_declaration_and_saves_all_or_nothing(
    open_page: Open, world: Path, tiny: World
) -> None:
    app = shown(open_page, world, tiny, view="table")
    (box,) = app.checkbox
    assert "I have no interest in any subject" in box.label
    app = press(app, "Save the table")
    assert "Nothing was saved" not in words(app)
    labels = [button.label for button in app.button]
    assert "Submit what is scored (0)" in labels


def test_past_scores_are_ones_own(
    open_page: Open, world: Path, tiny: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVSCORE_DATA", str(world))
    filled(tiny)
    assert "No scores of published cycles" in words(
        shown(open_page, world, tiny, view="past")
    )
    with engine.writing() as session:
        cycle = session.get(Cycle, tiny.cycle)
        assert cycle is not None
        cycle.state = "closed"
    (table,) = shown(open_page, world, tiny, view="past").dataframe
    assert list(table.value["subject"]) == ["Harbin Public Security"]
    assert list(table.value["score"]) == ["80.00"]
    app = shown(open_page, world, tiny, "li", view="past")
    assert not app.dataframe


def test_without_an_assignment_the_page_says_so(
    open_page: Open, world: Path, tiny: World
) -> None:
    with engine.writing() as session:
        for assignment in session.query(Assignment).all():
            assignment.state = "withdrawn"
    assert "Nothing is assigned to you" in words(shown(open_page, world, tiny))


def test_the_form_of_another_evaluator_does_not_open(
    open_page: Open, world: Path, tiny: World
) -> None:
    app = shown(open_page, world, tiny, assignment=form_of(tiny, POLICE, "li"))
    # An address that is not one's own leads to one's own list.
    assert [title.value for title in app.title] == ["My assessments"]
