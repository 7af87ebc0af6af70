"""The accounts of the workspace: added, changed, disabled, given a new password.

Every function takes who asks; None is the command line, which whoever may read the
store's file or holds its password uses.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from dashboard.accounts import audit, codes, names, passwords, sessions
from dashboard.accounts.lookup import CONSOLE, NotThere, limits, of_name, there
from dashboard.accounts.lookup import principal_of as principal_of
from dashboard.accounts.principal import Principal, Role, Scope
from dashboard.accounts.rights import Right, check_can
from dashboard.database import engine
from dashboard.database.models.accounts import Account, AccountScope
from dashboard.failures import Failure

_UNLIMITED = Scope()


class NameTaken(Failure):
    key = "failure.account_name_taken"


class RoleNotGiven(Failure):
    """Public is the role of those without an account."""

    key = "failure.account_role"


class LastAdministrator(Failure):
    """Nobody would be left who could add another one."""

    key = "failure.account_last_administrator"


class ChangedMeanwhile(Failure):
    """Somebody else changed the account since it was shown."""

    key = "failure.account_changed"


@dataclass(frozen=True)
class Listed:
    """An account as a list shows it."""

    account: Account
    principal: Principal
    sessions: int

    @property
    def last_sign_in_at(self) -> datetime | None:
        return self.account.last_sign_in_at


def add(
    principal: Principal | None,
    sign_in_name: str,
    role: Role,
    *,
    display_name: str | None = None,
    scope: Scope = _UNLIMITED,
    home: str | None = None,
    password: str | None = None,
    must_change_password: bool = False,
) -> Account:
    """A new account. Without a password nobody can sign in to it here."""
    by = _checked(principal)
    name = names.sign_in_name(sign_in_name)
    _check_values(role, scope, home)
    shown = names.display_name(display_name or sign_in_name)
    if password is not None:
        passwords.check_fit(password, name)
    kept = passwords.hashed(password) if password is not None else None
    account = Account(
        sign_in_name=name,
        display_name=shown,
        role=role,
        home=home,
        password_hash=kept,
        must_change_password=must_change_password,
        scopes=_scopes(scope),
    )
    try:
        with engine.writing() as session:
            codes.check_person(session, home)
            session.add(account)
            session.flush()
            audit.record(session, by, "account_added", name, **_told(account))
    except IntegrityError as error:
        raise NameTaken(name, name=name) from error
    return account


def change(
    principal: Principal | None,
    account_id: int,
    revision: int,
    *,
    display_name: str,
    role: Role,
    scope: Scope,
    home: str | None,
) -> Account:
    """Change what an account is. Raises ChangedMeanwhile unless revision is current."""
    by = _checked(principal)
    _check_values(role, scope, home)
    shown = names.display_name(display_name)
    with engine.writing() as session:
        codes.check_person(session, home)
        administrators = _administrators(session)
        account = _locked(session, account_id)
        if account.revision != revision:
            raise ChangedMeanwhile(f"{account_id} is at {account.revision}")
        stays = role == Role.ADMINISTRATOR and scope.is_everything
        if not stays and administrators == {account_id}:
            raise LastAdministrator(account.sign_in_name)
        before = _told(account)
        account.display_name, account.role, account.home = shown, role, home
        account.scopes = _scopes(scope)
        # Its limits are rows of their own: a change of them alone is also a revision.
        flag_modified(account, "role")
        session.flush()
        audit.record(
            session,
            by,
            "account_changed",
            account.sign_in_name,
            before=before,
            after=_told(account),
        )
    return account


def disable(principal: Principal | None, account_id: int) -> None:
    """Keep somebody out, from this moment; what the person did stays."""
    by = _checked(principal)
    with engine.writing() as session:
        administrators = _administrators(session)
        account = _locked(session, account_id)
        if administrators == {account_id}:
            raise LastAdministrator(account.sign_in_name)
        account.is_disabled = True
        sessions.end_all(session, account_id)
        audit.record(session, by, "account_disabled", account.sign_in_name)


def enable(principal: Principal | None, account_id: int) -> None:
    by = _checked(principal)
    with engine.writing() as session:
        account = _locked(session, account_id)
        account.is_disabled = False
        audit.record(session, by, "account_enabled", account.sign_in_name)


def set_password(
    principal: Principal | None,
    account_id: int,
    password: str,
    *,
    must_change_password: bool = True,
) -> None:
    """A new password for somebody; whoever was signed in with the old one is out."""
    by = _checked(principal)
    with engine.reading() as session:
        passwords.check_fit(password, there(session, account_id).sign_in_name)
    # Outside the transaction: it takes as long as a hundred saves.
    kept = passwords.hashed(password)
    with engine.writing() as session:
        account = _locked(session, account_id)
        account.password_hash = kept
        account.must_change_password = must_change_password
        sessions.end_all(session, account_id)
        audit.record(session, by, "password_set", account.sign_in_name)


def everyone(principal: Principal | None, now: datetime) -> list[Listed]:
    """All accounts by the name they sign in with, and how often each is signed in."""
    _checked(principal)
    with engine.reading() as session:
        counted = sessions.counted(session, now)
        accounts = session.scalars(select(Account).order_by(Account.sign_in_name))
        return [
            Listed(each, principal_of(each), counted.get(each.account_id, 0))
            for each in accounts
        ]


def named(principal: Principal | None, sign_in_name: str) -> Account:
    """The account of a name as typed. Raises NotThere."""
    _checked(principal)
    with engine.reading() as session:
        account = of_name(session, names.normal(sign_in_name))
    if account is None:
        raise NotThere(sign_in_name)
    return account


def _checked(principal: Principal | None) -> Principal:
    if principal is None:
        return CONSOLE
    check_can(principal, Right.MANAGE_ACCOUNTS)
    return principal


def _check_values(role: Role, scope: Scope, home: str | None) -> None:
    if role == Role.PUBLIC:
        raise RoleNotGiven(str(role))
    codes.check_scope(scope)
    codes.check_home(home)


def _administrators(session: Session) -> set[int]:
    """Who could add another administrator; all of them locked, and in one order.

    One who is limited could not. Two who remove each other at the same moment must not
    both be let.
    """
    standing = (
        select(Account.account_id)
        .where(
            Account.role == Role.ADMINISTRATOR,
            ~Account.is_disabled,
            ~Account.scopes.any(),
        )
        .order_by(Account.account_id)
        .with_for_update()
    )
    return set(session.scalars(standing))


def _locked(session: Session, account_id: int) -> Account:
    session.execute(
        select(Account.account_id)
        .where(Account.account_id == account_id)
        .with_for_update()
    )
    return there(session, account_id)


def _scopes(scope: Scope) -> list[AccountScope]:
    return [
        AccountScope(kind=kind, code=code)
        for kind, held in (("department", scope.departments), ("city", scope.cities))
        for code in sorted(held)
    ]


def _told(account: Account) -> dict[str, object]:
    """What the audit log says of an account; nothing of its password."""
    departments, cities = limits(account)
    return {
        "display_name": account.display_name,
        "role": str(account.role),
        "home": account.home,
        "departments": sorted(departments),
        "cities": sorted(cities),
    }
