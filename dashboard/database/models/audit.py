"""The audit log: append-only, each row holding the hash of the row before."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database.columns import Base, Code, Number, Sha, Word


class AuditEntry(Base):
    __tablename__ = "audit_entry"

    entry_id: Mapped[Number] = mapped_column(autoincrement=False)
    at: Mapped[datetime]
    # Written out: the log must read the same when an account is renamed or gone.
    account_id: Mapped[int | None]
    account_name: Mapped[Code]
    action: Mapped[Word]
    target: Mapped[Code]
    details: Mapped[dict[str, Any]]
    previous_sha: Mapped[Sha]
    sha: Mapped[Sha]


class AuditHead(Base):
    """The last entry; locked by whoever appends, so that the chain never forks."""

    __tablename__ = "audit_head"

    head_id: Mapped[Number] = mapped_column(autoincrement=False)
    entry_id: Mapped[int]
    sha: Mapped[Sha]
