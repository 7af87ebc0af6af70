"""The versions of an assessment: what stands, what it says, and how the next begins.

A version that was submitted is never written again; whoever changes an assessment
after that opens the next one first.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.assessments.judgement import DeductionEntry, ItemEntry, Judgement
from dashboard.assessments.rubric import Rubric
from dashboard.assessments.scoring import score_of
from dashboard.database import columns
from dashboard.database.models.assessments import (
    Assessment,
    AssessmentEvidence,
    AssessmentVersion,
    Deduction,
    ItemScore,
)


def rubric_of(assessment: Assessment) -> Rubric:
    """The rubric as it stood when the cycle opened."""
    return Rubric.model_validate(assessment.assignment.method.rubric)


def standing(assessment: Assessment) -> AssessmentVersion:
    """The version that stands: the draft, or what was submitted last."""
    return numbered(assessment, assessment.version)


def numbered(assessment: Assessment, version: int) -> AssessmentVersion:
    return next(each for each in assessment.versions if each.version == version)


def judgement_of(version: AssessmentVersion) -> Judgement:
    """What a version says."""
    items = sorted(version.items, key=lambda item: item.item_id)
    deductions = sorted(version.deductions, key=lambda each: each.deduction_id)
    return Judgement(
        items={item.item_id: ItemEntry(item.score, item.comment) for item in items},
        deductions=tuple(
            DeductionEntry(each.rule_id, each.happened_on, each.points, each.note)
            for each in deductions
        ),
        comment=version.comment,
    )


def write(version: AssessmentVersion, rubric: Rubric, judgement: Judgement) -> None:
    """Put a judgement into a version; the score follows from it."""
    version.comment = judgement.comment
    version.score = score_of(rubric, judgement.scores, judgement.points)
    before = {item.item_id: item for item in version.items}
    for item_id, entry in judgement.items.items():
        if item_id in before:
            before[item_id].score = entry.score
            before[item_id].comment = entry.comment
        else:
            version.items.append(
                ItemScore(item_id=item_id, score=entry.score, comment=entry.comment)
            )
    for item_id in before.keys() - judgement.items.keys():
        version.items.remove(before[item_id])
    if judgement_of(version).deductions != judgement.deductions:
        version.deductions = [_deduction(each) for each in judgement.deductions]


def open_next(
    session: Session,
    assessment: Assessment,
    author_id: int,
    reason: str,
    now: datetime | None = None,
) -> AssessmentVersion:
    """Begin the next version with what the standing one says, and why there is one."""
    before = standing(assessment)
    after = AssessmentVersion(
        assessment_id=assessment.assessment_id,
        version=assessment.version + 1,
        score=before.score,
        comment=before.comment,
        reason=reason,
        author_id=author_id,
        created_at=now or columns.now(),
        items=[
            ItemScore(item_id=each.item_id, score=each.score, comment=each.comment)
            for each in before.items
        ],
        deductions=[_deduction(each) for each in judgement_of(before).deductions],
        evidence=[
            AssessmentEvidence(evidence_id=each.evidence_id, item_id=each.item_id)
            for each in before.evidence
        ],
    )
    assessment.versions.append(after)
    assessment.version = after.version
    session.flush()
    return after


def _deduction(entry: DeductionEntry) -> Deduction:
    return Deduction(
        rule_id=entry.rule_id,
        happened_on=entry.happened_on,
        points=entry.points,
        note=entry.note,
    )
