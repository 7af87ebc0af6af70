"""How far a cycle has come: counts of assignments by method and by evaluator.

Counts and names only: no score is read here.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right, check_can
from dashboard.database import engine
from dashboard.database.models.accounts import Account
from dashboard.database.models.assessments import Assessment
from dashboard.database.models.cycles import (
    Assignment,
    Cycle,
    CycleMethod,
    CycleSubject,
)

# An assignment whose form was not opened yet.
NOT_BEGUN = "not_begun"
# As a reader counts them; what was decided later stays decided.
STAGES = (NOT_BEGUN, "draft", "returned", "submitted", "decided")
_WAITING = frozenset({"draft", "returned", "submitted"})


@dataclass(frozen=True)
class Counts:
    """Assignments by stage."""

    stages: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.stages.values())

    @property
    def decided(self) -> int:
        return self.stages.get("decided", 0)


@dataclass(frozen=True)
class CycleProgress:
    """A cycle and how far it is."""

    cycle: Cycle
    subjects: int
    counts: Counts


@dataclass(frozen=True)
class MethodProgress:
    """A method of one kind of subject; ballots have no assignments."""

    method: CycleMethod
    subjects: int
    # Subjects nobody is asked to assess.
    uncovered: int
    counts: Counts

    @property
    def is_by_ballot(self) -> bool:
        return bool(self.method.rubric["kind"] == "ballots")


@dataclass(frozen=True)
class EvaluatorProgress:
    """One evaluator in a cycle."""

    account_id: int
    name: str
    counts: Counts


@dataclass(frozen=True)
class Recused:
    """One recusal: who, from what, why, and who took over."""

    evaluator: str
    subject_names: dict[str, str]
    rubric_names: dict[str, str]
    reason: str
    at: datetime | None
    replaced_by: str | None


def of_cycles(principal: Principal) -> list[CycleProgress]:
    """Every cycle, the latest first."""
    check_can(principal, Right.MANAGE_CYCLES)
    with engine.reading() as session:
        subjects = Counter(dict(_subject_counts(session)))
        rows = _rows(session)
        cycles = session.scalars(
            select(Cycle).order_by(Cycle.starts_on.desc(), Cycle.code.desc())
        )
        return [
            CycleProgress(
                cycle,
                subjects[cycle.cycle_id],
                _counted([row for row in rows if row.cycle_id == cycle.cycle_id]),
            )
            for cycle in cycles
        ]


def of_methods(principal: Principal, cycle_id: int) -> list[MethodProgress]:
    """Every method of a cycle, by kind of subject."""
    check_can(principal, Right.MANAGE_CYCLES)
    with engine.reading() as session:
        rows = [row for row in _rows(session) if row.cycle_id == cycle_id]
        kinds = Counter(
            session.scalars(
                select(CycleSubject.kind).where(CycleSubject.cycle_id == cycle_id)
            )
        )
        methods = session.scalars(
            select(CycleMethod)
            .where(CycleMethod.cycle_id == cycle_id)
            .order_by(CycleMethod.cycle_method_id)
        )
        return [_method(method, kinds[method.subject_kind], rows) for method in methods]


def of_evaluators(principal: Principal, cycle_id: int) -> list[EvaluatorProgress]:
    """Everybody who is asked in a cycle; who has most left to do first."""
    check_can(principal, Right.MANAGE_CYCLES)
    with engine.reading() as session:
        rows = [row for row in _rows(session) if row.cycle_id == cycle_id]
        names = {
            account.account_id: account.display_name
            for account in session.scalars(select(Account))
        }
    found = [
        EvaluatorProgress(
            account_id,
            names[account_id],
            _counted([row for row in rows if row.account_id == account_id]),
        )
        for account_id in {row.account_id for row in rows}
    ]
    return sorted(found, key=lambda each: (-_left(each.counts), each.name))


def recusals(principal: Principal, cycle_id: int) -> list[Recused]:
    """Who stepped aside in a cycle, the latest first."""
    check_can(principal, Right.MANAGE_CYCLES)
    with engine.reading() as session:
        names = {
            account.account_id: account.display_name
            for account in session.scalars(select(Account))
        }
        gone = session.scalars(
            select(Assignment)
            .join(
                CycleMethod, CycleMethod.cycle_method_id == Assignment.cycle_method_id
            )
            .where(CycleMethod.cycle_id == cycle_id, Assignment.state == "recused")
            .order_by(Assignment.recused_at.desc(), Assignment.assignment_id.desc())
        ).all()
        return [
            Recused(
                names[each.account_id],
                dict(each.subject.names),
                dict(each.method.rubric["names"]),
                each.recusal_reason or "",
                each.recused_at,
                names[other.account_id]
                if each.replaced_by
                and (other := session.get(Assignment, each.replaced_by))
                else None,
            )
            for each in gone
        ]


def is_late(cycle: Cycle, counts: Counts, today: date) -> bool:
    """Whether entry is over and somebody has not submitted."""
    return cycle.state == "open" and today > cycle.entry_ends_on and _left(counts) > 0


@dataclass(frozen=True)
class _Row:
    cycle_id: int
    cycle_method_id: int
    cycle_subject_id: int
    account_id: int
    stage: str


def _rows(session: Session) -> list[_Row]:
    """Every active assignment with its stage."""
    found = session.execute(
        select(
            CycleMethod.cycle_id,
            Assignment.cycle_method_id,
            Assignment.cycle_subject_id,
            Assignment.account_id,
            Assessment.state,
        )
        .join(CycleMethod, CycleMethod.cycle_method_id == Assignment.cycle_method_id)
        .outerjoin(Assessment, Assessment.assignment_id == Assignment.assignment_id)
        .where(Assignment.state == "active")
    )
    return [
        _Row(cycle, method, subject, account, _stage(state))
        for cycle, method, subject, account, state in found
    ]


def _stage(state: str | None) -> str:
    if state is None:
        return NOT_BEGUN
    return state if state in _WAITING else "decided"


def _counted(rows: Sequence[_Row]) -> Counts:
    return Counts(dict(Counter(row.stage for row in rows)))


def _left(counts: Counts) -> int:
    """Those an evaluator still has to do something for."""
    return sum(counts.stages.get(stage, 0) for stage in STAGES[:3])


def _method(method: CycleMethod, subjects: int, rows: Sequence[_Row]) -> MethodProgress:
    own = [row for row in rows if row.cycle_method_id == method.cycle_method_id]
    covered = {row.cycle_subject_id for row in own}
    return MethodProgress(method, subjects, subjects - len(covered), _counted(own))


def _subject_counts(session: Session) -> list[tuple[int, int]]:
    rows = session.execute(
        select(CycleSubject.cycle_id, func.count()).group_by(CycleSubject.cycle_id)
    )
    return [(cycle_id, n) for cycle_id, n in rows]
