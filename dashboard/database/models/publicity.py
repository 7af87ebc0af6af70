"""What was left out when the results of a cycle were published, and why."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database.columns import Base, now


class LeftOut(Base):
    """An assignment without an approved assessment; it does not count."""

    __tablename__ = "left_out"

    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("assignment.assignment_id"), primary_key=True
    )
    reason: Mapped[str]
    left_out_by: Mapped[int] = mapped_column(ForeignKey("account.account_id"))
    left_out_at: Mapped[datetime] = mapped_column(default=now)
