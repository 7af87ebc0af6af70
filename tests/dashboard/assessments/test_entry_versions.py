"""What comes after a submission is the next version, with the reason for it."""

import pytest
from sqlalchemy import select

from dashboard.assessments import entry, forms, review
from dashboard.assessments.steps import ReasonMissing
from dashboard.assessments.transitions import State, WrongState
from dashboard.database import engine
from dashboard.database.models.assessments import AssessmentVersion
from tests.dashboard.assessments.test_entry import (
    ALL_PLAIN,
    PROVED,
    events,
    filled,
    world,
)
from tests.dashboard.assessments.world import AFTER_ENTRY, NOW, World

__all__ = ["world"]


def test_what_came_back_is_corrected_in_the_next_version(world: World) -> None:
    me, reviewer = world.principal("wang"), world.principal("qian")
    number, revision = filled(world)
    revision = entry.submit(me, number, revision, NOW)
    revision = review.return_(reviewer, number, revision, "Say where.", NOW)
    form = forms.read(me, number, NOW)
    assert (form.state, form.version, form.reason) == (
        State.RETURNED,
        2,
        "Say where.",
    )
    # It begins with what was submitted, its evidence with it; also after entry ended.
    assert form.judgement.scores == ALL_PLAIN
    assert form.proved == set(PROVED)
    revision = entry.save_draft(
        me,
        number,
        revision,
        {**ALL_PLAIN, "platform": 60.0},
        now=AFTER_ENTRY,
    )
    entry.submit(me, number, revision, AFTER_ENTRY)
    with engine.reading() as session:
        versions = session.scalars(
            select(AssessmentVersion)
            .where(AssessmentVersion.assessment_id == number)
            .order_by(AssessmentVersion.version)
        ).all()
        # 80 × 0.85 + 60 × 0.15
        assert [(each.score, each.reason) for each in versions] == [
            (80.0, None),
            (77.0, "Say where."),
        ]
    assert events(number) == ["open", "save", "submit", "return", "save", "submit"]


def test_the_evaluator_asks_back_what_nobody_decided(world: World) -> None:
    me = world.principal("wang")
    number, revision = filled(world)
    revision = entry.submit(me, number, revision, NOW)
    with pytest.raises(ReasonMissing):
        entry.withdraw(me, number, revision, " \n ", NOW)
    entry.withdraw(me, number, revision, "Wrong file.", NOW)
    form = forms.read(me, number, NOW)
    assert (form.state, form.version, form.reason) == (State.DRAFT, 2, "Wrong file.")
    with pytest.raises(WrongState):
        entry.withdraw(me, number, form.revision, "Again.", NOW)
