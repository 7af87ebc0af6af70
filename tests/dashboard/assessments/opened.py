"""A workspace with declarations beside an empty store, and who opens cycles in it."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from dashboard.accounts.principal import Principal, Role, Scope
from dashboard.assessments import cycles
from dashboard.assessments.cycles import CycleRequest
from dashboard.database import engine
from dashboard.database.models.accounts import Account, AccountScope
from dashboard.database.models.cycles import Cycle, CycleMethod, CycleSubject
from tests.dashboard import world as published

PROJECT = Path(__file__).parents[3] / "data"
# A Tuesday in Harbin, after the third quarter.
NOW = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
BOSS = Principal(account_id=None, name="管理员", role=Role.ADMINISTRATOR)


def declare(workspace: Path, world: Path) -> None:
    """The published world and the project's own declarations."""
    shutil.copytree(world / "published", workspace / "published", copy_function=os.link)
    shutil.copytree(PROJECT / "rubrics", workspace / "rubrics")
    shutil.copy(PROJECT / "assessment.toml", workspace)


def request(code: str = "2026-Q3", *subject_ids: str) -> CycleRequest:
    """A cycle by the declared methods; of all departments unless told."""
    asked = subject_ids or tuple(departments())
    kinds = {subject_id.partition(":")[0] for subject_id in asked}
    return CycleRequest(code, asked, cycles.default_methods(sorted(kinds)))


def departments() -> list[str]:
    return [f"department:{each}" for each, *_ in published.DEPARTMENTS]


def open_one(code: str = "2026-Q3", *subject_ids: str) -> Cycle:
    return cycles.open_cycle(BOSS, request(code, *subject_ids), NOW)


def evaluator(
    name: str,
    home: str | None = None,
    *,
    role: Role = Role.EVALUATOR,
    departments: tuple[str, ...] = (),
) -> Principal:
    """An account in the store, and who it is."""
    with engine.writing() as session:
        account = Account(
            sign_in_name=name,
            display_name=name.title(),
            role=role,
            home=home,
            scopes=[AccountScope(kind="department", code=each) for each in departments],
        )
        session.add(account)
        session.flush()
        number = account.account_id
    return Principal(number, name, role, Scope(frozenset(departments)), home)


def method(cycle: Cycle, name: str, kind: str = "department") -> int:
    with engine.reading() as session:
        return next(
            each.cycle_method_id
            for each in session.query(CycleMethod).filter_by(cycle_id=cycle.cycle_id)
            if (each.method, each.subject_kind) == (name, kind)
        )


def subject(cycle: Cycle, subject_id: str) -> int:
    with engine.reading() as session:
        return next(
            each.cycle_subject_id
            for each in session.query(CycleSubject).filter_by(cycle_id=cycle.cycle_id)
            if each.subject_id == subject_id
        )
