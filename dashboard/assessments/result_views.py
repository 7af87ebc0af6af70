"""Who sees which results: those of home, or of what is in scope; persons by right.

Nothing is seen before it is published. Names of assessors are in no result.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right, can, check_can
from dashboard.assessments import homes, results
from dashboard.assessments.rules import Grading, Rules
from dashboard.assessments.subjects import PUBLISHED_KINDS
from dashboard.database import engine
from dashboard.database.models.adjustments import CycleResult
from dashboard.database.models.cycles import Cycle, CycleMethod, CycleSubject


@dataclass(frozen=True)
class Seen:
    """The result of a subject as it stands, with the words it is told in."""

    subject: CycleSubject
    result: CycleResult
    grading: Grading | None
    minimum_coverage: float
    # Of a method, by cycle_method_id.
    method_names: dict[int, dict[str, str]]
    veto_names: dict[str, dict[str, str]]
    is_own: bool


def cycles_of(principal: Principal) -> list[Cycle]:
    """The cycles to choose from, newest first: published ones; all to who publishes."""
    check_can(principal, Right.SEE_RESULTS)
    with engine.reading() as session:
        wanted = select(Cycle).order_by(Cycle.starts_on.desc(), Cycle.cycle_id.desc())
        if not can(principal, Right.MANAGE_CYCLES):
            wanted = wanted.where(Cycle.published_at.is_not(None))
        return list(session.scalars(wanted))


def seen(principal: Principal, cycle_id: int) -> list[Seen]:
    """The published results of a cycle that this reader may see, best total first."""
    check_can(principal, Right.SEE_RESULTS)
    with engine.reading() as session:
        cycle = session.get_one(Cycle, cycle_id)
        if cycle.published_at is None:
            return []
        rules = Rules.model_validate(cycle.rules)
        kept = results.latest(session, cycle_id)
        own = _own(session, principal, cycle_id)
        methods = _method_names(session, cycle_id)
        found = [
            Seen(
                subject,
                kept[subject.cycle_subject_id],
                rules.grading_of(subject.kind, subject.category),
                rules.minimum_coverage,
                methods,
                {veto.rule_id: veto.names for veto in rules.vetoes},
                subject.subject_id in own,
            )
            for subject in session.scalars(
                select(CycleSubject)
                .where(CycleSubject.cycle_id == cycle_id)
                .order_by(CycleSubject.cycle_subject_id)
            )
            if subject.cycle_subject_id in kept and _may_see(principal, subject, own)
        ]
        return sorted(found, key=lambda each: -(each.result.details["total"] or -1))


def _may_see(principal: Principal, subject: CycleSubject, own: set[str]) -> bool:
    if subject.subject_id in own:
        return True
    # Whoever may appeal sees their own; the whole list is for who runs the matter.
    if can(principal, Right.APPEAL):
        return False
    if not principal.scope.covers(subject.department_id, subject.city_id):
        return False
    return subject.kind in PUBLISHED_KINDS or can(principal, Right.SEE_PEOPLE)


def _own(session: Session, principal: Principal, cycle_id: int) -> set[str]:
    """The subjects of a cycle that are the reader's own unit, its team, its people."""
    if not principal.home:
        return set()
    units = homes.of_store(session).units_of_people
    return {
        subject_id
        for subject_id in session.scalars(
            select(CycleSubject.subject_id).where(CycleSubject.cycle_id == cycle_id)
        )
        if subject_id == principal.home or principal.home in units.get(subject_id, ())
    }


def _method_names(session: Session, cycle_id: int) -> dict[int, dict[str, str]]:
    return {
        each.cycle_method_id: each.rubric["names"]
        for each in session.scalars(
            select(CycleMethod).where(CycleMethod.cycle_id == cycle_id)
        )
    }
