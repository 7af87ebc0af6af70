"""Appeals of an assessed unit against a published result."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database.columns import Base, Number, Word, now


class Appeal(Base):
    """One appeal: against one method's result of one subject."""

    __tablename__ = "appeal"
    # A method's result of a subject is appealed once: the answer to it is final here.
    __table_args__ = (UniqueConstraint("cycle_subject_id", "cycle_method_id"),)

    appeal_id: Mapped[Number]
    cycle_subject_id: Mapped[int] = mapped_column(
        ForeignKey("cycle_subject.cycle_subject_id"), index=True
    )
    cycle_method_id: Mapped[int] = mapped_column(
        ForeignKey("cycle_method.cycle_method_id")
    )
    state: Mapped[Word]  # open, proposed, upheld, amended
    grounds: Mapped[str]
    raised_by: Mapped[int] = mapped_column(ForeignKey("account.account_id"))
    raised_at: Mapped[datetime] = mapped_column(default=now)
    answer_due_on: Mapped[date]
    # The first member of the board proposes, another one confirms.
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("account.account_id"))
    proposed_at: Mapped[datetime | None]
    # upheld or amended, with the amended item scores by assessment.
    proposal: Mapped[dict[str, Any] | None]
    decision_reason: Mapped[str | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.account_id"))
    decided_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}


class AppealEvidence(Base):
    """A file the appellant brought."""

    __tablename__ = "appeal_evidence"

    appeal_id: Mapped[int] = mapped_column(
        ForeignKey("appeal.appeal_id"), primary_key=True
    )
    evidence_id: Mapped[int] = mapped_column(
        ForeignKey("evidence.evidence_id"), primary_key=True
    )
