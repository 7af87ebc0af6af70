"""Accounts of people whom an OpenID Connect provider knows: made and kept at sign-in.

A person is the provider's name and the identity it gave, never an address or a name,
which may be given to somebody else. Role and limits are what data/sign_in.toml declares
for their groups, so that they follow the groups.
"""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts import audit, groups, lookup, names, sessions
from dashboard.accounts.groups import Group
from dashboard.accounts.principal import NOBODY, Scope
from dashboard.database import engine
from dashboard.database.models.accounts import Account, AccountScope
from dashboard.failures import Failure

_LONGEST = 200


class NoGroup(Failure):
    """The provider knows the person, and no group of theirs may do anything here."""

    key = "failure.no_group"


class Disabled(Failure):
    """An administrator has disabled the account; the provider does not know that."""

    key = "failure.account_disabled"


def sign_in(told: dict[str, Any], address: str, now: datetime) -> str:
    """The token of a new session for the claims. Raises NoGroup or Disabled."""
    declared = groups.load()
    issuer, identity = _whole(str(told["iss"])), _whole(str(told["sub"]))
    group = declared.of(told)
    shown = _shown(declared.name_of(told))
    refusal: Failure | None = None
    token = ""
    with engine.writing() as session:
        account = _of(session, issuer, identity)
        if group is None:
            refusal = NoGroup(f"{identity} at {issuer} is in no declared group")
        elif account is not None and account.is_disabled:
            refusal = Disabled(account.sign_in_name)
        if refusal is not None or group is None:
            if account is not None:
                sessions.end_all(session, account.account_id)
            known = account.sign_in_name if account else f"{issuer} {identity}"
            audit.record(session, NOBODY, "sign_in_refused", known, address=address)
        else:
            account = _kept(session, account, issuer, identity, shown, group, told)
            token = sessions.start(session, account, address, now)
    if refusal is not None:
        raise refusal
    return token


def told_to_refused(told: dict[str, Any], refusal: Failure) -> dict[str, object]:
    """Who was recognised, why that is not enough, and whom to ask, by language."""
    declared = groups.load()
    return {
        "name": _shown(declared.name_of(told)),
        "is_disabled": isinstance(refusal, Disabled),
        "ask": declared.ask,
    }


def _of(session: Session, issuer: str, identity: str) -> Account | None:
    return session.scalar(
        select(Account)
        .where(Account.issuer == issuer, Account.identity == identity)
        .with_for_update()
    )


def _kept(
    session: Session,
    account: Account | None,
    issuer: str,
    identity: str,
    shown: str,
    group: Group,
    told: dict[str, Any],
) -> Account:
    """The account as its groups have it now; a new one for a person seen first."""
    is_new = account is None
    if account is None:
        account = Account(
            sign_in_name=_free_name(session, issuer, identity, told),
            display_name=shown,
            role=group.role,
            issuer=issuer,
            identity=identity,
            home=group.home,
            scopes=_scopes(group.scope),
        )
        session.add(account)
    before = () if is_new else _standing(account)
    account.display_name = shown
    account.role = group.role
    if group.home is not None:
        account.home = group.home
    if Scope(*lookup.limits(account)) != group.scope:
        account.scopes = _scopes(group.scope)
    session.flush()
    if before != _standing(account):
        audit.record(
            session,
            NOBODY,
            "account_added" if is_new else "account_changed",
            account.sign_in_name,
            role=str(group.role),
            group=group.group,
            departments=sorted(group.departments),
            cities=sorted(group.cities),
        )
    return account


def _standing(account: Account) -> tuple[object, ...]:
    return (
        account.display_name,
        str(account.role),
        account.home,
        *lookup.limits(account),
    )


def _free_name(
    session: Session, issuer: str, identity: str, told: dict[str, Any]
) -> str:
    """A name for lists of accounts; nobody signs in by it. Taken ones stay theirs."""
    number = hashlib.sha256(f"{issuer}\n{identity}".encode()).hexdigest()[:8]
    wanted = names.normal(
        str(told.get("preferred_username") or told.get("email") or "")
    )
    for name in (wanted, f"{wanted[:80]}#{number}" if wanted else ""):
        if name and lookup.of_name(session, name) is None:
            return name
    return f"openid#{number}"


def _whole(name: str) -> str:
    """What fits a column and is still nobody else's: cut, two could become one."""
    if len(name) <= _LONGEST:
        return name
    return f"sha256:{hashlib.sha256(name.encode()).hexdigest()}"


def _shown(name: str) -> str:
    kept = "".join(letter for letter in name if letter.isprintable())[:100].strip()
    return kept or "?"


def _scopes(scope: Scope) -> list[AccountScope]:
    return [
        AccountScope(kind=kind, code=code)
        for kind, held in (("department", scope.departments), ("city", scope.cities))
        for code in sorted(held)
    ]
