"""The result of a subject in a cycle: methods weighted, adjusted, graded, and kept.

A result is never changed: what comes out otherwise later is the next version. Who may
see a result is in result_views.py.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.assessments import exact, grades, method_results
from dashboard.assessments.grades import Candidate, Graded, Total, Why
from dashboard.assessments.method_results import MethodResult
from dashboard.assessments.rules import Grading, Rules
from dashboard.database import columns
from dashboard.database.models.adjustments import Adjustment, CycleResult
from dashboard.database.models.cycles import Cycle, CycleSubject

# A share of weights is compared with another one; both were added up from decimals.
_EXACT = 1e-9


@dataclass(frozen=True)
class Outcome:
    """What comes out for a subject as things stand; nothing is kept yet."""

    subject: CycleSubject
    methods: tuple[MethodResult, ...]
    score: float | None
    coverage: float
    total: Total
    vetoes: tuple[str, ...]
    graded: Graded


def compute(
    session: Session, cycle_id: int, now: datetime | None = None
) -> list[CycleResult]:
    """Keep what comes out now; returns the version of every subject that stands.

    A subject for which the same comes out keeps its version.
    """
    at = now or columns.now()
    before = latest(session, cycle_id)
    found = []
    for outcome in preview(session, cycle_id, at):
        stands = before.get(outcome.subject.cycle_subject_id)
        fresh = _as_result(outcome, stands.version + 1 if stands else 1, at)
        if stands is None or _says(stands) != _says(fresh):
            session.add(fresh)
            stands = fresh
        found.append(stands)
    session.flush()
    return found


def preview(session: Session, cycle_id: int, now: datetime) -> list[Outcome]:
    """What would come out for every subject, in the order they joined the cycle."""
    cycle = session.get_one(Cycle, cycle_id)
    rules = Rules.model_validate(cycle.rules)
    subjects = session.scalars(
        select(CycleSubject)
        .where(CycleSubject.cycle_id == cycle_id)
        .order_by(CycleSubject.cycle_subject_id)
    ).all()
    methods = method_results.of_cycle(session, cycle_id, now)
    adjustments = _adjustments(session, cycle_id)
    drafts = [
        _ungraded(
            subject,
            methods[subject.cycle_subject_id],
            adjustments[subject.cycle_subject_id],
            rules,
        )
        for subject in subjects
    ]
    graded = _graded(drafts, rules)
    return [
        replace(draft, graded=graded[draft.subject.cycle_subject_id])
        for draft in drafts
    ]


def latest(session: Session, cycle_id: int) -> dict[int, CycleResult]:
    """The version that stands, by cycle_subject_id."""
    newest = (
        select(
            CycleResult.cycle_subject_id, func.max(CycleResult.version).label("version")
        )
        .join(
            CycleSubject, CycleSubject.cycle_subject_id == CycleResult.cycle_subject_id
        )
        .where(CycleSubject.cycle_id == cycle_id)
        .group_by(CycleResult.cycle_subject_id)
        .subquery()
    )
    rows = session.scalars(
        select(CycleResult).join(
            newest,
            (CycleResult.cycle_subject_id == newest.c.cycle_subject_id)
            & (CycleResult.version == newest.c.version),
        )
    )
    return {each.cycle_subject_id: each for each in rows}


def weighed(
    methods: Sequence[MethodResult], minimum_coverage: float
) -> tuple[float | None, float]:
    """The score over the methods that have one, and the share of weight they carry.

    Below the minimum coverage there is no score: what is missing is not guessed.
    """
    present = [each for each in methods if each.mean is not None]
    declared = sum(exact.exact(each.weight) for each in methods)
    there = sum(exact.exact(each.weight) for each in present)
    coverage = float(there / declared) if declared else 0.0
    if not present or coverage < minimum_coverage - _EXACT:
        return None, coverage
    means = [each.mean for each in present if each.mean is not None]
    return exact.mean(means, [each.weight for each in present]), coverage


def _adjustments(session: Session, cycle_id: int) -> dict[int, list[Adjustment]]:
    """The approved ones, by cycle_subject_id."""
    found: dict[int, list[Adjustment]] = defaultdict(list)
    for each in session.scalars(
        select(Adjustment)
        .join(
            CycleSubject, CycleSubject.cycle_subject_id == Adjustment.cycle_subject_id
        )
        .where(CycleSubject.cycle_id == cycle_id, Adjustment.state == "approved")
        .order_by(Adjustment.adjustment_id)
    ):
        found[each.cycle_subject_id].append(each)
    return found


def _ungraded(
    subject: CycleSubject,
    methods: list[MethodResult],
    adjustments: list[Adjustment],
    rules: Rules,
) -> Outcome:
    score, coverage = weighed(methods, rules.minimum_coverage)
    points: dict[str, list[float]] = defaultdict(list)
    for each in adjustments:
        points[each.kind].append(each.points)
    return Outcome(
        subject,
        tuple(methods),
        score,
        coverage,
        grades.total(
            score,
            points["bonus"],
            points["deduction"],
            most_bonus=rules.bonus.cap,
            most_deduction=rules.deduction.cap,
        ),
        tuple(each.rule_id for each in adjustments if each.kind == "veto"),
        Graded(),
    )


def _graded(drafts: Sequence[Outcome], rules: Rules) -> dict[int, Graded]:
    """Everybody's grade; a kind without declared grades has none, and it is said."""
    found = {
        each.subject.cycle_subject_id: Graded(
            why=Why.NO_SCORE if each.total.total is None else Why.UNGRADED
        )
        for each in drafts
    }
    together: dict[int, list[Outcome]] = defaultdict(list)
    for each in drafts:
        grading = rules.grading_of(each.subject.kind, each.subject.category)
        if grading is not None:
            together[rules.gradings.index(grading)].append(each)
    for number, members in together.items():
        grading = rules.gradings[number]
        candidates = [_candidate(each, grading, rules) for each in members]
        found |= grades.grade(candidates, grading)
    return found


def _candidate(outcome: Outcome, grading: Grading, rules: Rules) -> Candidate:
    order = [each.grade for each in grading.grades]
    best = {each.rule_id: each.best_grade for each in rules.vetoes}
    return Candidate(
        outcome.subject.cycle_subject_id,
        f"{outcome.subject.kind}:{outcome.subject.category}",
        outcome.total.total,
        # Of several vetoes the hardest one.
        max((best[veto] for veto in outcome.vetoes), key=order.index, default=None),
    )


def _as_result(outcome: Outcome, version: int, at: datetime) -> CycleResult:
    return CycleResult(
        cycle_subject_id=outcome.subject.cycle_subject_id,
        version=version,
        score=outcome.score,
        coverage=outcome.coverage,
        bonus=outcome.total.bonus,
        deduction=outcome.total.deduction,
        is_vetoed=bool(outcome.vetoes),
        grade=outcome.graded.grade,
        details={
            "total": outcome.total.total,
            "methods": [asdict(each) for each in outcome.methods],
            "vetoes": list(outcome.vetoes),
            "grading": asdict(outcome.graded),
        },
        computed_at=at,
    )


def _says(result: CycleResult) -> tuple[object, ...]:
    """What a reader is told by a result: if it is the same, there is no new version."""
    return (
        result.score,
        result.coverage,
        result.bonus,
        result.deduction,
        result.grade,
        result.details,
    )
