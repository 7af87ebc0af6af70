"""What leaders said of signals: a case a subject, indicator and direction."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database.columns import Base, Code, Number, Word, now


class SignalCase(Base):
    """Where it stands with the signals of a subject's indicator in one direction."""

    __tablename__ = "signal_case"
    __table_args__ = (UniqueConstraint("indicator_id", "subject_id", "direction"),)

    case_id: Mapped[Number]
    indicator_id: Mapped[Code]
    subject_id: Mapped[Code]
    direction: Mapped[Word]  # better, worse
    state: Mapped[Word]  # open, acknowledged, explained, closed
    # The last month of the signal that the last step was taken about.
    last_period: Mapped[date]
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}


class SignalEvent(Base):
    """One step, with what was published of the signal then. Appended, never changed."""

    __tablename__ = "signal_event"

    event_id: Mapped[Number]
    case_id: Mapped[int] = mapped_column(ForeignKey("signal_case.case_id"), index=True)
    event: Mapped[Word]
    state: Mapped[Word]  # after it
    # None: nobody did it, the signal came again.
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.account_id"))
    at: Mapped[datetime] = mapped_column(default=now)
    note: Mapped[str]
    signal_id: Mapped[Code]
    period: Mapped[date]
    value: Mapped[float]
    expected: Mapped[float]
