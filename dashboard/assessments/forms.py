"""An assessment as its evaluator reads it: what it says, and what it may still become.

Only reads. Nothing of another assessor is ever in a form.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts.principal import Principal
from dashboard.assessments import policies, steps, versions, workdays
from dashboard.assessments.checks import Period
from dashboard.assessments.judgement import Judgement
from dashboard.assessments.rubric import Rubric
from dashboard.assessments.transitions import State
from dashboard.database import columns, engine
from dashboard.database.models.assessments import (
    Assessment,
    AssessmentEvidence,
    AssessmentVersion,
    Evidence,
)
from dashboard.database.models.cycles import Cycle

_MONTHS = {"year": 12, "half_year": 6, "quarter": 3}


@dataclass(frozen=True)
class Proof:
    """A file that was given as evidence, and for which item (empty: for the whole)."""

    evidence_id: int
    name: str
    size: int
    item_id: str


@dataclass(frozen=True)
class Form:
    """One assessment at one moment; `revision` is what a save has to name."""

    assessment_id: int
    assignment_id: int
    cycle_method_id: int
    subject_id: str
    subject_names: dict[str, str]
    rubric: Rubric
    state: State
    version: int
    revision: int
    judgement: Judgement
    score: float | None
    # Why there is another version: what the reviewer, or the evaluator, said.
    reason: str | None
    evidence: tuple[Proof, ...]
    saved_at: datetime
    submitted_at: datetime | None
    ends_on: date
    period: Period

    @property
    def proved(self) -> set[str]:
        """Items that have evidence."""
        return {proof.item_id for proof in self.evidence}


def read(principal: Principal, assessment_id: int, now: datetime | None = None) -> Form:
    """The form of one's own assessment, whatever state it is in."""
    with engine.reading() as session:
        assessment = steps.found(session, assessment_id)
        if assessment.assignment.account_id != principal.account_id:
            raise policies.Refused("policies.not_assigned")
        policies.check_can_see(principal, assessment)
        return of(session, assessment, now)


def of(
    session: Session,
    assessment: Assessment,
    now: datetime | None = None,
    version: AssessmentVersion | None = None,
) -> Form:
    """The form of an assessment that is already read; `version`: of an earlier one."""
    shown = version or versions.standing(assessment)
    assignment = assessment.assignment
    cycle = assignment.method.cycle
    return Form(
        assessment_id=assessment.assessment_id,
        assignment_id=assignment.assignment_id,
        cycle_method_id=assignment.cycle_method_id,
        subject_id=assignment.subject.subject_id,
        subject_names=assignment.subject.names,
        rubric=versions.rubric_of(assessment),
        state=State(assessment.state),
        version=shown.version,
        revision=assessment.revision,
        judgement=versions.judgement_of(shown),
        score=shown.score,
        reason=shown.reason,
        evidence=proofs(session, shown),
        saved_at=assessment.saved_at,
        submitted_at=assessment.submitted_at,
        ends_on=_ends_on(assessment, cycle),
        period=period(assessment, now or columns.now()),
    )


def proofs(session: Session, version: AssessmentVersion) -> tuple[Proof, ...]:
    """The evidence of a version, in the order it came."""
    return proofs_of(session, [version.version_id]).get(version.version_id, ())


def proofs_of(
    session: Session, version_ids: Sequence[int]
) -> dict[int, tuple[Proof, ...]]:
    """The same of many versions, by version_id."""
    rows = session.execute(
        select(AssessmentEvidence.version_id, Evidence, AssessmentEvidence.item_id)
        .join(
            AssessmentEvidence, AssessmentEvidence.evidence_id == Evidence.evidence_id
        )
        .where(AssessmentEvidence.version_id.in_(version_ids))
        .order_by(Evidence.evidence_id, AssessmentEvidence.item_id)
    )
    found: dict[int, tuple[Proof, ...]] = {}
    for version_id, evidence, item_id in rows:
        proof = Proof(evidence.evidence_id, evidence.name, evidence.size, item_id)
        found[version_id] = (*found.get(version_id, ()), proof)
    return found


def period(assessment: Assessment, now: datetime) -> Period:
    """The days a deduction may be from: those of the cycle that have come."""
    cycle = assessment.assignment.method.cycle
    months = cycle.starts_on.month - 1 + _MONTHS.get(cycle.kind, 12)
    after = date(cycle.starts_on.year + months // 12, months % 12 + 1, 1)
    return Period(cycle.starts_on, min(after - timedelta(days=1), workdays.today(now)))


def _ends_on(assessment: Assessment, cycle: Cycle) -> date:
    """Until when it is the evaluator's turn."""
    if assessment.state == State.RETURNED:
        return cycle.review_ends_on
    return cycle.entry_ends_on
