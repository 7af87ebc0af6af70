"""Who may read what an appellant brought: the board, and the leaders of the unit."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right, can
from dashboard.assessments import independence
from dashboard.database.models.appeals import Appeal, AppealEvidence
from dashboard.database.models.cycles import CycleSubject


def can_read(session: Session, principal: Principal, evidence_id: int) -> bool:
    """Whether a file belongs to an appeal that this reader sees."""
    subjects = session.scalars(
        select(CycleSubject)
        .join(Appeal, Appeal.cycle_subject_id == CycleSubject.cycle_subject_id)
        .join(AppealEvidence, AppealEvidence.appeal_id == Appeal.appeal_id)
        .where(AppealEvidence.evidence_id == evidence_id)
    )
    return any(_sees(session, principal, subject) for subject in subjects)


def _sees(session: Session, principal: Principal, subject: CycleSubject) -> bool:
    if can(principal, Right.DECIDE_APPEALS):
        return independence.is_stranger(principal, subject)
    return can(principal, Right.APPEAL) and independence.is_own(
        session, principal, subject.subject_id
    )
