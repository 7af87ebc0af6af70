"""The tables of the assessment store, as they are when it is first made."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from dashboard.database import views
from dashboard.database.columns import Instant

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Make what is new; there is no way down but a backup."""
    op.create_table(
        "account",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("sign_in_name", sa.String(length=200), nullable=False),
        sa.Column("display_name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("home", sa.String(length=200), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=True),
        sa.Column("identity", sa.String(length=200), nullable=True),
        sa.Column("is_disabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("last_sign_in_at", Instant(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_account")),
        sa.UniqueConstraint(
            "issuer", "identity", name=op.f("uq_account_issuer_identity")
        ),
        sa.UniqueConstraint("sign_in_name", name=op.f("uq_account_sign_in_name")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("account_name", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous_sha", sa.String(length=64), nullable=False),
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_audit_entry")),
    )
    op.create_table(
        "audit_head",
        sa.Column("head_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("head_id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "cycle",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("entry_ends_on", sa.Date(), nullable=False),
        sa.Column("review_ends_on", sa.Date(), nullable=False),
        sa.Column("publicity_days", sa.Integer(), nullable=False),
        sa.Column("appeal_days", sa.Integer(), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("publicity_ends_on", sa.Date(), nullable=True),
        sa.Column("appeal_ends_on", sa.Date(), nullable=True),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("cycle_id", name=op.f("pk_cycle")),
        sa.UniqueConstraint("code", name=op.f("uq_cycle_code")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("name_sha", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("tried_at", Instant(), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index(
        "ix_attempt_address", "sign_in_attempt", ["address", "tried_at"], unique=False
    )
    op.create_index(
        "ix_attempt_name", "sign_in_attempt", ["name_sha", "tried_at"], unique=False
    )
    op.create_table(
        "team",
        sa.Column("team_id", sa.String(length=200), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("leads", sa.String(length=200), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_team")),
    )
    op.create_table(
        "account_scope",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.account_id"],
            name=op.f("fk_account_scope_account_id"),
        ),
        sa.PrimaryKeyConstraint(
            "account_id", "kind", "code", name=op.f("pk_account_scope")
        ),
    )
    op.create_table(
        "assessor_label",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.account_id"],
            name=op.f("fk_assessor_label_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.cycle_id"], name=op.f("fk_assessor_label_cycle_id")
        ),
        sa.PrimaryKeyConstraint(
            "cycle_id", "account_id", name=op.f("pk_assessor_label")
        ),
        sa.UniqueConstraint(
            "cycle_id", "number", name=op.f("uq_assessor_label_cycle_id_number")
        ),
    )
    op.create_table(
        "cycle_method",
        sa.Column("cycle_method_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("rubric_id", sa.String(length=200), nullable=False),
        sa.Column("rubric_sha", sa.String(length=64), nullable=False),
        sa.Column("rubric", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.cycle_id"], name=op.f("fk_cycle_method_cycle_id")
        ),
        sa.PrimaryKeyConstraint("cycle_method_id", name=op.f("pk_cycle_method")),
        sa.UniqueConstraint(
            "cycle_id",
            "method",
            "subject_kind",
            name=op.f("uq_cycle_method_cycle_id_method_subject_kind"),
        ),
    )
    op.create_index(
        op.f("ix_cycle_method_cycle_id"), "cycle_method", ["cycle_id"], unique=False
    )
    op.create_table(
        "cycle_subject",
        sa.Column("cycle_subject_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("department_id", sa.String(length=200), nullable=True),
        sa.Column("city_id", sa.String(length=200), nullable=True),
        sa.Column("category", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.cycle_id"], name=op.f("fk_cycle_subject_cycle_id")
        ),
        sa.PrimaryKeyConstraint("cycle_subject_id", name=op.f("pk_cycle_subject")),
        sa.UniqueConstraint(
            "cycle_id", "subject_id", name=op.f("uq_cycle_subject_cycle_id_subject_id")
        ),
    )
    op.create_index(
        op.f("ix_cycle_subject_cycle_id"), "cycle_subject", ["cycle_id"], unique=False
    )
    op.create_table(
        "evidence",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uploaded_by"],
            ["account.account_id"],
            name=op.f("fk_evidence_uploaded_by"),
        ),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_sha256"), "evidence", ["sha256"], unique=False)
    op.create_table(
        "official",
        sa.Column("official_id", sa.String(length=200), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("standing", sa.String(length=200), nullable=False),
        sa.Column("position", sa.JSON(), nullable=False),
        sa.Column("works_at", sa.String(length=200), nullable=False),
        sa.Column("team_id", sa.String(length=200), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.team_id"], name=op.f("fk_official_team_id")
        ),
        sa.PrimaryKeyConstraint("official_id", name=op.f("pk_official")),
    )
    op.create_table(
        "signed_in",
        sa.Column("token_sha", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("csrf_token", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.account_id"], name=op.f("fk_signed_in_account_id")
        ),
        sa.PrimaryKeyConstraint("token_sha", name=op.f("pk_signed_in")),
    )
    op.create_index(
        op.f("ix_signed_in_account_id"), "signed_in", ["account_id"], unique=False
    )
    op.create_table(
        "adjustment",
        sa.Column("adjustment_id", sa.Integer(), nullable=False),
        sa.Column("cycle_subject_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("rule_id", sa.String(length=200), nullable=False),
        sa.Column("points", sa.Double(), nullable=False),
        sa.Column("award", sa.String(length=200), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", Instant(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_subject_id"],
            ["cycle_subject.cycle_subject_id"],
            name=op.f("fk_adjustment_cycle_subject_id"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["account.account_id"],
            name=op.f("fk_adjustment_decided_by"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"],
            ["account.account_id"],
            name=op.f("fk_adjustment_entered_by"),
        ),
        sa.PrimaryKeyConstraint("adjustment_id", name=op.f("pk_adjustment")),
    )
    op.create_index(
        op.f("ix_adjustment_cycle_subject_id"),
        "adjustment",
        ["cycle_subject_id"],
        unique=False,
    )
    op.create_index(
        "uq_adjustment_award",
        "adjustment",
        ["cycle_subject_id", "award"],
        unique=True,
        sqlite_where=sa.text("award <> '' AND state <> 'returned'"),
        postgresql_where=sa.text("award <> '' AND state <> 'returned'"),
    )
    op.create_table(
        "appeal",
        sa.Column("appeal_id", sa.Integer(), nullable=False),
        sa.Column("cycle_subject_id", sa.Integer(), nullable=False),
        sa.Column("cycle_method_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("raised_by", sa.Integer(), nullable=False),
        sa.Column("raised_at", Instant(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_at", Instant(), nullable=True),
        sa.Column("proposal", sa.JSON(), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_method_id"],
            ["cycle_method.cycle_method_id"],
            name=op.f("fk_appeal_cycle_method_id"),
        ),
        sa.ForeignKeyConstraint(
            ["cycle_subject_id"],
            ["cycle_subject.cycle_subject_id"],
            name=op.f("fk_appeal_cycle_subject_id"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.account_id"], name=op.f("fk_appeal_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["account.account_id"], name=op.f("fk_appeal_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["raised_by"], ["account.account_id"], name=op.f("fk_appeal_raised_by")
        ),
        sa.PrimaryKeyConstraint("appeal_id", name=op.f("pk_appeal")),
        sa.UniqueConstraint(
            "cycle_subject_id",
            "cycle_method_id",
            name=op.f("uq_appeal_cycle_subject_id_cycle_method_id"),
        ),
    )
    op.create_index(
        op.f("ix_appeal_cycle_subject_id"), "appeal", ["cycle_subject_id"], unique=False
    )
    op.create_table(
        "assignment",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("cycle_method_id", sa.Integer(), nullable=False),
        sa.Column("cycle_subject_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("recusal_reason", sa.String(), nullable=True),
        sa.Column("recused_at", Instant(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.account_id"],
            name=op.f("fk_assignment_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["cycle_method_id"],
            ["cycle_method.cycle_method_id"],
            name=op.f("fk_assignment_cycle_method_id"),
        ),
        sa.ForeignKeyConstraint(
            ["cycle_subject_id"],
            ["cycle_subject.cycle_subject_id"],
            name=op.f("fk_assignment_cycle_subject_id"),
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by"],
            ["assignment.assignment_id"],
            name=op.f("fk_assignment_replaced_by"),
        ),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_assignment")),
        sa.UniqueConstraint(
            "cycle_method_id",
            "cycle_subject_id",
            "account_id",
            name=op.f("uq_assignment_cycle_method_id_cycle_subject_id_account_id"),
        ),
    )
    op.create_index(
        op.f("ix_assignment_account_id"), "assignment", ["account_id"], unique=False
    )
    op.create_index(
        op.f("ix_assignment_cycle_subject_id"),
        "assignment",
        ["cycle_subject_id"],
        unique=False,
    )
    op.create_table(
        "cycle_result",
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("cycle_subject_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("coverage", sa.Double(), nullable=False),
        sa.Column("bonus", sa.Double(), nullable=False),
        sa.Column("deduction", sa.Double(), nullable=False),
        sa.Column("is_vetoed", sa.Boolean(), nullable=False),
        sa.Column("grade", sa.String(length=200), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("computed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_subject_id"],
            ["cycle_subject.cycle_subject_id"],
            name=op.f("fk_cycle_result_cycle_subject_id"),
        ),
        sa.PrimaryKeyConstraint("result_id", name=op.f("pk_cycle_result")),
        sa.UniqueConstraint(
            "cycle_subject_id",
            "version",
            name=op.f("uq_cycle_result_cycle_subject_id_version"),
        ),
    )
    op.create_index(
        op.f("ix_cycle_result_cycle_subject_id"),
        "cycle_result",
        ["cycle_subject_id"],
        unique=False,
    )
    op.create_table(
        "poll",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("cycle_method_id", sa.Integer(), nullable=False),
        sa.Column("closes_at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_method_id"],
            ["cycle_method.cycle_method_id"],
            name=op.f("fk_poll_cycle_method_id"),
        ),
        sa.PrimaryKeyConstraint("poll_id", name=op.f("pk_poll")),
        sa.UniqueConstraint("cycle_method_id", name=op.f("uq_poll_cycle_method_id")),
    )
    op.create_table(
        "adjustment_evidence",
        sa.Column("adjustment_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adjustment_id"],
            ["adjustment.adjustment_id"],
            name=op.f("fk_adjustment_evidence_adjustment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["evidence.evidence_id"],
            name=op.f("fk_adjustment_evidence_evidence_id"),
        ),
        sa.PrimaryKeyConstraint(
            "adjustment_id", "evidence_id", name=op.f("pk_adjustment_evidence")
        ),
    )
    op.create_table(
        "appeal_evidence",
        sa.Column("appeal_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appeal_id"],
            ["appeal.appeal_id"],
            name=op.f("fk_appeal_evidence_appeal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["evidence.evidence_id"],
            name=op.f("fk_appeal_evidence_evidence_id"),
        ),
        sa.PrimaryKeyConstraint(
            "appeal_id", "evidence_id", name=op.f("pk_appeal_evidence")
        ),
    )
    op.create_table(
        "assessment",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("declared_fair_at", Instant(), nullable=False),
        sa.Column("submitted_at", Instant(), nullable=True),
        sa.Column("counted_at", Instant(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.assignment_id"],
            name=op.f("fk_assessment_assignment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["account.account_id"],
            name=op.f("fk_assessment_decided_by"),
        ),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_assessment_assignment_id")),
    )
    op.create_table(
        "ballot_link",
        sa.Column("token_sha", sa.String(length=64), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.String(length=200), nullable=False),
        sa.Column("issued_to", sa.String(length=200), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.poll_id"], name=op.f("fk_ballot_link_poll_id")
        ),
        sa.PrimaryKeyConstraint("token_sha", name=op.f("pk_ballot_link")),
        sa.UniqueConstraint(
            "poll_id",
            "class_id",
            "issued_to",
            name=op.f("uq_ballot_link_poll_id_class_id_issued_to"),
        ),
    )
    op.create_index(
        op.f("ix_ballot_link_poll_id"), "ballot_link", ["poll_id"], unique=False
    )
    op.create_table(
        "ballot_tally",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.String(length=200), nullable=False),
        sa.Column("cycle_subject_id", sa.Integer(), nullable=False),
        sa.Column("option_id", sa.String(length=200), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_subject_id"],
            ["cycle_subject.cycle_subject_id"],
            name=op.f("fk_ballot_tally_cycle_subject_id"),
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.poll_id"], name=op.f("fk_ballot_tally_poll_id")
        ),
        sa.PrimaryKeyConstraint(
            "poll_id",
            "class_id",
            "cycle_subject_id",
            "option_id",
            name=op.f("pk_ballot_tally"),
        ),
    )
    op.create_table(
        "left_out",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("left_out_by", sa.Integer(), nullable=False),
        sa.Column("left_out_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.assignment_id"],
            name=op.f("fk_left_out_assignment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["left_out_by"],
            ["account.account_id"],
            name=op.f("fk_left_out_left_out_by"),
        ),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_left_out")),
    )
    op.create_table(
        "poll_class",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.String(length=200), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("minimum_ballots", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.poll_id"], name=op.f("fk_poll_class_poll_id")
        ),
        sa.PrimaryKeyConstraint("poll_id", "class_id", name=op.f("pk_poll_class")),
    )
    op.create_table(
        "published_ballot_score",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("cycle_subject_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("spread", sa.Double(), nullable=False),
        sa.Column("counted_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_subject_id"],
            ["cycle_subject.cycle_subject_id"],
            name=op.f("fk_published_ballot_score_cycle_subject_id"),
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"],
            ["poll.poll_id"],
            name=op.f("fk_published_ballot_score_poll_id"),
        ),
        sa.PrimaryKeyConstraint(
            "poll_id", "cycle_subject_id", name=op.f("pk_published_ballot_score")
        ),
    )
    op.create_table(
        "assessment_event",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("from_state", sa.String(length=40), nullable=True),
        sa.Column("to_state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.account_id"],
            name=op.f("fk_assessment_event_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.assessment_id"],
            name=op.f("fk_assessment_event_assessment_id"),
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_assessment_event")),
    )
    op.create_index(
        op.f("ix_assessment_event_assessment_id"),
        "assessment_event",
        ["assessment_id"],
        unique=False,
    )
    op.create_table(
        "assessment_version",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.assessment_id"],
            name=op.f("fk_assessment_version_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["account.account_id"],
            name=op.f("fk_assessment_version_author_id"),
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_assessment_version")),
        sa.UniqueConstraint(
            "assessment_id",
            "version",
            name=op.f("uq_assessment_version_assessment_id_version"),
        ),
    )
    op.create_table(
        "assessment_evidence",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["evidence.evidence_id"],
            name=op.f("fk_assessment_evidence_evidence_id"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["assessment_version.version_id"],
            name=op.f("fk_assessment_evidence_version_id"),
        ),
        sa.PrimaryKeyConstraint(
            "version_id", "evidence_id", "item_id", name=op.f("pk_assessment_evidence")
        ),
    )
    op.create_table(
        "deduction",
        sa.Column("deduction_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.String(length=200), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("points", sa.Double(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["assessment_version.version_id"],
            name=op.f("fk_deduction_version_id"),
        ),
        sa.PrimaryKeyConstraint("deduction_id", name=op.f("pk_deduction")),
    )
    op.create_index(
        op.f("ix_deduction_version_id"), "deduction", ["version_id"], unique=False
    )
    op.create_table(
        "item_score",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=200), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["assessment_version.version_id"],
            name=op.f("fk_item_score_version_id"),
        ),
        sa.PrimaryKeyConstraint("version_id", "item_id", name=op.f("pk_item_score")),
    )
    for statement in views.of(revision):
        op.execute(statement)
