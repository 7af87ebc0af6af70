"""Accounts as they stand in the store: by number, by name, and as who is acting."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts.principal import Principal, Role, Scope
from dashboard.database.models.accounts import Account
from dashboard.failures import Failure

# Whoever may read the store's file or holds its password may also run commands on it.
CONSOLE = Principal(name="command line", role=Role.ADMINISTRATOR)


class NotThere(Failure):
    """No such account; perhaps the page is old."""

    key = "failure.account_not_there"


def principal_of(account: Account) -> Principal:
    departments, cities = limits(account)
    return Principal(
        account_id=account.account_id,
        name=account.display_name,
        role=Role(account.role),
        scope=Scope(departments, cities),
        home=account.home,
    )


def limits(account: Account) -> tuple[frozenset[str], frozenset[str]]:
    """The departments and the cities an account is limited to."""
    departments, cities = (
        frozenset(limit.code for limit in account.scopes if limit.kind == kind)
        for kind in ("department", "city")
    )
    return departments, cities


def there(session: Session, account_id: int) -> Account:
    """The account of a number, within a transaction. Raises NotThere."""
    account = session.get(Account, account_id)
    if account is None:
        raise NotThere(str(account_id))
    return account


def of_name(session: Session, sign_in_name: str) -> Account | None:
    """The account of a name in the form that is kept (names.normal)."""
    return session.scalar(select(Account).where(Account.sign_in_name == sign_in_name))
