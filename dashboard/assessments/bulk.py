"""Many assessments at once, from a table or a template: the form's checks, row by row.

All rows are kept or none: whoever corrects one cell then hands in the whole again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import NotAllowed, Right, check_can
from dashboard.assessments import checks, entry, steps, versions
from dashboard.assessments.checks import Problem
from dashboard.assessments.judgement import Judgement, tidied
from dashboard.assessments.tasks import Task, current
from dashboard.assessments.transitions import WrongState
from dashboard.database import columns, engine
from dashboard.database.models.assessments import Assessment
from dashboard.database.models.cycles import Assignment
from dashboard.failures import Failure


@dataclass(frozen=True)
class Row:
    """What one row says; `number` is the row as people count it, for the reasons."""

    number: int
    assignment_id: int
    # The revision the row was read at; 0: no form was open.
    revision: int
    judgement: Judgement


@dataclass(frozen=True)
class RowProblem:
    number: int
    problem: Problem


class RowsRefused(Failure):
    """Nothing was kept; every problem is held, by row."""

    key = "bulk.refused"

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__(f"{len(problems)} problems", n=str(len(problems)))
        self.problems = tuple(problems)


class NotByTable(Failure):
    """Daily supervision is a list of events, not a row of scores."""

    key = "bulk.not_by_table"


@dataclass(frozen=True)
class Submitted:
    """How many were handed in, and those that are not whole yet, with why."""

    done: int
    left: dict[int, tuple[Problem, ...]]


def rows_of(
    principal: Principal, cycle_method_id: int, now: datetime | None = None
) -> list[Task]:
    """One's assignments of a method that can be worked on, as a table shows them."""
    tasks = [
        task
        for task in current(principal, now)
        if task.cycle_method_id == cycle_method_id and task.can_enter and task.is_to_do
    ]
    if any(task.rubric.kind != "items" for task in tasks):
        raise NotByTable(f"method {cycle_method_id}")
    return tasks


def save_rows(
    principal: Principal,
    cycle_method_id: int,
    rows: Sequence[Row],
    declares_fair: bool,
    now: datetime | None = None,
) -> int:
    """Save what changed, opening forms where none is; returns how many changed."""
    check_can(principal, Right.ASSESS)
    now = now or columns.now()
    problems: list[RowProblem] = []
    seen: set[int] = set()
    changed = 0
    with engine.writing() as session:
        # Always in one order, so that two windows never wait for each other.
        for row in sorted(rows, key=lambda each: each.assignment_id):
            try:
                if row.assignment_id in seen:
                    raise _Refusal(Problem("bulk.twice"))
                seen.add(row.assignment_id)
                changed += _save(
                    session, principal, cycle_method_id, row, declares_fair, now
                )
            except _Refusal as refusal:
                problems += [RowProblem(row.number, each) for each in refusal.problems]
            except (NotAllowed, WrongState, entry.NotDeclaredFair) as refused:
                problems.append(RowProblem(row.number, Problem(refused.key)))
        if problems:
            raise RowsRefused(sorted(problems, key=lambda each: each.number))
    return changed


def submit_whole(
    principal: Principal, cycle_method_id: int, now: datetime | None = None
) -> Submitted:
    """Hand in every form of a method that is whole; the others say what is missing."""
    now = now or columns.now()
    done, left = 0, {}
    for task in rows_of(principal, cycle_method_id, now):
        if task.assessment_id is None:
            continue
        try:
            entry.submit(principal, task.assessment_id, task.revision, now)
            done += 1
        except entry.Incomplete as incomplete:
            left[task.assignment_id] = incomplete.problems
        except (entry.Stale, WrongState):
            left[task.assignment_id] = (Problem("bulk.stale"),)
    return Submitted(done, left)


class _Refusal(Exception):
    def __init__(self, *problems: Problem) -> None:
        super().__init__(f"{problems}")
        self.problems = problems


def _save(
    session: Session,
    principal: Principal,
    cycle_method_id: int,
    row: Row,
    declares_fair: bool,
    now: datetime,
) -> bool:
    assignment = session.get(Assignment, row.assignment_id)
    if (
        assignment is None
        or assignment.cycle_method_id != cycle_method_id
        # Before anything is compared: how far others have come is not to be tried out.
        or assignment.account_id != principal.account_id
    ):
        raise _Refusal(Problem("policies.not_assigned"))
    assessment = session.scalar(
        select(Assessment).where(Assessment.assignment_id == row.assignment_id)
    )
    mine = tidied(row.judgement)
    if _says(assessment, mine):
        # Nothing new, whatever became of it since.
        return False
    if (0 if assessment is None else assessment.revision) != row.revision:
        raise _Refusal(Problem("bulk.stale"))
    number = entry.open_within(
        session, principal, row.assignment_id, declares_fair, now
    )
    opened = steps.held(session, number)
    rubric = versions.rubric_of(opened)
    if rubric.kind != "items":
        raise NotByTable(f"method {cycle_method_id}")
    silent = checks.of_comments(rubric, mine)
    try:
        entry.save_within(session, principal, number, opened.revision, mine, now)
    except entry.Impossible as impossible:
        raise _Refusal(*impossible.problems, *silent) from impossible
    if silent:
        raise _Refusal(*silent)
    return True


def _says(assessment: Assessment | None, mine: Judgement) -> bool:
    if assessment is None:
        return mine == Judgement()
    return versions.judgement_of(versions.standing(assessment)) == mine
