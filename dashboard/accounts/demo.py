"""Accounts to try the product with: one of each role, and who it takes for two persons.

Their passwords are made now and are nowhere but in what is returned: there is no
default password.
"""

from dataclasses import dataclass

from sqlalchemy import exists, select

from dashboard.accounts import codes, directory, passwords
from dashboard.accounts.principal import Role, Scope
from dashboard.database import engine
from dashboard.database.models.accounts import Account


@dataclass(frozen=True)
class Made:
    """An account and the password it was given; never kept."""

    account: Account
    password: str


def add() -> list[Made]:
    """The demo's accounts; none when the store has any account."""
    with engine.reading() as session:
        if session.scalar(select(exists().where(Account.account_id > 0))):
            return []
    organs = _organs()
    unit = organs[0] if organs else None
    limits = Scope(frozenset({unit[1]}), frozenset({unit[0]})) if unit else Scope()
    homes: list[str | None] = [f"organ:{city}/{office}" for city, office in organs]
    homes += [None] * (3 - len(homes))
    return [
        _made("admin", Role.ADMINISTRATOR, "系统管理员 Administrator"),
        _made("steward", Role.STEWARD, "数据管理员 Steward"),
        _made("leader", Role.LEADER, "领导 Leader"),
        # The head of an office that is assessed: sees its results and may appeal.
        _made("unit", Role.LEADER, "单位领导 Head of a unit", limits, homes[0]),
        _made("evaluator", Role.EVALUATOR, "评分人员一 Evaluator 1", home=homes[1]),
        _made("evaluator2", Role.EVALUATOR, "评分人员二 Evaluator 2", home=homes[2]),
        _made("reviewer", Role.REVIEWER, "复核人员一 Reviewer 1"),
        # An appeal is decided by two.
        _made("reviewer2", Role.REVIEWER, "复核人员二 Reviewer 2"),
    ]


def _made(
    name: str,
    role: Role,
    shown: str,
    scope: Scope | None = None,
    home: str | None = None,
) -> Made:
    password = passwords.fresh()
    account = directory.add(
        None,
        name,
        role,
        display_name=shown,
        scope=scope or Scope(),
        home=home,
        password=password,
    )
    return Made(account, password)


def _organs() -> list[tuple[str, str]]:
    """Three different offices of three different cities, as far as there are."""
    known = codes.known()
    return list(zip(known.cities, known.departments, strict=False))[:3]
