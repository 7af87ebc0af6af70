"""Labels for assessors while no names are shown: 评分人 A, B… the same in a cycle."""

import secrets

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.database.models.assessments import AssessorLabel
from dashboard.database.models.cycles import Assignment, Cycle, CycleMethod

_LETTERS = 26


def draw(session: Session, assignment: Assignment) -> None:
    """Give the assessor of an assignment a number in its cycle, unless there is one."""
    cycle_id, account_id = assignment.method.cycle_id, assignment.account_id
    # One at a time, so that no two draw the same.
    session.get(Cycle, cycle_id, with_for_update=True)
    if session.get(AssessorLabel, (cycle_id, account_id)) is not None:
        return
    taken = set(
        session.scalars(
            select(AssessorLabel.number).where(AssessorLabel.cycle_id == cycle_id)
        )
    )
    assessors = session.scalar(
        select(func.count(Assignment.account_id.distinct()))
        .join(CycleMethod, CycleMethod.cycle_method_id == Assignment.cycle_method_id)
        .where(CycleMethod.cycle_id == cycle_id)
    )
    # Drawn, not counted: whoever opens first must not be the first letter.
    among = range(max(assessors or 0, len(taken) + 1))
    number = secrets.choice([each for each in among if each not in taken])
    session.add(AssessorLabel(cycle_id=cycle_id, account_id=account_id, number=number))
    session.flush()


def letters(number: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    before, last = divmod(number, _LETTERS)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)
