"""The evaluator's page through AppTest: the list, a form, the table, the past."""

from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session as address
from dashboard.assessments import (
    attachments,
    entry,
    evidence,
    forms,
    workdays,
)
from dashboard.assessments.transitions import State
from dashboard.database import columns, engine
from dashboard.database.models.assessments import Assessment
from dashboard.database.models.cycles import Assignment
from tests.dashboard.assessments import world as worlds
from tests.dashboard.assessments.world import CIVIL, POLICE, World
from tests.dashboard.conftest import Open, turn_to, words

ITEMS = [item.item_id for item in worlds.rubric("expert").items]


@pytest.fixture
def tiny(sqlite_store: str) -> World:
    """The tiny cycle, open today."""
    today = workdays.today()
    with patch.multiple(
        worlds,
        ENTRY_ENDS_ON=today + timedelta(days=3),
        REVIEW_ENDS_ON=today + timedelta(days=9),
        STARTS_ON=today.replace(day=1) - timedelta(days=40),
        NOW=columns.now(),
    ):
        return worlds.build()


@pytest.fixture
def world(world: Path, tmp_path: Path) -> Path:
    """The published world, in which files of evidence may be written."""
    copy = tmp_path / "workspace"
    copy.mkdir()
    (copy / "published").symlink_to(world / "published")
    return copy


def shown(
    open_page: Open, world: Path, tiny: World, who: str = "wang", **address: str
) -> AppTest:
    app = open_page(world, "assess", principal=tiny.principal(who), **address)
    assert not app.exception
    return app


def form_of(
    tiny: World, subject: str, who: str = "wang", method: str = "expert"
) -> str:
    return str(tiny.assignment(who, subject, method))


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [each for each in app.button if each.label == label]
    button.click().run()
    assert not app.exception
    return app


def score(app: AppTest, item: str, value: float) -> AppTest:
    (field,) = [each for each in app.number_input if each.label == f"{item}: score"]
    field.set_value(value).run()
    assert not app.exception
    return app


def opened(tiny: World, subject: str = POLICE, who: str = "wang") -> int:
    me = tiny.principal(who)
    return entry.open_form(me, tiny.assignment(who, subject), True)


def test_the_list_says_what_is_to_do(open_page: Open, world: Path, tiny: World) -> None:
    entry.save_draft(tiny.principal("wang"), opened(tiny, CIVIL), 1, {"platform": 70.0})
    app = shown(open_page, world, tiny)
    (table,) = app.dataframe
    # What was begun stands first.
    assert list(table.value["subject"]) == [
        "Harbin Civil Affairs",
        "Harbin Public Security",
        "Harbin Human Resources",
    ]
    assert list(table.value["progress"]) == ["1 / 6", "0 / 6", "0 / 6"]
    tiles = {metric.label: metric.value for metric in app.metric}
    assert tiles["To do"] == "3 / 3"
    assert tiles["With reviewers"] == "0 / 3"


def test_the_deadline_is_the_next_one_though_what_was_returned_has_longer(
    open_page: Open, world: Path, tiny: World
) -> None:
    returned = opened(tiny, POLICE)
    with engine.writing() as session:
        session.get_one(Assessment, returned).state = State.RETURNED
    entry_ends = workdays.today() + timedelta(days=3)
    app = shown(open_page, world, tiny)
    (tile,) = [each for each in app.metric if each.label == "Entry ends"]
    assert tile.value == f"{entry_ends:%m-%d}"
    assert f"{entry_ends:%Y-%m-%d}" in words(
        shown(open_page, world, tiny, view="table")
    )


def test_nobody_begins_without_the_declaration(
    open_page: Open, world: Path, tiny: World
) -> None:
    app = shown(open_page, world, tiny, assignment=form_of(tiny, POLICE))
    assert not app.number_input
    app = press(app, "Begin")
    assert "First declare" in words(app)
    (box,) = app.checkbox
    app = press(box.check().run(), "Begin")
    assert len(app.number_input) == 6


def test_who_stands_too_near_steps_aside(
    open_page: Open, world: Path, tiny: World
) -> None:
    app = shown(open_page, world, tiny, assignment=form_of(tiny, POLICE))
    (why,) = app.text_area
    why.input("My brother works there.")
    press(app, "Step aside")
    with engine.reading() as session:
        assignment = session.get(Assignment, tiny.assignment("wang", POLICE))
        assert assignment is not None
        assert assignment.state == "recused"
        assert assignment.recusal_reason == "My brother works there."


def test_ones_own_unit_is_taken_over_without_a_question(
    open_page: Open, world: Path, tiny: World
) -> None:
    mine = tiny.assignment("zhou", POLICE)
    app = shown(open_page, world, tiny, "zhou", assignment=str(mine))
    assert [each.label for each in app.button if each.label == "Begin"] == []
    with engine.reading() as session:
        gone = session.get_one(Assignment, mine)
        assert (gone.state, gone.recusal_reason) == ("recused", "own_home")
        # Both experts have the police already, so the supervisor is asked.
        other = session.get_one(Assignment, gone.replaced_by)
        assert other.account_id == tiny.accounts["zhao"]


def test_a_draft_is_saved_at_each_change(
    open_page: Open, world: Path, tiny: World
) -> None:
    number = opened(tiny)
    app = shown(open_page, world, tiny, assignment=form_of(tiny, POLICE))
    score(app, "Platform", 55.5)
    kept = forms.read(tiny.principal("wang"), number).judgement
    assert kept.scores == {"platform": 55.5}
    assert "1 of 6 scored" in words(app)
    assert "saved" in words(app)
    score(app, "Services", 80.0)
    assert forms.read(tiny.principal("wang"), number).judgement.scores == {
        "platform": 55.5,
        "services": 80.0,
    }


def test_the_browsers_back_leads_from_a_form_to_the_list(
    open_page: Open, world: Path, tiny: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(address, "ON_ITS_WAY", 0.0)
    opened(tiny)
    app = shown(open_page, world, tiny)
    app.button(key="open_next").click().run()
    assert len(app.number_input) == 6
    del app.query_params["assignment"]
    app.run()
    assert not app.number_input
    assert len(app.dataframe) == 1


def test_the_rubric_stands_beside_its_score(
    open_page: Open, world: Path, tiny: World
) -> None:
    opened(tiny)
    app = shown(open_page, world, tiny, assignment=form_of(tiny, POLICE))
    text = words(app)
    assert "Guides match practice".lower() in text.lower()
    assert "weight 25%" in text


def test_a_submission_says_what_is_missing(
    open_page: Open, world: Path, tiny: World
) -> None:
    opened(tiny)
    app = shown(open_page, world, tiny, assignment=form_of(tiny, POLICE))
    score(app, "Platform", 55.5)
    app = press(app, "Submit")
    said = words(app)
    assert "Platform: Say why: the score is below 60" in said
    assert "Openness: Add evidence." in said
    assert "Awareness: No score yet." in said


def filled(tiny: World, subject: str = POLICE) -> int:
    me = tiny.principal("wang")
    number = opened(tiny, subject)
    proof = evidence.keep(me, "minutes.txt", b"Seen on site.").evidence_id
    for item in ("openness", "services", "response"):
        attachments.attach(me, number, proof, item)
    entry.save_draft(me, number, 1, dict.fromkeys(ITEMS, 80.0))
    return number


def test_a_submission_is_confirmed_first(
    open_page: Open, world: Path, tiny: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVSCORE_DATA", str(world))
    number = filled(tiny)
    app = shown(open_page, world, tiny, assignment=form_of(tiny, POLICE))
    assert "Total **80.00**" in words(app)
    app = press(app, "Submit")
    assert "it can no longer be changed" in words(app)
    assert "Yes, submit" in [each.label for each in app.button]
    assert forms.read(tiny.principal("wang"), number).state == State.DRAFT


def test_what_is_submitted_is_asked_back_with_a_reason(
    open_page: Open, world: Path, tiny: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVSCORE_DATA", str(world))
    number, me = filled(tiny), tiny.principal("wang")
    entry.submit(me, number, forms.read(me, number).revision)
    app = shown(open_page, world, tiny, assignment=form_of(tiny, POLICE))
    assert not app.number_input
    app = press(app, "Withdraw")
    assert "Give a reason first." in words(app)
    app.text_area[0].input("Wrong file.")
    app = press(app, "Withdraw")
    assert forms.read(me, number).state == State.DRAFT
    assert "You withdrew it: Wrong file" in words(app)


def test_a_stale_save_shows_both_and_either_can_be_taken(
    open_page: Open, world: Path, tiny: World
) -> None:
    number, me = opened(tiny), tiny.principal("wang")
    app = shown(open_page, world, tiny, assignment=form_of(tiny, POLICE))
    entry.save_draft(me, number, 1, {"platform": 70.0})
    score(app, "Platform", 90.0)
    assert "saved elsewhere" in words(app)
    (both,) = app.dataframe
    assert both.value.values.tolist() == [["Platform", "90.00", "70.00"]]
    assert "not saved" in words(app)
    press(app, "Take the other version")
    (field,) = [each for each in app.number_input if "Platform" in each.label]
    assert field.value == 70.0
    entry.save_draft(me, number, 2, {"platform": 71.0})
    score(app, "Platform", 91.0)
    press(app, "Take my version")
    assert forms.read(me, number).judgement.scores == {"platform": 91.0}


def test_what_could_not_be_saved_while_the_store_was_away_is_shown_to_choose(
    open_page: Open, world: Path, tiny: World
) -> None:
    number = opened(tiny)
    app = shown(open_page, world, tiny, assignment=form_of(tiny, POLICE))
    (label,) = [each.label for each in app.number_input][:1]
    item = label.removesuffix(": score")
    with patch.object(entry, "save", side_effect=engine.StoreUnreachable("away")):
        score(app, item, 71.0)
    assert "store does not answer" in words(app)
    # Meanwhile nothing shows the fields.
    turn_to(app, "overview")
    turn_to(app, "assess")
    assert "What you entered last was not saved" in words(app)
    assert app.number_input[0].value == 71.0
    press(app, "Take my version")
    assert "What you entered last was not saved" not in words(app)
    with engine.reading() as session:
        (version,) = session.get_one(Assessment, number).versions
        assert 71.0 in [each.score for each in version.items]
