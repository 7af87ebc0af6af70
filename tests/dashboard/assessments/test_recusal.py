"""Stepping aside, who takes over, and what stays to be read of it."""

from pathlib import Path

import pytest
from sqlalchemy import select

from dashboard.accounts.principal import Principal, Role
from dashboard.accounts.rights import NotAllowed
from dashboard.assessments import assignments, recusal
from dashboard.assessments.recusal import ReasonMissing, ReasonTooLong
from dashboard.database import engine
from dashboard.database.models.accounts import Account
from dashboard.database.models.audit import AuditEntry
from dashboard.database.models.cycles import Assignment, Cycle
from tests.dashboard.assessments import opened
from tests.dashboard.assessments.opened import BOSS, NOW, evaluator, method, subject

HOUSING, POLICE, LABOUR, MARKET = (
    f"department:{each}" for each in ("zjj", "gaj", "rsj", "scjgj")
)
WHY = "配偶在该单位任职"


@pytest.fixture(autouse=True)
def cycle(
    store: str, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Cycle:
    opened.declare(tmp_path, world)
    monkeypatch.setenv("GOVSCORE_DATA", str(tmp_path))
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "")
    return opened.open_one()


def ask(cycle: Cycle, who: Principal, *whom: str, how: str = "expert") -> list[int]:
    assert who.account_id is not None
    return [
        assignments.assign(
            BOSS, method(cycle, how), subject(cycle, each), who.account_id
        ).assignment_id
        for each in whom
    ]


def row(assignment_id: int) -> Assignment:
    with engine.reading() as session:
        return session.get_one(Assignment, assignment_id)


def test_who_has_least_to_do_takes_over_and_the_history_stays(cycle: Cycle) -> None:
    wang, li, zhao = evaluator("wang"), evaluator("li"), evaluator("zhao")
    (mine,) = ask(cycle, wang, HOUSING)
    ask(cycle, li, POLICE, LABOUR)
    ask(cycle, zhao, POLICE)
    other = recusal.recuse(wang, mine, f"  {WHY} ", NOW)
    assert other is not None
    assert (other.account_id, other.origin) == (zhao.account_id, "recusal")
    gone = row(mine)
    assert (gone.state, gone.recusal_reason) == ("recused", WHY)
    assert gone.recused_at == NOW and gone.replaced_by == other.assignment_id
    with engine.reading() as session:
        told = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "recused")
        ).one()
    assert told.details["replaced_by"] == other.assignment_id


def test_only_who_may_takes_over(cycle: Cycle) -> None:
    wang = evaluator("wang")
    ask(cycle, evaluator("of_housing", HOUSING), POLICE)
    ask(cycle, evaluator("limited", departments=("gaj",)), POLICE)
    # Has it already.
    ask(cycle, evaluator("same"), HOUSING)
    away = evaluator("away")
    ask(cycle, away, POLICE)
    with engine.writing() as session:
        session.get_one(Account, away.account_id).is_disabled = True
    (mine,) = ask(cycle, wang, HOUSING)
    assert recusal.recuse(wang, mine, WHY, NOW) is None
    assert (row(mine).state, row(mine).replaced_by) == ("recused", None)


def test_who_knows_the_method_goes_before_who_has_less_to_do(cycle: Cycle) -> None:
    wang, expert, supervisor = evaluator("wang"), evaluator("x"), evaluator("s")
    (mine,) = ask(cycle, wang, HOUSING)
    ask(cycle, expert, POLICE, LABOUR, MARKET)
    ask(cycle, supervisor, POLICE, how="supervision")
    other = recusal.recuse(wang, mine, WHY, NOW)
    assert other is not None and other.account_id == expert.account_id


def test_who_takes_over_can_step_aside_too(cycle: Cycle) -> None:
    people = [evaluator(name) for name in ("a", "b", "c")]
    held = ask(cycle, people[0], HOUSING)[0]
    for each in people[1:]:
        ask(cycle, each, POLICE)
    chain = [held]
    for each in people[:2]:
        other = recusal.recuse(each, chain[-1], WHY, NOW)
        assert other is not None
        chain.append(other.assignment_id)
    assert recusal.recuse(people[2], chain[-1], WHY, NOW) is None
    assert [row(each).state for each in chain] == ["recused"] * 3
    assert [row(each).replaced_by for each in chain] == [*chain[1:], None]


def test_a_reason_is_needed_and_may_not_be_a_book(cycle: Cycle) -> None:
    wang = evaluator("wang")
    (mine,) = ask(cycle, wang, HOUSING)
    with pytest.raises(ReasonMissing):
        recusal.recuse(wang, mine, " \n\x00 ")
    with pytest.raises(ReasonTooLong):
        recusal.recuse(wang, mine, "长" * 1001)
    assert row(mine).state == "active"


def test_nobody_steps_aside_for_another_but_an_administrator(cycle: Cycle) -> None:
    wang, li = evaluator("wang"), evaluator("li")
    (mine,) = ask(cycle, wang, HOUSING)
    others = [li, *(Principal(99, role=role) for role in Role if role != BOSS.role)]
    for other in others:
        with pytest.raises(NotAllowed):
            recusal.recuse(other, mine, WHY)
        with pytest.raises(NotAllowed):
            recusal.recuse(other, 12345, WHY)
    recusal.recuse(BOSS, mine, WHY, NOW)
    with pytest.raises(NotAllowed):
        recusal.recuse(wang, mine, WHY)


def test_a_home_that_came_later_recuses_by_itself(cycle: Cycle) -> None:
    wang, li = evaluator("wang"), evaluator("li")
    mine, kept = ask(cycle, wang, HOUSING, POLICE)
    ask(cycle, li, POLICE)
    assert not recusal.recuse_from_home(wang, mine, NOW)
    with engine.writing() as session:
        session.get_one(Account, wang.account_id).home = "organ:230100/zjj"
    assert recusal.recuse_from_home(wang, mine, NOW)
    assert not recusal.recuse_from_home(wang, kept, NOW)
    assert row(mine).recusal_reason == recusal.OWN_HOME
    assert row(row(mine).replaced_by or 0).account_id == li.account_id


def test_all_homes_of_a_cycle_are_looked_at_together(cycle: Cycle) -> None:
    wang, li = evaluator("wang"), evaluator("li")
    mine, kept = ask(cycle, wang, HOUSING, POLICE)
    (his,) = ask(cycle, li, LABOUR)
    with engine.writing() as session:
        session.get_one(Account, wang.account_id).home = HOUSING
        session.get_one(Account, li.account_id).home = LABOUR
    assert recusal.recuse_homes(BOSS, cycle.cycle_id, NOW) == 2
    assert [row(each).state for each in (mine, kept, his)] == [
        "recused",
        "active",
        "recused",
    ]
    assert recusal.recuse_homes(BOSS, cycle.cycle_id, NOW) == 0
