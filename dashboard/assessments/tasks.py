"""What an evaluator has to do and has done: assignments with how far each has come.

Only one's own. `current` is what is open, `past` what is published or closed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right, check_can
from dashboard.assessments import policies, scoring, versions, workdays
from dashboard.assessments.judgement import Judgement
from dashboard.assessments.rubric import Rubric
from dashboard.assessments.transitions import OPEN_STATES, State
from dashboard.database import columns, engine
from dashboard.database.models.assessments import Assessment
from dashboard.database.models.cycles import (
    Assignment,
    Cycle,
    CycleMethod,
    CycleSubject,
)


@dataclass(frozen=True)
class Task:
    """One subject to be assessed by one method; revision 0: no form is open yet."""

    assignment_id: int
    assessment_id: int | None
    cycle_id: int
    cycle_names: dict[str, str]
    cycle_method_id: int
    method: str
    rubric: Rubric
    subject_id: str
    subject_names: dict[str, str]
    state: State | None
    revision: int
    judgement: Judgement
    score: float | None
    ends_on: date
    can_enter: bool
    submitted_at: datetime | None

    @property
    def is_to_do(self) -> bool:
        return self.state is None or self.state in OPEN_STATES

    @property
    def progress(self) -> tuple[int, int]:
        """Items with a score, of how many; a list of deductions has no items."""
        return scoring.progress(self.rubric, self.judgement.scores)


def current(principal: Principal, now: datetime | None = None) -> list[Task]:
    """One's assignments in open cycles, by method and then as they were assigned."""
    return _tasks(principal, ("open",), now)


def past(principal: Principal, now: datetime | None = None) -> list[Task]:
    """What one gave in cycles that are published or closed, the newest first."""
    found = _tasks(principal, ("publicity", "closed"), now)
    opened = [task for task in found if task.assessment_id is not None]
    return sorted(opened, key=lambda task: -task.cycle_id)


def _tasks(
    principal: Principal, cycle_states: Iterable[str], now: datetime | None
) -> list[Task]:
    check_can(principal, Right.ASSESS)
    today = workdays.today(now or columns.now())
    with engine.reading() as session:
        return of_assignments(
            session,
            principal,
            session.scalars(
                select(Assignment)
                .join(
                    CycleMethod,
                    CycleMethod.cycle_method_id == Assignment.cycle_method_id,
                )
                .join(Cycle, Cycle.cycle_id == CycleMethod.cycle_id)
                .join(
                    CycleSubject,
                    CycleSubject.cycle_subject_id == Assignment.cycle_subject_id,
                )
                .where(
                    Assignment.account_id == principal.account_id,
                    Assignment.state == "active",
                    Cycle.state.in_(tuple(cycle_states)),
                )
                .options(
                    joinedload(Assignment.method).joinedload(CycleMethod.cycle),
                    joinedload(Assignment.subject),
                )
                .order_by(
                    Cycle.cycle_id,
                    CycleMethod.cycle_method_id,
                    CycleSubject.subject_id,
                )
            ).all(),
            today,
        )


def of_assignments(
    session: Session,
    principal: Principal,
    assignments: Iterable[Assignment],
    today: date,
) -> list[Task]:
    """The same for assignments that are already read."""
    chosen = list(assignments)
    opened = {
        assessment.assignment_id: assessment
        for assessment in session.scalars(
            select(Assessment)
            .where(
                Assessment.assignment_id.in_([each.assignment_id for each in chosen])
            )
            .options(selectinload(Assessment.versions))
        )
    }
    rubrics: dict[int, Rubric] = {}
    for each in chosen:
        if each.cycle_method_id not in rubrics:
            rubrics[each.cycle_method_id] = Rubric.model_validate(each.method.rubric)
    return [
        _task(
            principal,
            each,
            opened.get(each.assignment_id),
            rubrics[each.cycle_method_id],
            today,
        )
        for each in chosen
    ]


def _task(
    principal: Principal,
    assignment: Assignment,
    assessment: Assessment | None,
    rubric: Rubric,
    today: date,
) -> Task:
    cycle = assignment.method.cycle
    state = None if assessment is None else State(assessment.state)
    version = None if assessment is None else versions.standing(assessment)
    returned = state == State.RETURNED
    return Task(
        assignment_id=assignment.assignment_id,
        assessment_id=None if assessment is None else assessment.assessment_id,
        cycle_id=cycle.cycle_id,
        cycle_names=cycle.names,
        cycle_method_id=assignment.cycle_method_id,
        method=assignment.method.method,
        rubric=rubric,
        subject_id=assignment.subject.subject_id,
        subject_names=assignment.subject.names,
        state=state,
        revision=0 if assessment is None else assessment.revision,
        judgement=Judgement() if version is None else versions.judgement_of(version),
        score=None if version is None else version.score,
        ends_on=cycle.review_ends_on if returned else cycle.entry_ends_on,
        can_enter=policies.can_enter(principal, assignment, today, state),
        submitted_at=None if assessment is None else assessment.submitted_at,
    )
