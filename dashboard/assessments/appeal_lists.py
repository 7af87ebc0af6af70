"""Appeals as a page lists them: the board's queue, and an appellant's own.

Both versions of every judgement stand side by side for the board, by number and without
names. The appellant reads the decision and its reason, and not who decided.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right, check_can
from dashboard.assessments import (
    amendments,
    appeal_policies,
    independence,
    publicity,
    versions,
    workdays,
)
from dashboard.assessments.adjustment_lists import File
from dashboard.assessments.amendments import Amendment
from dashboard.assessments.appeal_policies import AMENDED, OPEN, PROPOSED
from dashboard.assessments.judgement import Judgement
from dashboard.assessments.rubric import Rubric
from dashboard.assessments.scoring import score_of
from dashboard.database import columns, engine
from dashboard.database.models.appeals import Appeal, AppealEvidence
from dashboard.database.models.assessments import Assessment, Evidence
from dashboard.database.models.cycles import CycleMethod, CycleSubject


@dataclass(frozen=True)
class Side:
    """One judgement before and after; `number` stands for whoever made it."""

    assessment_id: int
    number: int
    rubric: Rubric
    before: Judgement
    after: Judgement

    @property
    def versions(self) -> tuple[Judgement, Judgement]:
        return self.before, self.after

    @property
    def scores(self) -> tuple[float | None, float | None]:
        first, second = (
            score_of(self.rubric, each.scores, each.points) for each in self.versions
        )
        return first, second


@dataclass(frozen=True)
class Shown:
    """One appeal at one moment; `revision` is what a decision has to name."""

    appeal_id: int
    revision: int
    cycle_subject_id: int
    cycle_method_id: int
    subject_names: dict[str, str]
    method_names: dict[str, str]
    state: str
    grounds: str
    files: tuple[File, ...]
    raised_at: datetime
    answer_due_on: date
    # Working days, today not counted; None once it is decided.
    days_left: int | None
    # What the first member proposed; of a proposal that was sent back, why.
    proposed: str | None
    sent_back: str | None
    decision_reason: str | None
    decided_at: datetime | None
    can_propose: bool = False
    can_confirm: bool = False
    sides: tuple[Side, ...] = ()

    @property
    def is_overdue(self) -> bool:
        return self.days_left is not None and self.days_left < 0


def queue(
    principal: Principal, cycle_id: int, now: datetime | None = None
) -> list[Shown]:
    """What the board has to decide, the nearest limit first; then what it decided."""
    check_can(principal, Right.DECIDE_APPEALS)
    with engine.reading() as session:
        found = [
            _for_board(session, principal, appeal, subject, now)
            for appeal, subject in _appeals(session, cycle_id)
            if independence.is_stranger(principal, subject)
        ]
    return sorted(
        found, key=lambda each: (each.state not in (OPEN, PROPOSED), each.answer_due_on)
    )


def own(
    principal: Principal, cycle_id: int, now: datetime | None = None
) -> list[Shown]:
    """The appeals of one's own unit, whoever of its leaders raised them."""
    check_can(principal, Right.APPEAL)
    with engine.reading() as session:
        return [
            _shown(session, appeal, subject, now)
            for appeal, subject in _appeals(session, cycle_id)
            if independence.is_own(session, principal, subject.subject_id)
        ]


def unanswered(
    principal: Principal, cycle_id: int, now: datetime | None = None
) -> tuple[int, int]:
    """How many appeals are not answered, and how many of them are late."""
    check_can(principal, Right.MANAGE_CYCLES)
    today = workdays.today(now or columns.now())
    with engine.reading() as session:
        waiting = [
            appeal.answer_due_on
            for appeal, _subject in _appeals(session, cycle_id)
            if appeal.state in (OPEN, PROPOSED)
        ]
    return len(waiting), sum(last < today for last in waiting)


def _appeals(session: Session, cycle_id: int) -> list[tuple[Appeal, CycleSubject]]:
    rows = session.execute(
        select(Appeal, CycleSubject)
        .join(CycleSubject, CycleSubject.cycle_subject_id == Appeal.cycle_subject_id)
        .where(CycleSubject.cycle_id == cycle_id)
        .order_by(Appeal.appeal_id)
    )
    return [(appeal, subject) for appeal, subject in rows]


def _for_board(
    session: Session,
    principal: Principal,
    appeal: Appeal,
    subject: CycleSubject,
    now: datetime | None,
) -> Shown:
    return replace(
        _shown(session, appeal, subject, now, is_board=True),
        can_propose=appeal_policies.can_propose(session, principal, appeal),
        can_confirm=appeal_policies.can_confirm(session, principal, appeal),
        sides=_sides(session, appeal),
    )


def _shown(
    session: Session,
    appeal: Appeal,
    subject: CycleSubject,
    now: datetime | None,
    *,
    is_board: bool = False,
) -> Shown:
    method = session.get_one(CycleMethod, appeal.cycle_method_id)
    proposal = appeal.proposal or {}
    is_waiting = appeal.state in (OPEN, PROPOSED)
    # A proposal is not told to the appellant before it is confirmed.
    is_told = is_board or not is_waiting
    today = workdays.today(now or columns.now())
    return Shown(
        appeal.appeal_id,
        appeal.revision,
        appeal.cycle_subject_id,
        appeal.cycle_method_id,
        subject.names,
        method.rubric["names"],
        appeal.state,
        appeal.grounds,
        _files(session, appeal.appeal_id),
        appeal.raised_at,
        appeal.answer_due_on,
        publicity.days_left(today, appeal.answer_due_on) if is_waiting else None,
        proposal.get("decision") if is_told else None,
        proposal.get("sent_back") if is_board else None,
        appeal.decision_reason if is_told else None,
        appeal.decided_at,
    )


def _sides(session: Session, appeal: Appeal) -> tuple[Side, ...]:
    concerned = amendments.concerned(session, appeal)
    proposal = appeal.proposal or {}
    changed = {}
    if appeal.state == PROPOSED and proposal.get("decision") == AMENDED:
        changed = amendments.changed(concerned, Amendment.restored(proposal))
    return tuple(
        _side(number, each, changed.get(each.assessment_id))
        for number, each in enumerate(concerned, 1)
    )


def _side(number: int, assessment: Assessment, proposed: Judgement | None) -> Side:
    stands = versions.judgement_of(versions.standing(assessment))
    before = stands
    if assessment.state == AMENDED:
        earlier = versions.numbered(assessment, assessment.version - 1)
        before = versions.judgement_of(earlier)
    return Side(
        assessment.assessment_id,
        number,
        versions.rubric_of(assessment),
        before,
        proposed or stands,
    )


def _files(session: Session, appeal_id: int) -> tuple[File, ...]:
    rows = session.execute(
        select(Evidence.evidence_id, Evidence.name)
        .join(AppealEvidence, AppealEvidence.evidence_id == Evidence.evidence_id)
        .where(AppealEvidence.appeal_id == appeal_id)
        .order_by(Evidence.evidence_id)
    )
    return tuple(File(evidence_id, name) for evidence_id, name in rows)
