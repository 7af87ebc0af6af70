"""Who is signed in: sessions on the server, known to the browser by a token.

The store holds the token's hash, so that whoever reads the store cannot act as anybody.
Role, limits and state are read from the account each time: a change counts at once.
"""

import hashlib
import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from dashboard.accounts import audit, lookup
from dashboard.accounts.principal import Principal, Role, Scope
from dashboard.accounts.rights import Right, check_can
from dashboard.database import columns, engine
from dashboard.database.models.accounts import Account, AccountScope, SignedIn

# A session ends when nothing was asked for so long, and in any case after so long.
IDLE_VARIABLE = "GOVSCORE_IDLE_MINUTES"
LONGEST_VARIABLE = "GOVSCORE_SESSION_HOURS"
IDLE_MINUTES = 30
LONGEST_HOURS = 12
# That somebody was here is written at most this often: a page asks many times.
_SEEN_EVERY = timedelta(minutes=1)
_LONGEST_TOKEN = 200


@dataclass(frozen=True)
class Standing:
    """A session that holds: whose it is, and what its forms must bring back."""

    principal: Principal
    csrf_token: str
    must_change_password: bool


def start(
    session: Session, account: Account, address: str, now: datetime | None = None
) -> str:
    """Sign somebody in, within a transaction; returns the token for the cookie."""
    at = now or columns.now()
    session.execute(
        delete(SignedIn).where(
            SignedIn.account_id == account.account_id, SignedIn.expires_at <= at
        )
    )
    token = secrets.token_urlsafe(32)
    session.add(
        SignedIn(
            token_sha=_sha(token),
            account_id=account.account_id,
            csrf_token=secrets.token_urlsafe(32),
            address=address[:200],
            started_at=at,
            seen_at=at,
            expires_at=at + longest(),
        )
    )
    # Not through the object: signing in is no revision of the account.
    session.execute(
        update(Account)
        .where(Account.account_id == account.account_id)
        .values(last_sign_in_at=at)
    )
    audit.record(
        session,
        lookup.principal_of(account),
        "signed_in",
        account.sign_in_name,
        address=address,
    )
    return token


def find(token: str, now: datetime | None = None) -> Principal | None:
    """Whose token it is, or None when it is nobody's or nobody's any more."""
    found = standing(token, now)
    return found.principal if found else None


def standing(token: str, now: datetime | None = None) -> Standing | None:
    """The same with what the frame and the forms need to know."""
    at = now or columns.now()
    if not token or len(token) > _LONGEST_TOKEN:
        return None
    with engine.asking() as connection:
        rows = connection.execute(_STANDING, {"sha": _sha(token)}).all()
    if not rows or rows[0].is_disabled or not _holds(rows[0], at):
        return None
    first = rows[0]
    found = Standing(
        Principal(
            first.account_id,
            first.display_name,
            Role(first.role),
            Scope(
                frozenset(row.code for row in rows if row.kind == "department"),
                frozenset(row.code for row in rows if row.kind == "city"),
            ),
            first.home,
        ),
        first.csrf_token,
        first.must_change_password,
    )
    if at - first.seen_at >= _SEEN_EVERY:
        with engine.writing() as session:
            session.execute(
                update(SignedIn)
                .where(SignedIn.token_sha == _sha(token))
                .values(seen_at=at)
            )
    return found


def end(token: str) -> None:
    """Sign out here. A token that does not hold any more is none to end."""
    with engine.writing() as session:
        row = session.execute(_of(token)).one_or_none()
        if row is None:
            return
        account, signed_in = row
        session.delete(signed_in)
        by = lookup.principal_of(account)
        audit.record(session, by, "signed_out", account.sign_in_name)


def end_everywhere(principal: Principal | None, account_id: int) -> int:
    """Sign an account out on every device; one's own, or as an administrator."""
    by = principal or lookup.CONSOLE
    if by.account_id != account_id:
        check_can(by, Right.MANAGE_ACCOUNTS)
    with engine.writing() as session:
        account = lookup.there(session, account_id)
        ended = end_all(session, account_id)
        audit.record(
            session, by, "signed_out_everywhere", account.sign_in_name, sessions=ended
        )
    return ended


def end_all(session: Session, account_id: int) -> int:
    """The same within a transaction that says itself why; returns how many."""
    found = session.scalars(
        select(SignedIn.token_sha).where(SignedIn.account_id == account_id)
    ).all()
    session.execute(delete(SignedIn).where(SignedIn.account_id == account_id))
    return len(found)


def counted(session: Session, now: datetime) -> dict[int, int]:
    """How many sessions each account has that hold now."""
    rows = session.execute(
        select(SignedIn.account_id, func.count())
        .where(SignedIn.expires_at > now, SignedIn.seen_at > now - idle())
        .group_by(SignedIn.account_id)
    )
    return {row[0]: row[1] for row in rows}


def idle() -> timedelta:
    return timedelta(minutes=_setting(IDLE_VARIABLE, IDLE_MINUTES))


def longest() -> timedelta:
    return timedelta(hours=_setting(LONGEST_VARIABLE, LONGEST_HOURS))


def _of(token: str) -> Select[Account, SignedIn]:
    return (
        select(Account, SignedIn)
        .join(SignedIn, SignedIn.account_id == Account.account_id)
        .where(SignedIn.token_sha == _sha(token))
    )


# A row for each limit of the account, one without a limit where it has none.
_STANDING = (
    select(
        Account.account_id,
        Account.display_name,
        Account.role,
        Account.home,
        Account.is_disabled,
        Account.must_change_password,
        SignedIn.csrf_token,
        SignedIn.expires_at,
        SignedIn.seen_at,
        AccountScope.kind,
        AccountScope.code,
    )
    .join(SignedIn, SignedIn.account_id == Account.account_id)
    .outerjoin(AccountScope, AccountScope.account_id == Account.account_id)
    .where(SignedIn.token_sha == bindparam("sha"))
)


def _holds(signed_in: Any, at: datetime) -> bool:
    return bool(at < signed_in.expires_at and at < signed_in.seen_at + idle())


def _sha(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _setting(variable: str, default: int) -> float:
    """A positive number from the environment; what is none counts as not set."""
    try:
        value = float(os.environ.get(variable, ""))
    except ValueError:
        return default
    return value if 0 < value < 10_000 else default
