"""Assignments: which evaluator is asked to assess which subject by which method.

By hand one at a time; a file (assignment_files.py) or a draw (panels.py) all at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts import audit
from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right, check_can
from dashboard.assessments import cycles, eligibility
from dashboard.assessments.eligibility import Eligibility
from dashboard.database import engine
from dashboard.database.models.assessments import Assessment
from dashboard.database.models.cycles import (
    Assignment,
    Cycle,
    CycleMethod,
    CycleSubject,
)
from dashboard.failures import Failure

Found = TypeVar("Found", CycleMethod, CycleSubject)

# How an assignment came about.
HAND, FILE, DRAWN, RECUSAL = "hand", "file", "drawn", "recusal"


class Barred(Failure):
    """This evaluator may not assess this subject; the key says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class NotThere(Failure):
    """No such method, subject or assignment; perhaps the page is old."""

    key = "assignments.not_there"


class Begun(Failure):
    """A judgement was made already; it is returned or appealed, not taken away."""

    key = "assignments.begun"


@dataclass(frozen=True)
class Pair:
    """One assignment to be made."""

    cycle_method_id: int
    cycle_subject_id: int
    account_id: int


def assign(
    principal: Principal,
    cycle_method_id: int,
    cycle_subject_id: int,
    account_id: int,
    origin: str = HAND,
) -> Assignment:
    """Ask one evaluator. Raises Barred, NotThere, cycles.NotOpen."""
    pair = Pair(cycle_method_id, cycle_subject_id, account_id)
    return assign_all(principal, [pair], origin)[0]


def assign_all(
    principal: Principal, pairs: Iterable[Pair], origin: str, **told: object
) -> list[Assignment]:
    """Ask for all pairs of one cycle, or for none. `told` goes to the audit log."""
    check_can(principal, Right.MANAGE_CYCLES)
    with engine.writing() as session:
        return assign_within(session, principal, list(pairs), origin, **told)


def assign_within(
    session: Session,
    principal: Principal,
    pairs: list[Pair],
    origin: str,
    **told: object,
) -> list[Assignment]:
    """The same inside a transaction that does more; the right is asked before."""
    methods = {
        pair.cycle_method_id: _found(session, CycleMethod, pair.cycle_method_id)
        for pair in pairs
    }
    made: list[Assignment] = []
    for cycle_id in {method.cycle_id for method in methods.values()}:
        cycle = open_cycle_of(session, cycle_id)
        may = eligibility.of_cycle(session, cycle_id)
        for pair in pairs:
            method = methods[pair.cycle_method_id]
            if method.cycle_id == cycle_id:
                subject = _found(session, CycleSubject, pair.cycle_subject_id)
                made.append(
                    _made(session, may, method, subject, pair.account_id, origin)
                )
        session.flush()
        audit.record(
            session,
            principal,
            "assigned",
            cycle.code,
            origin=origin,
            pairs=[
                [each.cycle_method_id, each.cycle_subject_id, each.account_id]
                for each in made
            ],
            **told,
        )
    return made


def withdraw(principal: Principal, assignment_id: int) -> None:
    """Ask an evaluator no longer. Raises Begun when there is a judgement."""
    check_can(principal, Right.MANAGE_CYCLES)
    with engine.writing() as session:
        assignment = session.get(Assignment, assignment_id, with_for_update=True)
        if assignment is None or assignment.state != "active":
            raise NotThere(f"no active assignment {assignment_id}")
        cycle = open_cycle_of(session, assignment.method.cycle_id)
        check_not_judged(session, assignment_id)
        assignment.state = "withdrawn"
        session.flush()
        audit.record(
            session,
            principal,
            "assignment_withdrawn",
            cycle.code,
            assignment=assignment_id,
        )


def check_not_judged(session: Session, assignment_id: int) -> None:
    """Raise Begun unless there is no form, or one that is with the evaluator."""
    state = session.scalar(
        select(Assessment.state).where(Assessment.assignment_id == assignment_id)
    )
    if state not in (None, "draft", "returned"):
        raise Begun(f"assignment {assignment_id} is {state}")


def open_cycle_of(session: Session, cycle_id: int) -> Cycle:
    """The cycle, held against being closed meanwhile; raises cycles.NotOpen."""
    cycle = session.get_one(Cycle, cycle_id, with_for_update=True)
    cycles.check_open(cycle)
    return cycle


def _made(
    session: Session,
    may: Eligibility,
    method: CycleMethod,
    subject: CycleSubject,
    account_id: int,
    origin: str,
) -> Assignment:
    if reason := may.bar(method, subject, account_id):
        raise Barred(reason)
    standing = may.standing(method, subject, account_id)
    if standing is not None:
        if standing.state == "active":
            raise Barred("assignments.already")
        # Withdrawn before: asked again, in the same row.
        standing.state, standing.origin = "active", origin
        return standing
    fresh = Assignment(
        method=method,
        subject=subject,
        account_id=account_id,
        origin=origin,
        state="active",
    )
    session.add(fresh)
    key = (method.cycle_method_id, subject.cycle_subject_id, account_id)
    may.assignments[key] = fresh
    return fresh


def _found(session: Session, model: type[Found], key: int) -> Found:
    row = session.get(model, key)
    if row is None:
        raise NotThere(f"no {model.__name__} {key}")
    return row
