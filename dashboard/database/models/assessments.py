"""Assessments: a state, its versions with scores, its evidence, and what happened."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dashboard.database.columns import Base, Code, Number, Sha, Word, now
from dashboard.database.models.cycles import Assignment


class Assessment(Base):
    """One evaluator's judgement of one subject by one method."""

    __tablename__ = "assessment"

    assessment_id: Mapped[Number]
    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("assignment.assignment_id"), unique=True
    )
    state: Mapped[Word]
    # The version that stands; drafts are saved into it until it is submitted.
    version: Mapped[int]
    # The evaluator said that nothing stands in the way of a fair judgement.
    declared_fair_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    # The moment it counts for in the scorecards: within the cycle it judges, though the
    # judgement is mostly made after the cycle's last day.
    counted_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.account_id"))
    decided_at: Mapped[datetime | None]
    saved_at: Mapped[datetime] = mapped_column(default=now)
    revision: Mapped[int] = mapped_column()

    assignment: Mapped[Assignment] = relationship()
    versions: Mapped[list["AssessmentVersion"]] = relationship(
        order_by="AssessmentVersion.version"
    )

    __mapper_args__ = {"version_id_col": revision}


class AssessmentVersion(Base):
    """What was judged: never changed once submitted; a change is the next version."""

    __tablename__ = "assessment_version"
    __table_args__ = (UniqueConstraint("assessment_id", "version"),)

    version_id: Mapped[Number]
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.assessment_id"))
    version: Mapped[int]
    # Over the rubric's weights, 0 to 100; None while items are missing.
    score: Mapped[float | None]
    comment: Mapped[str]
    # Why there is a version after the first; who wrote it.
    reason: Mapped[str | None]
    author_id: Mapped[int] = mapped_column(ForeignKey("account.account_id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    items: Mapped[list["ItemScore"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )
    deductions: Mapped[list["Deduction"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )
    evidence: Mapped[list["AssessmentEvidence"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )


class ItemScore(Base):
    """The score of one item of the rubric, 0 to 100, with its comment."""

    __tablename__ = "item_score"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("assessment_version.version_id"), primary_key=True
    )
    item_id: Mapped[Code] = mapped_column(primary_key=True)
    score: Mapped[float | None]
    comment: Mapped[str] = mapped_column(default="")


class Deduction(Base):
    """An event of daily supervision that takes points off 100 (a card, a letter)."""

    __tablename__ = "deduction"

    deduction_id: Mapped[Number]
    version_id: Mapped[int] = mapped_column(
        ForeignKey("assessment_version.version_id"), index=True
    )
    rule_id: Mapped[Code]
    happened_on: Mapped[date]
    points: Mapped[float]
    note: Mapped[str]


class Evidence(Base):
    """A file that proves something; its bytes lie under their hash."""

    __tablename__ = "evidence"

    evidence_id: Mapped[Number]
    sha256: Mapped[Sha] = mapped_column(index=True)
    name: Mapped[Code]
    media_type: Mapped[Code]
    size: Mapped[int]
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("account.account_id"))
    uploaded_at: Mapped[datetime] = mapped_column(default=now)


class AssessmentEvidence(Base):
    """Evidence of one item of a version; item_id is empty for the whole."""

    __tablename__ = "assessment_evidence"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("assessment_version.version_id"), primary_key=True
    )
    evidence_id: Mapped[int] = mapped_column(
        ForeignKey("evidence.evidence_id"), primary_key=True
    )
    item_id: Mapped[Code] = mapped_column(primary_key=True, default="")


class AssessmentEvent(Base):
    """A step of an assessment; append-only."""

    __tablename__ = "assessment_event"

    event_id: Mapped[Number]
    assessment_id: Mapped[int] = mapped_column(
        ForeignKey("assessment.assessment_id"), index=True
    )
    at: Mapped[datetime] = mapped_column(default=now)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.account_id"))
    event: Mapped[Word]
    from_state: Mapped[Word | None]
    to_state: Mapped[Word]
    version: Mapped[int]
    reason: Mapped[str | None]


class AssessorLabel(Base):
    """The number an assessor goes by in a cycle, for reviewers who see no names.

    Drawn at random and kept, so that it neither moves nor follows from the account.
    """

    __tablename__ = "assessor_label"
    __table_args__ = (UniqueConstraint("cycle_id", "number"),)

    cycle_id: Mapped[int] = mapped_column(
        ForeignKey("cycle.cycle_id"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.account_id"), primary_key=True
    )
    number: Mapped[int]
