"""Judgements that somebody approved, and rules, put straight into the tiny cycle."""

import tomllib
from datetime import date

from sqlalchemy.orm import Session

from dashboard.database import engine
from dashboard.database.models.adjustments import Adjustment
from dashboard.database.models.assessments import (
    Assessment,
    AssessmentVersion,
    Deduction,
    ItemScore,
)
from dashboard.database.models.cycles import Cycle, CycleMethod
from tests.dashboard.assessments import world as tiny
from tests.dashboard.assessments.world import NOW, World

RULES = tomllib.loads(
    (tiny.RUBRICS.parent / "assessment.toml").read_text(encoding="utf-8")
)["rules"]


def build(**changed: object) -> World:
    """The tiny cycle under the shipped rules; some of them may be changed."""
    world = tiny.build()
    with engine.writing() as session:
        session.get_one(Cycle, world.cycle).rules = RULES | changed
    return world


def judge(
    world: World,
    name: str,
    subject: str,
    score: float | None,
    *,
    method: str = "expert",
    state: str = "approved",
    by: str = "qian",
) -> int:
    """A judgement of which every item has the same score; returns its number."""
    with engine.writing() as session:
        return _judge(session, world, name, subject, score, method, state, by)


def _judge(
    session: Session,
    world: World,
    name: str,
    subject: str,
    score: float | None,
    method: str,
    state: str,
    by: str,
) -> int:
    made = Assessment(
        assignment_id=world.assignment(name, subject, method),
        state=state,
        version=1,
        declared_fair_at=NOW,
        submitted_at=None if state == "draft" else NOW,
        counted_at=None if state == "draft" else NOW,
        decided_by=world.accounts[by] if state == "approved" else None,
        decided_at=NOW if state == "approved" else None,
    )
    session.add(made)
    session.flush()
    rubric = session.get_one(CycleMethod, world.methods[method]).rubric
    version = AssessmentVersion(
        assessment_id=made.assessment_id,
        version=1,
        score=score,
        comment="",
        author_id=world.accounts[name],
    )
    for item in rubric["items"]:
        version.items.append(ItemScore(item_id=item["item_id"], score=score))
    if rubric["kind"] == "deductions" and score is not None and score < 100:
        version.deductions.append(
            Deduction(
                rule_id="supervision_letter",
                happened_on=date(2026, 8, 3),
                points=100 - score,
                note="三次催办未果",
            )
        )
    session.add(version)
    session.flush()
    return made.assessment_id


def adjust(
    world: World,
    subject: str,
    kind: str,
    rule_id: str,
    points: float = 0,
    *,
    award: str = "",
    state: str = "approved",
) -> int:
    """Bonus, deduction or veto that was entered by wang and decided by qian."""
    with engine.writing() as session:
        made = Adjustment(
            cycle_subject_id=world.subjects[subject],
            kind=kind,
            rule_id=rule_id,
            points=points,
            award=award,
            happened_on=date(2026, 8, 3),
            note="通报文件见附件",
            state=state,
            entered_by=world.accounts["wang"],
            decided_by=world.accounts["qian"],
        )
        session.add(made)
        session.flush()
        return made.adjustment_id
