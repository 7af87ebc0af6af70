"""Signing in with a name and a password, and changing one's own password.

Whatever was wrong (no such name, wrong password, disabled account, an account of
another provider), the answer is the same and so is the work: nobody learns here who
has an account.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from dashboard.accounts import audit, lookup, names, passwords, sessions, throttle
from dashboard.accounts.principal import NOBODY, Principal
from dashboard.accounts.throttle import TooMany
from dashboard.database import columns, engine
from dashboard.database.models.accounts import Account
from dashboard.failures import Failure

__all__ = ["Refused", "TooMany", "change_password", "sign_in"]


class Refused(Failure):
    """Name and password do not belong together, or not any more."""

    key = "failure.sign_in_refused"


def sign_in(name: str, password: str, address: str, now: datetime | None = None) -> str:
    """The token of a new session. Raises Refused or TooMany."""
    at = now or columns.now()
    normal = names.normal(name)
    with engine.writing() as session:
        attempt = throttle.admit(session, normal, address, at)
    with engine.reading() as session:
        # The hash alone: an account with its limits would be more work than none.
        kept = session.scalar(_usable(Account.password_hash, normal))
    if not passwords.verify(kept, password):
        _refuse(normal if kept else "", address)
    renewed = _renewed(kept, password)
    with engine.writing() as session:
        account = _unchanged(session, normal, kept)
        if renewed:
            account.password_hash = renewed
        throttle.succeeded(session, attempt, at)
        return sessions.start(session, account, address, at)


def change_password(
    principal: Principal,
    old: str,
    new: str,
    address: str,
    now: datetime | None = None,
) -> str:
    """One's own new password; ends every session and returns the token of a new one.

    Raises Refused when the old one is wrong, TooMany, or passwords.Unfit.
    """
    at = now or columns.now()
    with engine.reading() as session:
        mine = lookup.there(session, principal.account_id or 0)
        name, kept = mine.sign_in_name, mine.password_hash
    passwords.check_fit(new, name)
    if old == new:
        raise passwords.Unchanged()
    with engine.writing() as session:
        attempt = throttle.admit(session, name, address, at)
    if not passwords.verify(kept, old):
        _refuse(name, address)
    hashed = passwords.hashed(new)
    with engine.writing() as session:
        account = _unchanged(session, name, kept)
        account.password_hash = hashed
        account.must_change_password = False
        sessions.end_all(session, account.account_id)
        throttle.succeeded(session, attempt, at)
        audit.record(session, principal, "password_changed", name)
        return sessions.start(session, account, address, at)


def _usable(what: Any, name: str) -> Select[Any]:
    """The account of a name, or something of it, if it may sign in with a password."""
    return select(what).where(
        Account.sign_in_name == name,
        ~Account.is_disabled,
        Account.password_hash.is_not(None),
    )


def _unchanged(session: Session, name: str, kept: str | None) -> Account:
    """The account, locked, if it is still what the password was compared with."""
    session.execute(
        select(Account.account_id).where(Account.sign_in_name == name).with_for_update()
    )
    account: Account | None = session.scalar(_usable(Account, name))
    if account is None or account.password_hash != kept:
        raise Refused("changed while the password was compared")
    return account


def _refuse(known_name: str, address: str) -> None:
    # A name that is not known may be a password in the wrong field: not written down.
    with engine.writing() as session:
        audit.record(
            session,
            NOBODY,
            "sign_in_refused",
            known_name,
            address=address,
        )
    raise Refused("wrong name or password")


def _renewed(kept: str | None, password: str) -> str | None:
    outdated = kept is not None and passwords.is_outdated(kept)
    return passwords.hashed(password) if outdated else None
