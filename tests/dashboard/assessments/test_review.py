"""Review: decisions of a second person, each with its event and its log entry."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from dashboard.accounts import audit
from dashboard.accounts.principal import Principal, Role
from dashboard.accounts.rights import NotAllowed
from dashboard.assessments import entry, review, review_queue, spread
from dashboard.assessments.policies import Refused
from dashboard.assessments.steps import ReasonMissing
from dashboard.assessments.transitions import State, WrongState
from dashboard.database import engine
from dashboard.database.models.assessments import Assessment, AssessmentEvent
from dashboard.database.models.cycles import Assignment
from tests.dashboard.assessments import world as worlds
from tests.dashboard.assessments.world import CIVIL, LABOUR, NOW, POLICE, World


@pytest.fixture
def world(store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    return worlds.build()


def submitted(world: World, subject: str = LABOUR) -> tuple[int, int]:
    me = world.principal("zhao")
    number = entry.open_form(
        me, world.assignment("zhao", subject, "supervision"), True, NOW
    )
    return number, entry.submit(me, number, 1, NOW)


def state(number: int) -> str:
    with engine.reading() as session:
        assessment = session.get(Assessment, number)
        assert assessment is not None
        return assessment.state


def steps(number: int) -> list[tuple[str, str | None, int]]:
    with engine.reading() as session:
        rows = session.scalars(
            select(AssessmentEvent)
            .where(AssessmentEvent.assessment_id == number)
            .order_by(AssessmentEvent.event_id)
        )
        return [(each.event, each.reason, each.version) for each in rows]


def questions(reviewer: Principal, method: int) -> int:
    """How often the queue of a method asks the store."""
    asked = []

    def note(*told: Any) -> None:
        asked.append(told)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert len(review_queue.panels(reviewer, method)) == 3
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return len(asked)


def test_the_queue_asks_the_store_as_often_for_many_as_for_one(world: World) -> None:
    # Whose home is a team: the register says whose own a subject is.
    reviewer = replace(world.principal("qian"), home="team:gaj")
    submitted(world, LABOUR)
    for_one = questions(reviewer, world.methods["supervision"])
    submitted(world, CIVIL)
    submitted(world, POLICE)
    assert questions(reviewer, world.methods["supervision"]) == for_one


def test_a_reviewer_approves(world: World) -> None:
    number, revision = submitted(world)
    after = review.approve(world.principal("qian"), number, revision, NOW)
    assert state(number) == State.APPROVED
    # Pressed twice it is one decision.
    assert review.approve(world.principal("qian"), number, revision, NOW) == after
    assert steps(number) == [
        ("open", None, 1),
        ("submit", None, 1),
        ("approve", None, 1),
    ]
    with pytest.raises(WrongState):
        review.approve(world.principal("sun"), number, after, NOW)


def test_nobody_else_decides(world: World) -> None:
    number, revision = submitted(world)
    for who in ("zhao", "wang", "wu", "zheng"):
        with pytest.raises(NotAllowed):
            review.approve(world.principal(who), number, revision, NOW)
        with pytest.raises(NotAllowed):
            review.return_(world.principal(who), number, revision, "No.", NOW)
    with pytest.raises(NotAllowed):
        review.approve(world.principal("qian"), 999_999, 1, NOW)
    assert state(number) == State.SUBMITTED


def test_who_stepped_aside_does_not_decide_as_a_reviewer_later(world: World) -> None:
    number, revision = submitted(world)
    with engine.writing() as session:
        own = session.get(Assignment, world.assignment("wang", LABOUR))
        assert own is not None
        own.state = "recused"
    with pytest.raises(Refused) as refusal:
        review.approve(world.principal("wang", Role.REVIEWER), number, revision, NOW)
    assert refusal.value.key == "policies.recused_before"
    # Of another unit there is nothing to step aside from.
    other, revision = submitted(world, CIVIL)
    review.approve(world.principal("wang", Role.REVIEWER), other, revision, NOW)


def test_sending_back_needs_a_reason_and_leaves_what_was_submitted(
    world: World,
) -> None:
    number, revision = submitted(world)
    with pytest.raises(ReasonMissing):
        review.return_(world.principal("qian"), number, revision, "  ", NOW)
    assert state(number) == State.SUBMITTED
    review.return_(world.principal("qian"), number, revision, "Name the days.", NOW)
    assert state(number) == State.RETURNED
    assert steps(number)[-1] == ("return", "Name the days.", 1)


def test_what_was_submitted_anew_is_read_anew(world: World) -> None:
    number, revision = submitted(world)
    me = world.principal("zhao")
    entry.withdraw(me, number, revision, "A day was wrong.", NOW)
    with engine.reading() as session:
        assessment = session.get(Assessment, number)
        assert assessment is not None
        current = assessment.revision
    entry.submit(me, number, current, NOW)
    with pytest.raises(review.Changed):
        review.approve(world.principal("qian"), number, revision, NOW)


def test_a_second_reviewer_reopens_what_the_first_approved(world: World) -> None:
    number, revision = submitted(world)
    after = review.approve(world.principal("qian"), number, revision, NOW)
    with pytest.raises(Refused) as refusal:
        review.reopen(world.principal("qian"), number, after, "Hm.", NOW)
    assert refusal.value.key == "policies.own_decision"
    review.reopen(world.principal("sun"), number, after, "One card is missing.", NOW)
    assert state(number) == State.RETURNED
    assert steps(number)[-1] == ("reopen", "One card is missing.", 1)


def test_several_are_approved_together_or_not_at_all(world: World) -> None:
    first, second = submitted(world, LABOUR), submitted(world, CIVIL)
    third = submitted(world, POLICE)
    reviewer = world.principal("qian")
    with pytest.raises(review.Changed):
        review.approve_many(reviewer, [first, (second[0], second[1] - 1)], NOW)
    assert state(first[0]) == state(second[0]) == State.SUBMITTED
    after = review.approve_many(reviewer, [third, first, second], NOW)
    assert after == [third[1] + 1, first[1] + 1, second[1] + 1]
    assert {state(number) for number, _ in (first, second, third)} == {State.APPROVED}
    with engine.reading() as session:
        # Three times opened, submitted, approved.
        assert audit.verify(session) == 9


def test_a_panel_is_seen_by_labels_as_far_as_it_is_submitted(world: World) -> None:
    for who, score in (("wang", 80.0), ("li", 90.0)):
        me = world.principal(who)
        number = entry.open_form(me, world.assignment(who, POLICE), True, NOW)
        items = [item.item_id for item in worlds.rubric("expert").items]
        entry.save_draft(me, number, 1, dict.fromkeys(items, score), now=NOW)
    method, subject = world.methods["expert"], world.subjects[POLICE]
    # Drafts are nobody else's business.
    assert spread.of(method, subject).n == 0
    with engine.writing() as session:
        for assessment in session.scalars(select(Assessment)):
            assessment.state = State.SUBMITTED
    panel = spread.of(method, subject)
    assert (panel.n, panel.mean, panel.low, panel.high) == (2, 85.0, 80.0, 90.0)
    assert set(panel.scores) <= set("ABCD")
    assert sorted(panel.scores.values()) == [80.0, 90.0]
