"""Cycles: what is assessed when, by which methods, and who assesses whom."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dashboard.database.columns import Base, Code, Names, Number, Sha, Word, now


class Cycle(Base):
    """A year, half-year or quarter of assessment (考核周期)."""

    __tablename__ = "cycle"

    cycle_id: Mapped[Number]
    code: Mapped[Code] = mapped_column(unique=True)  # such as 2026-Q3
    kind: Mapped[Word]  # year, half_year, quarter
    starts_on: Mapped[date]
    names: Mapped[Names]
    state: Mapped[Word]  # open, publicity, closed
    opened_at: Mapped[datetime] = mapped_column(default=now)
    # Days on which things end, counted in working days when the cycle opens.
    entry_ends_on: Mapped[date]
    review_ends_on: Mapped[date]
    # Lengths in working days, for what starts when the results are published.
    publicity_days: Mapped[int]
    appeal_days: Mapped[int]
    answer_days: Mapped[int]
    published_at: Mapped[datetime | None]
    publicity_ends_on: Mapped[date | None]
    appeal_ends_on: Mapped[date | None]
    # Cut-offs, quotas, rounding, caps, vetoes: a copy of the declaration at opening.
    rules: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column()

    methods: Mapped[list["CycleMethod"]] = relationship(back_populates="cycle")
    subjects: Mapped[list["CycleSubject"]] = relationship(back_populates="cycle")

    __mapper_args__ = {"version_id_col": revision}


class CycleMethod(Base):
    """A method of a cycle for one kind of subject: its weight and frozen rubric."""

    __tablename__ = "cycle_method"
    __table_args__ = (UniqueConstraint("cycle_id", "method", "subject_kind"),)

    cycle_method_id: Mapped[Number]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.cycle_id"), index=True)
    method: Mapped[Word]
    subject_kind: Mapped[Word]
    weight: Mapped[float]
    rubric_id: Mapped[Code]
    rubric_sha: Mapped[Sha]
    # The rubric as it stood at opening: later edits do not reach an open cycle.
    rubric: Mapped[dict[str, Any]]

    cycle: Mapped[Cycle] = relationship(back_populates="methods")


class CycleSubject(Base):
    """A subject of a cycle, with its name and place as they were at opening."""

    __tablename__ = "cycle_subject"
    __table_args__ = (UniqueConstraint("cycle_id", "subject_id"),)

    cycle_subject_id: Mapped[Number]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.cycle_id"), index=True)
    subject_id: Mapped[Code]  # city:…, department:…, organ:…/…, team:…, official:…
    kind: Mapped[Word]
    names: Mapped[Names]
    department_id: Mapped[Code | None]
    city_id: Mapped[Code | None]
    # Quotas and panels are counted within a category (peer group, standing).
    category: Mapped[Code]

    cycle: Mapped[Cycle] = relationship(back_populates="subjects")


class Assignment(Base):
    """An evaluator asked to assess a subject by a method."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("cycle_method_id", "cycle_subject_id", "account_id"),
    )

    assignment_id: Mapped[Number]
    cycle_method_id: Mapped[int] = mapped_column(
        ForeignKey("cycle_method.cycle_method_id")
    )
    cycle_subject_id: Mapped[int] = mapped_column(
        ForeignKey("cycle_subject.cycle_subject_id"), index=True
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.account_id"), index=True
    )
    origin: Mapped[Word]  # hand, file, drawn, recusal
    state: Mapped[Word]  # active, recused, withdrawn
    recusal_reason: Mapped[str | None]
    recused_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    # The assignment that took over after a recusal.
    replaced_by: Mapped[int | None] = mapped_column(
        ForeignKey("assignment.assignment_id")
    )

    method: Mapped[CycleMethod] = relationship()
    subject: Mapped[CycleSubject] = relationship()
