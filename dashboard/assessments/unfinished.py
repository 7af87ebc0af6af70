"""What still stands in the way of publishing a cycle, and who is without a score."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.assessments import polls, results
from dashboard.assessments.adjustment_entry import SUBMITTED
from dashboard.assessments.results import Outcome
from dashboard.assessments.transitions import State
from dashboard.database.models.adjustments import Adjustment
from dashboard.database.models.assessments import Assessment
from dashboard.database.models.ballots import Poll
from dashboard.database.models.cycles import Assignment, CycleMethod, CycleSubject


@dataclass(frozen=True)
class Undecided:
    """An assignment without an approved assessment; state None: not even opened."""

    assignment_id: int
    subject_names: dict[str, str]
    method_names: dict[str, str]
    state: str | None


@dataclass(frozen=True)
class Unfinished:
    """All of it. Assignments may be left out with a reason, the rest must be done."""

    undecided: tuple[Undecided, ...]
    open_polls: int
    open_adjustments: int
    # What would be published as things stand.
    outcomes: tuple[Outcome, ...]

    @property
    def blocks(self) -> bool:
        """Whether something stands in the way that cannot be left out."""
        return bool(self.open_polls or self.open_adjustments)

    @property
    def without_score(self) -> tuple[Outcome, ...]:
        return tuple(each for each in self.outcomes if each.total.total is None)


def of_cycle(session: Session, cycle_id: int, now: datetime) -> Unfinished:
    return Unfinished(
        undecided=tuple(undecided(session, cycle_id)),
        open_polls=open_polls(session, cycle_id, now),
        open_adjustments=open_adjustments(session, cycle_id),
        outcomes=tuple(results.preview(session, cycle_id, now)),
    )


def undecided(session: Session, cycle_id: int) -> list[Undecided]:
    """Active assignments without an approved assessment, subject by subject."""
    rows = session.execute(
        select(Assignment.assignment_id, CycleSubject, CycleMethod, Assessment.state)
        .join(
            CycleSubject, CycleSubject.cycle_subject_id == Assignment.cycle_subject_id
        )
        .join(CycleMethod, CycleMethod.cycle_method_id == Assignment.cycle_method_id)
        .outerjoin(Assessment, Assessment.assignment_id == Assignment.assignment_id)
        .where(
            CycleSubject.cycle_id == cycle_id,
            Assignment.state == "active",
            Assessment.state.is_distinct_from(State.APPROVED),
        )
        .order_by(CycleSubject.cycle_subject_id, Assignment.assignment_id)
    )
    return [
        Undecided(assignment_id, subject.names, method.rubric["names"], state)
        for assignment_id, subject, method, state in rows
    ]


def open_polls(session: Session, cycle_id: int, now: datetime) -> int:
    """Polls that still take votes."""
    found = session.scalars(
        select(Poll)
        .join(CycleMethod, CycleMethod.cycle_method_id == Poll.cycle_method_id)
        .where(CycleMethod.cycle_id == cycle_id)
    )
    return sum(not polls.is_closed(poll, now) for poll in found)


def open_adjustments(session: Session, cycle_id: int) -> int:
    """Bonuses, deductions and vetoes that nobody decided."""
    waiting = select(func.count(Adjustment.adjustment_id)).join(
        CycleSubject, CycleSubject.cycle_subject_id == Adjustment.cycle_subject_id
    )
    return (
        session.scalar(
            waiting.where(
                CycleSubject.cycle_id == cycle_id, Adjustment.state == SUBMITTED
            )
        )
        or 0
    )
