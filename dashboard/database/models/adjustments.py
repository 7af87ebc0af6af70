"""Bonus, deduction, veto; and the result of a subject in a cycle."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database.columns import Base, Code, Number, Word, now


class Adjustment(Base):
    """Points added or taken for a declared reason, or a veto; checked by another."""

    __tablename__ = "adjustment"
    __table_args__ = (
        # One award counts once for a subject in a cycle.
        Index(
            "uq_adjustment_award",
            "cycle_subject_id",
            "award",
            unique=True,
            sqlite_where=text("award <> '' AND state <> 'returned'"),
            postgresql_where=text("award <> '' AND state <> 'returned'"),
        ),
    )

    adjustment_id: Mapped[Number]
    cycle_subject_id: Mapped[int] = mapped_column(
        ForeignKey("cycle_subject.cycle_subject_id"), index=True
    )
    kind: Mapped[Word]  # bonus, deduction, veto
    rule_id: Mapped[Code]
    points: Mapped[float]
    award: Mapped[Code]
    happened_on: Mapped[date]
    note: Mapped[str]
    state: Mapped[Word]  # submitted, returned, approved
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.account_id"))
    entered_at: Mapped[datetime] = mapped_column(default=now)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.account_id"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str | None]
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}


class AdjustmentEvidence(Base):
    __tablename__ = "adjustment_evidence"

    adjustment_id: Mapped[int] = mapped_column(
        ForeignKey("adjustment.adjustment_id"), primary_key=True
    )
    evidence_id: Mapped[int] = mapped_column(
        ForeignKey("evidence.evidence_id"), primary_key=True
    )


class CycleResult(Base):
    """What came out for a subject; a correction is the next version."""

    __tablename__ = "cycle_result"
    __table_args__ = (UniqueConstraint("cycle_subject_id", "version"),)

    result_id: Mapped[Number]
    cycle_subject_id: Mapped[int] = mapped_column(
        ForeignKey("cycle_subject.cycle_subject_id"), index=True
    )
    version: Mapped[int]
    # Weighted over the methods present; None below the minimum coverage.
    score: Mapped[float | None]
    coverage: Mapped[float]
    bonus: Mapped[float]
    deduction: Mapped[float]
    is_vetoed: Mapped[bool]
    grade: Mapped[Code | None]
    # Method to mean, assessors, spread; the rank in the quota; why this grade.
    details: Mapped[dict[str, Any]]
    computed_at: Mapped[datetime] = mapped_column(default=now)
