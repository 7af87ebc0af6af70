"""The page of cycles, through AppTest."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.accounts.principal import Role
from dashboard.assessments import assignments, cycles, people, recusal, workdays
from dashboard.assessments.people import TeamDraft
from dashboard.database import columns
from tests.dashboard.assessments import opened
from tests.dashboard.assessments.opened import (
    BOSS,
    NOW,
    evaluator,
    method,
    subject,
)
from tests.dashboard.conftest import Open, as_role, words

ADMINISTRATOR = as_role(Role.ADMINISTRATOR)
HOUSING = "department:zjj"


@pytest.fixture
def workspace(
    store: str, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    opened.declare(tmp_path, world)
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "")
    # The page goes by the day it is.
    monkeypatch.setattr(workdays, "moment", lambda: NOW)
    monkeypatch.setattr(columns, "now", lambda: NOW)
    return tmp_path


def shown(open_page: Open, workspace: Path, view: str, **address: str) -> AppTest:
    app = open_page(workspace, "cycles", principal=ADMINISTRATOR, view=view, **address)
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [each for each in app.button if each.label == label]
    pressed = button.click().run()
    assert not pressed.exception
    return pressed


def cells(app: AppTest) -> str:
    return "\n".join(table.value.to_string() for table in app.table)


def test_before_the_first_cycle_the_page_says_how_to_begin(
    open_page: Open, workspace: Path
) -> None:
    for view in ("list", "assign", "progress", "recusals"):
        assert "no cycle yet" in words(shown(open_page, workspace, view))


def test_a_workspace_without_declarations_says_what_is_missing(
    open_page: Open, workspace: Path
) -> None:
    (workspace / "assessment.toml").unlink()
    assert "has no rubrics" in words(shown(open_page, workspace, "open"))


def test_a_wrong_declaration_is_named_on_the_page(
    open_page: Open, workspace: Path
) -> None:
    file = workspace / "assessment.toml"
    text = file.read_text("utf-8").replace("weight = 0.57", "weight = 0.60")
    file.write_text(text, "utf-8")
    said = words(shown(open_page, workspace, "open")).replace("\\", "")
    assert "assessment.toml: methods.official is 1.03" in said
    assert "weights that sum to 1" in said


def test_a_cycle_is_shown_first_and_then_opened(
    open_page: Open, workspace: Path
) -> None:
    app = shown(open_page, workspace, "open")
    assert "Departments 8" in cells(app)
    assert cycles.every() == []
    app = press(app, "Open 1 cycle")
    assert "Opened:" in app.success[0].value
    (cycle,) = cycles.every()
    app = shown(open_page, workspace, "list")
    assert cycle.names["en"] in cells(app) and "0 of 0" in cells(app)
    # The next time another one is proposed; the same is a duplicate without a button.
    app = shown(open_page, workspace, "open")
    which = next(each for each in app.multiselect if each.label == "Which ones")
    assert which.value != [cycle.code]
    app = which.set_value([cycle.code]).run()
    assert "open already" in app.error[0].value
    assert [each.label for each in app.button if "cycle" in each.label] == []


def test_weights_that_do_not_sum_to_one_are_said_at_once(
    open_page: Open, workspace: Path
) -> None:
    app = shown(open_page, workspace, "open")
    expert = next(e for e in app.number_input if e.label == "Expert review (%)")
    assert expert.value == 10
    app = expert.set_value(20.0).run()
    assert "sum to 1\\.1" in app.error[0].value
    # 0 leaves a method out; 90 % remain.
    app = next(e for e in app.number_input if "Expert" in e.label).set_value(0.0).run()
    assert "sum to 0\\.9" in app.error[0].value


def test_assigning_by_hand_and_taking_it_back(open_page: Open, workspace: Path) -> None:
    cycle = opened.open_one()
    wang = evaluator("wang")
    number = str(method(cycle, "expert"))
    app = shown(open_page, workspace, "assign", way="hand", method=number)
    assert "Nobody is assigned yet" in words(app)
    who = next(each for each in app.selectbox if each.label == "Evaluator")
    who.select(wang.account_id)
    app.multiselect[0].select(subject(cycle, HOUSING))
    app = press(app, "Assign")
    assert "Housing and Construction" in cells(app) and "Wang" in cells(app)
    held = next(each for each in app.selectbox if each.label == "Assignment")
    held.select(held.options and 1)
    app = press(app, "Withdraw")
    assert "Nobody is assigned yet" in words(app)


def test_what_cannot_be_assigned_is_said_beside_the_form(
    open_page: Open, workspace: Path
) -> None:
    cycle = opened.open_one()
    wang = evaluator("wang", HOUSING)
    number = str(method(cycle, "expert"))
    app = shown(open_page, workspace, "assign", way="hand", method=number)
    app = press(app, "Assign")
    assert "Choose an evaluator" in app.error[0].value
    who = next(each for each in app.selectbox if each.label == "Evaluator")
    who.select(wang.account_id)
    app.multiselect[0].select(subject(cycle, HOUSING))
    app = press(app, "Assign")
    assert "Nobody assesses their own unit" in app.error[0].value


def test_a_file_is_taken_in_or_its_rows_are_named(
    open_page: Open, workspace: Path
) -> None:
    opened.open_one()
    evaluator("wang")
    app = shown(open_page, workspace, "assign", way="file")
    bad = b"method,subject_id,sign_in_name\nexpert,department:zjj,=cmd|' /C calc'!A0\n"
    app = app.file_uploader[0].upload("a.csv", bad, "text/csv").run()
    app = press(app, "Import")
    assert "rows with mistakes: 1" in app.error[0].value
    assert "no such evaluator" in cells(app)
    good = b"method,subject_id,sign_in_name\nexpert,department:zjj,wang\n"
    app = shown(open_page, workspace, "assign", way="file")
    app = app.file_uploader[0].upload("a.csv", good, "text/csv").run()
    app = press(app, "Import")
    assert "Assignments imported: 1" in app.success[0].value


def test_panels_are_shown_with_their_loads_before_they_are_made(
    open_page: Open, workspace: Path
) -> None:
    cycle = opened.open_one()
    people = [evaluator(f"expert{n}").account_id for n in range(4)]
    number = str(method(cycle, "expert"))
    app = shown(open_page, workspace, "assign", way="draw", method=number)
    assert "Choose the evaluators" in words(app)
    for each in people:
        app.multiselect[0].select(each)
    per_subject = next(e for e in app.number_input if "each subject" in e.label)
    app = per_subject.set_value(2).run()
    assert not app.exception
    # Eight departments with two evaluators each, among four.
    assert "Subjects each: 4, at least" in words(app)
    assert "all evaluators are connected" in words(app)
    app = press(app, "Confirm these 16 assignments")
    assert "All subjects have evaluators already" in words(app)


def test_a_draw_that_falls_short_says_why(open_page: Open, workspace: Path) -> None:
    cycle = opened.open_one()
    people = [evaluator(f"expert{n}").account_id for n in range(4)]
    number = str(method(cycle, "expert"))
    app = shown(open_page, workspace, "assign", way="draw", method=number)
    for each in people:
        app.multiselect[0].select(each)
    per_subject = next(e for e in app.number_input if "each subject" in e.label)
    app = per_subject.set_value(1).run()
    said = "\n".join(each.value for each in app.warning)
    assert "fewer than 4 subjects" in said and "4 groups" in said
    app = (
        next(e for e in app.number_input if "each subject" in e.label)
        .set_value(5)
        .run()
    )
    assert "cannot have 5 evaluators" in app.warning[0].value
    assert [e.label for e in app.button if e.label.startswith("Confirm")] == []


def test_progress_and_recusals_are_told(open_page: Open, workspace: Path) -> None:
    cycle = opened.open_one()
    wang, li = evaluator("wang"), evaluator("li")
    how = method(cycle, "expert")
    assert wang.account_id and li.account_id
    first = assignments.assign(
        BOSS, how, subject(cycle, HOUSING), wang.account_id
    ).assignment_id
    assignments.assign(BOSS, how, subject(cycle, "department:gaj"), li.account_id)
    recusal.recuse(wang, first, "**亲属** 在该单位任职")
    app = shown(open_page, workspace, "progress")
    assert "6 of 8" in cells(app) and "by ballots" in cells(app)
    app = shown(open_page, workspace, "recusals")
    assert "Li" in cells(app) and "亲属" in cells(app)
    app = press(app, "Check own units")
    assert "0 assignments were recused" in app.success[0].value


def test_a_team_is_entered_and_retired(open_page: Open, workspace: Path) -> None:
    app = shown(open_page, workspace, "people", people="team")
    assert "No leadership team" in words(app)
    app = press(app, "Enter")
    assert "Name: enter a name" in words(app)
    fields = {each.label: each for each in app.text_input}
    fields["Id"].input("zjj")
    fields["Name in Chinese"].input("住建局班子")
    unit = next(e for e in app.selectbox if e.label == "Unit it leads")
    unit.select(HOUSING)
    app = press(app, "Enter")
    assert [each.team_id for each in people.teams(BOSS)] == ["zjj"]
    assert "住建局班子" in cells(app)
    whom = next(each for each in app.selectbox if each.label == "Team or official")
    app = whom.select("team:zjj").run()
    app = press(app, "Retire from cycles to come")
    assert "Retired" in cells(app)


def test_a_cycle_can_be_about_teams(open_page: Open, workspace: Path) -> None:
    people.add_team(BOSS, TeamDraft("zjj", {"en": "Housing *team*"}, HOUSING))
    app = shown(open_page, workspace, "open")
    (pills,) = [each for each in app.button_group if "Subjects" in each.label]
    app = pills.set_value(["team"]).run()
    assert "Leadership teams 1" in cells(app)
