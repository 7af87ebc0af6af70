"""Adjustments as a page lists them: one's own, or those one may look at."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right, can, check_can
from dashboard.assessments import adjustments, independence
from dashboard.assessments.adjustment_entry import KINDS, SUBMITTED, rules_of
from dashboard.assessments.rules import Rules
from dashboard.database import engine
from dashboard.database.models.adjustments import Adjustment, AdjustmentEvidence
from dashboard.database.models.assessments import Evidence
from dashboard.database.models.cycles import Cycle, CycleSubject


@dataclass(frozen=True)
class File:
    """A file of evidence."""

    evidence_id: int
    name: str


@dataclass(frozen=True)
class Shown:
    """One adjustment at one moment; `revision` is what a decision has to name."""

    adjustment_id: int
    revision: int
    subject_names: dict[str, str]
    kind: str
    rule_names: dict[str, str]
    points: float
    award: str
    happened_on: date
    note: str
    state: str
    decision_reason: str | None
    files: tuple[File, ...]
    is_own: bool
    can_decide: bool


@dataclass(frozen=True)
class Choice:
    """A subject of an open cycle for which somebody may enter something."""

    cycle_subject_id: int
    names: dict[str, str]


def cycles_of(principal: Principal) -> list[Cycle]:
    """Every cycle, the newest first."""
    check_can(principal, Right.SEE_ADJUSTMENTS)
    with engine.reading() as session:
        return list(
            session.scalars(
                select(Cycle).order_by(Cycle.starts_on.desc(), Cycle.cycle_id.desc())
            )
        )


def seen(principal: Principal, cycle_id: int) -> list[Shown]:
    """What waits for a decision first, then the newest."""
    check_can(principal, Right.SEE_ADJUSTMENTS)
    with engine.reading() as session:
        rules = Rules.model_validate(session.get_one(Cycle, cycle_id).rules)
        names = {
            (kind, rule.rule_id): rule.names
            for kind in KINDS
            for rule in rules_of(rules, kind)
        }
        rows = session.execute(
            select(Adjustment, CycleSubject)
            .join(
                CycleSubject,
                CycleSubject.cycle_subject_id == Adjustment.cycle_subject_id,
            )
            .where(CycleSubject.cycle_id == cycle_id)
            .order_by(Adjustment.adjustment_id.desc())
        )
        files = _files(session, cycle_id)
        found = [
            _shown(
                principal,
                each,
                subject,
                names.get((each.kind, each.rule_id), {"": each.rule_id}),
                files[each.adjustment_id],
            )
            for each, subject in rows
            if may_see(principal, each, subject)
        ]
        return sorted(found, key=lambda each: each.state != SUBMITTED)


def choices(principal: Principal, cycle_id: int) -> list[Choice]:
    """The subjects one may enter something for, in the order of the cycle."""
    if not can(principal, Right.ASSESS) and not can(principal, Right.MANAGE_CYCLES):
        return []
    with engine.reading() as session:
        return [
            Choice(each.cycle_subject_id, each.names)
            for each in session.scalars(
                select(CycleSubject)
                .where(CycleSubject.cycle_id == cycle_id)
                .order_by(CycleSubject.cycle_subject_id)
            )
            if independence.is_stranger(principal, each)
        ]


def may_see(
    principal: Principal, adjustment: Adjustment, subject: CycleSubject
) -> bool:
    """Who entered it, who runs the matter, and reviewers to whom it is no own unit."""
    if adjustment.entered_by == principal.account_id:
        return True
    if can(principal, Right.MANAGE_CYCLES):
        return True
    return can(principal, Right.REVIEW) and independence.is_stranger(principal, subject)


def _shown(
    principal: Principal,
    adjustment: Adjustment,
    subject: CycleSubject,
    rule_names: dict[str, str],
    files: list[File],
) -> Shown:
    is_open = adjustment.state == SUBMITTED and subject.cycle.state == "open"
    return Shown(
        adjustment.adjustment_id,
        adjustment.revision,
        subject.names,
        adjustment.kind,
        rule_names,
        adjustment.points,
        adjustment.award,
        adjustment.happened_on,
        adjustment.note,
        adjustment.state,
        adjustment.decision_reason,
        tuple(files),
        is_own=adjustment.entered_by == principal.account_id,
        can_decide=is_open and adjustments.can_decide(principal, adjustment, subject),
    )


def _files(session: Session, cycle_id: int) -> dict[int, list[File]]:
    found: dict[int, list[File]] = defaultdict(list)
    rows = session.execute(
        select(AdjustmentEvidence.adjustment_id, Evidence.evidence_id, Evidence.name)
        .join(Evidence, Evidence.evidence_id == AdjustmentEvidence.evidence_id)
        .join(Adjustment, Adjustment.adjustment_id == AdjustmentEvidence.adjustment_id)
        .join(
            CycleSubject, CycleSubject.cycle_subject_id == Adjustment.cycle_subject_id
        )
        .where(CycleSubject.cycle_id == cycle_id)
        .order_by(Evidence.evidence_id)
    )
    for adjustment_id, evidence_id, name in rows:
        found[adjustment_id].append(File(evidence_id, name))
    return found
