"""Which files prove which item of a draft. The files themselves: evidence.py."""

from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.accounts import audit
from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import NotAllowed
from dashboard.assessments import policies, steps, versions, workdays
from dashboard.database import columns, engine
from dashboard.database.models.assessments import (
    AssessmentEvidence,
    AssessmentVersion,
    Evidence,
)
from dashboard.failures import Failure

MOST_FILES = 50


class TooMany(Failure):
    key = "evidence.too_many"


def attach(
    principal: Principal,
    assessment_id: int,
    evidence_id: int,
    item_id: str = "",
    now: datetime | None = None,
) -> None:
    """Let one's own file prove an item of one's own draft; empty: the whole of it."""
    with engine.writing() as session:
        draft = _draft(session, principal, assessment_id, now)
        evidence = session.get(Evidence, evidence_id)
        # Only what one brought oneself: a number must not open another's file.
        if evidence is None or evidence.uploaded_by != principal.account_id:
            raise NotAllowed(f"evidence {evidence_id} is not theirs")
        there = {(each.evidence_id, each.item_id) for each in draft.evidence}
        if (evidence_id, item_id) in there:
            return
        if len({number for number, _ in there} | {evidence_id}) > MOST_FILES:
            raise TooMany(f"{MOST_FILES} files", most=str(MOST_FILES))
        draft.evidence.append(
            AssessmentEvidence(evidence_id=evidence_id, item_id=item_id)
        )
        _note(session, principal, "evidence.attach", assessment_id, evidence_id)


def detach(
    principal: Principal,
    assessment_id: int,
    evidence_id: int,
    item_id: str = "",
    now: datetime | None = None,
) -> None:
    """Take a file from a draft again; earlier versions keep it."""
    with engine.writing() as session:
        draft = _draft(session, principal, assessment_id, now)
        for each in list(draft.evidence):
            if (each.evidence_id, each.item_id) == (evidence_id, item_id):
                draft.evidence.remove(each)
                _note(session, principal, "evidence.detach", assessment_id, evidence_id)


def _draft(
    session: Session, principal: Principal, assessment_id: int, now: datetime | None
) -> AssessmentVersion:
    assessment = steps.held(session, assessment_id)
    today = workdays.today(now or columns.now())
    policies.check_can_save(principal, assessment, today)
    return versions.standing(assessment)


def _note(
    session: Session, principal: Principal, what: str, assessment: int, evidence: int
) -> None:
    session.flush()
    target = f"assessment:{assessment}"
    audit.record(session, principal, what, target, evidence_id=evidence)
