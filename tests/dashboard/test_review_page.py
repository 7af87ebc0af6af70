"""The reviewer's page through AppTest: the queue, a panel, decisions, then names."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.assessments import entry, review, review_queue
from dashboard.assessments.transitions import State
from dashboard.database import engine
from dashboard.database.models.assessments import Assessment
from dashboard.database.models.cycles import Assignment
from tests.dashboard.assessments.world import LABOUR, POLICE, World
from tests.dashboard.conftest import Open, words
from tests.dashboard.test_assess_page import ITEMS, press, tiny

__all__ = ["tiny"]


@pytest.fixture
def scored(tiny: World) -> World:
    """Two experts have submitted on the police, one on human resources."""
    for who, subject, score in (
        ("wang", POLICE, 70.0),
        ("li", POLICE, 90.0),
        ("wang", LABOUR, 80.0),
    ):
        me = tiny.principal(who)
        number = entry.open_form(me, tiny.assignment(who, subject), True)
        comment = "Seen <b>on site</b>."
        entry.save_draft(me, number, 1, dict.fromkeys(ITEMS, score), comment)
    with engine.writing() as session:
        for assessment in session.query(Assessment).all():
            assessment.state = State.SUBMITTED
    return tiny


def shown(
    open_page: Open, world: Path, tiny: World, who: str = "qian", **address: str
) -> AppTest:
    app = open_page(world, "review", principal=tiny.principal(who), **address)
    assert not app.exception
    return app


def panel_of(tiny: World, subject: str) -> str:
    return str(tiny.subjects[subject])


def approve(tiny: World, subject: str) -> None:
    method, reviewer = tiny.methods["expert"], tiny.principal("qian")
    (panel,) = [
        each
        for each in review_queue.panels(reviewer, method)
        if each.cycle_subject_id == tiny.subjects[subject]
    ]
    review.approve_many(
        reviewer, [(each.assessment_id, each.revision) for each in panel.waiting]
    )


def everything(app: AppTest) -> str:
    """All there is to read, tables and buttons too."""
    tables = [f"{table.value.to_csv()}{table.proto.columns}" for table in app.dataframe]
    return "\n".join([words(app), *tables, *(each.label for each in app.button)])


def test_the_queue_shows_spread_and_no_names(
    open_page: Open, world: Path, scored: World
) -> None:
    app = shown(open_page, world, scored)
    queue = app.dataframe[0].value
    rows = {row.subject: row for row in queue.itertuples()}
    police = rows["Harbin Public Security"]
    # 70 and 90: mean 80, deviation √200 = 14.14; of three asked none is decided.
    assert (police.mean, police.sd, police.range) == ("80.00", "14.14", "70.00–90.00")
    assert (police.waiting, police.decided) == (2, "0 / 3")
    assert rows["Harbin Human Resources"].sd == "—"
    for name in ("wang", "zhou"):
        assert name not in everything(app)


def test_a_panel_shows_scores_side_by_side_and_no_names(
    open_page: Open, world: Path, scored: World
) -> None:
    app = shown(open_page, world, scored, panel=panel_of(scored, POLICE))
    (table,) = app.dataframe
    last = table.value.iloc[-1].tolist()
    assert (last[0], sorted(last[1:])) == ("Total", ["70.00", "90.00"])
    assert "wang" not in everything(app)
    # What assessors wrote is text, never markup.
    assert r"Seen \<b\>on site\<\/b\>" in words(app) or r"\<b\>" in words(app)


def test_names_come_once_all_of_an_assessor_is_decided(
    open_page: Open, world: Path, scored: World
) -> None:
    app = press(
        shown(open_page, world, scored, panel=panel_of(scored, POLICE)), "Approve 2"
    )
    assert "Assessments: 2, of subjects: 1." in words(app)
    assert "Yes, approve" in [each.label for each in app.button]
    approve(scored, POLICE)
    app = shown(open_page, world, scored, panel=panel_of(scored, POLICE))
    assert "Approved" in words(app)
    # Both still have assessments that are not decided in the cycle.
    assert "wang" not in everything(app)
    with engine.writing() as session:
        for assignment in session.query(Assignment).all():
            if assignment.cycle_subject_id != scored.subjects[POLICE]:
                assignment.state = "withdrawn"
    app = shown(open_page, world, scored, panel=panel_of(scored, POLICE))
    assert "**wang**" in words(app)
    # Who decided nothing does not learn them.
    app = shown(open_page, world, scored, "sun", panel=panel_of(scored, POLICE))
    assert "**wang**" not in words(app)


def test_one_is_sent_back_with_a_reason(
    open_page: Open, world: Path, scored: World
) -> None:
    app = shown(open_page, world, scored, panel=panel_of(scored, LABOUR))
    sends = [each for each in app.button if each.label == "Send back"]
    sends[-1].click().run()
    assert "Give a reason first." in words(app)
    app.text_area[0].input("Which bulletin?")
    [each for each in app.button if each.label == "Send back"][-1].click().run()
    assert not app.exception
    app = shown(open_page, world, scored, panel=panel_of(scored, LABOUR))
    assert "Sent back: Which bulletin?" in words(app)
    # The reviewer goes on seeing what was submitted, not the draft after it.
    number, wang = 3, scored.principal("wang")
    with engine.reading() as session:
        assessment = session.get(Assessment, number)
        assert assessment is not None
        revision = assessment.revision
    entry.save_draft(wang, number, revision, dict.fromkeys(ITEMS, 61.0))
    app = shown(open_page, world, scored, panel=panel_of(scored, LABOUR))
    assert "80.00" in everything(app)
    assert "61.00" not in everything(app)


def test_another_reviewer_reopens(open_page: Open, world: Path, scored: World) -> None:
    with engine.reading() as session:
        chosen = [
            (each.assessment_id, each.revision)
            for each in session.query(Assessment).all()
        ]
    review.approve_many(scored.principal("qian"), chosen)
    mine = shown(open_page, world, scored, panel=panel_of(scored, LABOUR))
    assert "Reopen" not in [each.label for each in mine.button]
    other = shown(open_page, world, scored, "sun", panel=panel_of(scored, LABOUR))
    assert "Reopen" in [each.label for each in other.button]


def test_a_reviewer_does_not_see_the_panel_of_their_own_unit(scored: World) -> None:
    from dataclasses import replace

    at_home = replace(scored.principal("qian"), home=POLICE)
    method = scored.methods["expert"]
    found = {each.subject_names["en"] for each in review_queue.panels(at_home, method)}
    assert found == {"Harbin Human Resources", "Harbin Civil Affairs"}


def test_drafts_are_nobody_elses_business(
    open_page: Open, world: Path, tiny: World
) -> None:
    me = tiny.principal("wang")
    number = entry.open_form(me, tiny.assignment("wang", POLICE), True)
    entry.save_draft(me, number, 1, dict.fromkeys(ITEMS, 66.0))
    app = shown(open_page, world, tiny, panel=panel_of(tiny, POLICE))
    assert "Nothing is submitted yet." in words(app)
    assert "66.00" not in everything(app)


def test_what_was_submitted_anew_is_not_approved_unseen(
    open_page: Open, world: Path, scored: World
) -> None:
    app = shown(open_page, world, scored, panel=panel_of(scored, LABOUR))
    # While the reviewer reads, it is asked back and handed in again.
    with engine.writing() as session:
        for assessment in session.query(Assessment).all():
            assessment.submitted_at = assessment.saved_at
    app = press(app, "Approve")
    assert "It changed since you read it." in words(app)
    assert "Submitted" in words(app)
    press(app, "Approve")
    (panel,) = [
        each
        for each in review_queue.panels(
            scored.principal("qian"), scored.methods["expert"]
        )
        if each.cycle_subject_id == scored.subjects[LABOUR]
    ]
    assert [each.state for each in panel.submissions] == [State.APPROVED]
