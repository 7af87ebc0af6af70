"""Entries of the audit log for people to read: newest first, by account and action."""

from sqlalchemy import select

from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right, check_can
from dashboard.database import engine
from dashboard.database.models.audit import AuditEntry


def newest(
    principal: Principal | None, account: str, action: str, limit: int
) -> list[AuditEntry]:
    """The last entries; empty words stand for every account, every action."""
    _check(principal)
    wanted = select(AuditEntry).order_by(AuditEntry.entry_id.desc()).limit(limit)
    if account:
        # Of what somebody did, and of what was done to the account.
        wanted = wanted.where(
            AuditEntry.account_name.icontains(account, autoescape=True)
            | AuditEntry.target.icontains(account, autoescape=True)
        )
    if action:
        wanted = wanted.where(AuditEntry.action == action)
    with engine.reading() as session:
        return list(session.scalars(wanted))


def actions(principal: Principal | None) -> list[str]:
    """Every action there is an entry of."""
    _check(principal)
    with engine.reading() as session:
        return list(
            session.scalars(
                select(AuditEntry.action).distinct().order_by(AuditEntry.action)
            )
        )


def as_json(entry: AuditEntry) -> dict[str, object]:
    return {
        "entry_id": entry.entry_id,
        "at": entry.at.isoformat(),
        "account_id": entry.account_id,
        "account_name": entry.account_name,
        "action": entry.action,
        "target": entry.target,
        "details": entry.details,
        "sha": entry.sha,
    }


def _check(principal: Principal | None) -> None:
    if principal is not None:
        check_can(principal, Right.READ_AUDIT)
