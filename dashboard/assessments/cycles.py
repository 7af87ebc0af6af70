"""Cycles of assessment: opened by an administrator, one or many at once.

What a cycle goes by is copied into it when it opens: rubrics with their hash, weights,
rules, names and places of its subjects, and the days on which entry and review end.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dashboard.accounts import audit
from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right, check_can
from dashboard.assessments import declared
from dashboard.assessments.cycle_plans import (
    CycleRequest,
    CyclesExist,
    MethodChoice,
    Plan,
    plans,
)
from dashboard.assessments.declared import Declared
from dashboard.assessments.rubric import Rubric
from dashboard.database import columns, engine
from dashboard.database.models.cycles import Cycle, CycleMethod, CycleSubject
from dashboard.failures import Failure

__all__ = [
    "CycleRequest",
    "CyclesExist",
    "MethodChoice",
    "Plan",
    "check_open",
    "current",
    "default_methods",
    "every",
    "open_cycle",
    "open_cycles",
    "plan",
]


class NotOpen(Failure):
    """The cycle is closed, or its results are published."""

    key = "cycles.not_open"


def default_methods(kinds: Sequence[str]) -> dict[str, dict[str, MethodChoice]]:
    """What the workspace declares for kinds of subjects."""
    rules = declared.load().check_can_open()
    return {
        kind: {
            method: MethodChoice(default.weight, default.rubric)
            for method, default in methods.items()
        }
        for kind, methods in rules.methods.items()
        if kind in kinds
    }


def open_cycle(
    principal: Principal, request: CycleRequest, now: datetime | None = None
) -> Cycle:
    """Open one cycle; see open_cycles."""
    (cycle,) = open_cycles(principal, [request], now)
    return cycle


def open_cycles(
    principal: Principal,
    requests: Sequence[CycleRequest],
    now: datetime | None = None,
) -> list[Cycle]:
    """Open all of them, or none. Raises the first Failure there is."""
    check_can(principal, Right.MANAGE_CYCLES)
    at = now or columns.now()
    try:
        with engine.writing() as session:
            told = declared.load()
            wanted = plans(session, told, requests, at)
            made = [_opened(session, told, each, at) for each in wanted]
            for cycle in made:
                audit.record(session, principal, "cycle_opened", cycle.code)
    except IntegrityError as taken:
        # Somebody opened one of them between our look and our write.
        codes = ", ".join(request.code for request in requests)
        raise CyclesExist(str(taken), codes=codes) from taken
    return made


def plan(
    principal: Principal,
    requests: Sequence[CycleRequest],
    now: datetime | None = None,
) -> list[Plan]:
    """What would be made; raises what opening would raise."""
    check_can(principal, Right.MANAGE_CYCLES)
    with engine.reading() as session:
        return plans(session, declared.load(), requests, now or columns.now())


def every() -> list[Cycle]:
    """All cycles, the latest first."""
    with engine.reading() as session:
        found = session.scalars(
            select(Cycle).order_by(Cycle.starts_on.desc(), Cycle.code.desc())
        )
        return list(found)


def current() -> list[Cycle]:
    """The cycles in which assessments are being made, the latest first."""
    return [cycle for cycle in every() if cycle.state == "open"]


def check_open(cycle: Cycle) -> None:
    """Raise NotOpen unless assessments are being made in it."""
    if cycle.state != "open":
        raise NotOpen(cycle.code, code=cycle.code)


def _opened(session: Session, told: Declared, plan: Plan, now: datetime) -> Cycle:
    rules = told.check_can_open().rules
    cycle = Cycle(
        code=plan.span.code,
        kind=plan.span.kind,
        starts_on=plan.span.starts_on,
        names=plan.span.names(),
        state="open",
        opened_at=now,
        entry_ends_on=plan.entry.day,
        review_ends_on=plan.review.day,
        publicity_days=rules.publicity_days,
        appeal_days=rules.appeal_days,
        answer_days=rules.answer_days,
        rules=rules.model_dump(mode="json"),
        methods=[
            _method(told.rubrics[choice.rubric_id], kind, choice.weight)
            for kind, methods in plan.methods.items()
            for choice in methods.values()
        ],
        subjects=[
            CycleSubject(
                subject_id=each.subject_id,
                kind=each.kind,
                names=each.names,
                department_id=each.department_id,
                city_id=each.city_id,
                category=each.category,
            )
            for each in plan.subjects
        ],
    )
    session.add(cycle)
    session.flush()
    return cycle


def _method(rubric: Rubric, kind: str, weight: float) -> CycleMethod:
    return CycleMethod(
        method=rubric.method,
        subject_kind=kind,
        weight=weight,
        rubric_id=rubric.rubric_id,
        rubric_sha=rubric.sha(),
        rubric=rubric.model_dump(mode="json"),
    )
