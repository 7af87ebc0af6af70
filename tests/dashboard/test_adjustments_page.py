"""The page of bonus, deduction and veto, as each role has it, through AppTest."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from dashboard.assessments import evidence
from dashboard.database import engine
from dashboard.database.models.adjustments import Adjustment
from dashboard.database.models.cycles import Cycle
from tests.dashboard.assessments import decided
from tests.dashboard.assessments.decided import adjust
from tests.dashboard.assessments.world import LABOUR, POLICE, World
from tests.dashboard.conftest import Open, as_role, words


@pytest.fixture
def cycle(store: str) -> World:
    return decided.build()


@pytest.fixture
def shown(open_page: Open, world: Path, cycle: World):  # type: ignore[no-untyped-def]
    """Open the page as somebody of the tiny world."""

    def opened(name: str, **address: str) -> AppTest:
        app = open_page(
            world, "adjustments", principal=cycle.principal(name), **address
        )
        assert not app.exception
        return app

    return opened


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [each for each in app.button if each.label == label]
    app = button.click().run()
    assert not app.exception
    return app


def stored() -> list[Adjustment]:
    with engine.reading() as session:
        return list(session.scalars(select(Adjustment)))


def fill(app: AppTest, subject: int) -> AppTest:
    app.selectbox[1].select(subject)
    (award,) = [each for each in app.text_input if each.label == "Award or document"]
    award.input("全省先进集体")
    app.date_input[0].set_value(date(2026, 8, 3))
    app.text_area[0].input("省政府通报表扬")
    return app


def test_without_a_cycle_it_says_so(open_page: Open, world: Path, store: str) -> None:
    app = open_page(world, "adjustments", principal=as_role("evaluator"))
    assert "no assessment cycle" in words(app)


def test_an_evaluator_enters_a_bonus_and_sees_it(
    shown, cycle: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(evidence, "folder", lambda: tmp_path)
    app = shown("wang")
    app.get("file_uploader")[0].upload(
        "notice.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf"
    )
    app = press(fill(app, cycle.subjects[LABOUR]), "Submit for review")
    (made,) = stored()
    assert (made.kind, made.points, made.award) == ("bonus", 3, "全省先进集体")
    (table,) = app.table
    row = table.value.iloc[0]
    assert row["Rule"] == "National commendation **+3**"
    assert row["State"] == "To be decided"
    assert "2026-08-03 · 全省先进集体" in row["Basis"]
    assert "(evidence/1?lang=en)" in row["Basis"]


def test_what_is_wrong_is_said_in_place(shown, cycle: World) -> None:
    app = press(shown("wang"), "Submit for review")
    assert "Choose the subject and the date" in words(app)
    app = press(fill(app, cycle.subjects[LABOUR]), "Submit for review")
    assert "Add evidence" in words(app)
    assert stored() == []


def test_ones_own_unit_is_not_offered(shown, cycle: World) -> None:
    # zhou is of the police.
    offered = shown("zhou").selectbox[1].options
    assert offered == ["Harbin Human Resources", "Harbin Civil Affairs"]


def test_a_reviewer_decides_and_enters_nothing(shown, cycle: World) -> None:
    adjust(cycle, POLICE, "veto", "falsified_data", state="submitted")
    app = shown("qian")
    assert not any(each.label == "Submit for review" for each in app.button)
    assert "Falsified data" in words(app)
    app = press(app, "Send back")
    assert "Say why you send it back" in words(app)
    app.text_input[0].input("佐证材料不足")
    press(app, "Send back")
    (made,) = stored()
    assert (made.state, made.decision_reason) == ("returned", "佐证材料不足")


def test_a_reviewer_approves(shown, cycle: World) -> None:
    adjust(cycle, POLICE, "deduction", "late_report", 0.5, state="submitted")
    app = press(shown("sun"), "Approve")
    (made,) = stored()
    assert made.state == "approved"
    assert app.table[0].value.iloc[0]["Rule"] == "Data reported late **−0.5**"


def test_an_evaluator_sees_only_what_they_entered(shown, cycle: World) -> None:
    adjust(cycle, POLICE, "bonus", "city_award", 1, state="submitted")
    assert shown("wang").table
    app = shown("li")
    assert not app.table
    assert "Nothing to show" in words(app)


def test_after_publication_there_is_no_form(shown, cycle: World) -> None:
    with engine.writing() as session:
        session.get_one(Cycle, cycle.cycle).state = "publicity"
    assert not shown("wang").text_area


def test_what_was_typed_is_no_markup(shown, cycle: World) -> None:
    number = adjust(cycle, POLICE, "bonus", "city_award", 1, state="submitted")
    with engine.writing() as session:
        made = session.get_one(Adjustment, number)
        made.note = "**bold** [x](http://x) :red[y]"
    said = words(shown("qian"))
    assert r"\*\*bold\*\*" in said
