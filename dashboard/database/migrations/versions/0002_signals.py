"""What leaders said of signals."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from dashboard.database.columns import Instant

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Make what is new; there is no way down but a backup."""
    op.create_table(
        "signal_case",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.String(length=200), nullable=False),
        sa.Column("subject_id", sa.String(length=200), nullable=False),
        sa.Column("direction", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("last_period", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_signal_case")),
        sa.UniqueConstraint(
            "indicator_id",
            "subject_id",
            "direction",
            name=op.f("uq_signal_case_indicator_id_subject_id_direction"),
        ),
    )
    op.create_table(
        "signal_event",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("signal_id", sa.String(length=200), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("expected", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.account_id"],
            name=op.f("fk_signal_event_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["signal_case.case_id"],
            name=op.f("fk_signal_event_case_id"),
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_signal_event")),
    )
    op.create_index(
        op.f("ix_signal_event_case_id"), "signal_event", ["case_id"], unique=False
    )
