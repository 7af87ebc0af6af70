"""Entry: an evaluator opens a form, saves a draft as it goes, and submits it.

Saving is refused when the form changed since it was read (Stale); submitting is
refused while something is missing (Incomplete). What was submitted is never changed:
what comes after it is the next version.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import NotAllowed
from dashboard.assessments import (
    checks,
    counted,
    forms,
    labels,
    policies,
    steps,
    versions,
    workdays,
)
from dashboard.assessments.checks import Problem
from dashboard.assessments.forms import Form
from dashboard.assessments.judgement import (
    DeductionEntry,
    ItemEntry,
    Judgement,
    tidied,
)
from dashboard.assessments.transitions import Event, State
from dashboard.database import columns, engine
from dashboard.database.models.assessments import Assessment, AssessmentVersion
from dashboard.database.models.cycles import Assignment
from dashboard.failures import Failure


class NotDeclaredFair(Failure):
    """Nobody assesses without saying that nothing stands in the way."""

    key = "entry.not_declared_fair"


class Stale(Failure):
    """Someone, perhaps in another window, saved since this form was read."""

    key = "entry.stale"

    def __init__(self, mine: Judgement, theirs: Form) -> None:
        super().__init__(f"assessment {theirs.assessment_id} is at {theirs.revision}")
        self.mine = mine
        self.theirs = theirs


class Impossible(Failure):
    """Something in it cannot be kept; every problem is held."""

    key = "entry.impossible"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{[problem.key for problem in problems]}")
        self.problems = tuple(problems)


class Incomplete(Impossible):
    """Something is missing for a submission."""

    key = "entry.incomplete"


def open_form(
    principal: Principal,
    assignment_id: int,
    declares_fair: bool,
    now: datetime | None = None,
) -> int:
    """Open the form of an assignment, once; returns its assessment_id."""
    with engine.writing() as session:
        return open_within(session, principal, assignment_id, declares_fair, now)


def open_within(
    session: Session,
    principal: Principal,
    assignment_id: int,
    declares_fair: bool,
    now: datetime | None = None,
) -> int:
    """The same inside a transaction that does more."""
    now = now or columns.now()
    assignment = session.get(Assignment, assignment_id, with_for_update=True)
    if assignment is None:
        raise NotAllowed(f"There is no assignment {assignment_id}")
    opened = session.scalar(
        select(Assessment).where(Assessment.assignment_id == assignment_id)
    )
    policies.check_can_enter(
        principal,
        assignment,
        workdays.today(now),
        opened.state if opened is not None else None,
    )
    if opened is not None:
        return opened.assessment_id
    if not declares_fair:
        raise NotDeclaredFair(f"assignment {assignment_id}")
    labels.draw(session, assignment)
    assessment = Assessment(
        assignment=assignment,
        state=State.DRAFT,
        version=1,
        declared_fair_at=now,
        saved_at=now,
        versions=[
            AssessmentVersion(
                version=1, comment="", author_id=principal.account_id, created_at=now
            )
        ],
    )
    # Daily supervision begins at full marks, items at none.
    versions.write(assessment.versions[0], versions.rubric_of(assessment), Judgement())
    session.add(assessment)
    session.flush()
    steps.record(session, principal, assessment, Event.OPEN, None, now)
    return assessment.assessment_id


def save_draft(
    principal: Principal,
    assessment_id: int,
    revision: int,
    scores: Mapping[str, float | None],
    comment: str = "",
    *,
    comments: Mapping[str, str] | None = None,
    deductions: Sequence[DeductionEntry] = (),
    now: datetime | None = None,
) -> int:
    """Save all that stands in the form; returns the revision it is at now.

    `comments` are those of items, by item. Raises Stale when `revision` is not the one
    that stands, Impossible for values that cannot be.
    """
    said = comments or {}
    items = {
        item_id: ItemEntry(scores.get(item_id), said.get(item_id, ""))
        for item_id in {*scores, *said}
    }
    return save(
        principal,
        assessment_id,
        revision,
        Judgement(items, tuple(deductions), comment),
        now,
    )


def save(
    principal: Principal,
    assessment_id: int,
    revision: int,
    judgement: Judgement,
    now: datetime | None = None,
) -> int:
    """The same with a judgement that is already put together."""
    with engine.writing() as session:
        return save_within(session, principal, assessment_id, revision, judgement, now)


def save_within(
    session: Session,
    principal: Principal,
    assessment_id: int,
    revision: int,
    judgement: Judgement,
    now: datetime | None = None,
) -> int:
    """The same inside a transaction that does more."""
    now = now or columns.now()
    assessment = steps.held(session, assessment_id)
    policies.check_can_save(principal, assessment, workdays.today(now))
    mine = tidied(judgement)
    draft = versions.standing(assessment)
    if versions.judgement_of(draft) == mine:
        # Nothing to do, also when somebody was quicker to say the same.
        return assessment.revision
    if assessment.revision != revision:
        raise Stale(mine, forms.of(session, assessment))
    rubric = versions.rubric_of(assessment)
    problems = checks.of_draft(rubric, mine, forms.period(assessment, now))
    if problems:
        raise Impossible(problems)
    versions.write(draft, rubric, mine)
    assessment.saved_at = now
    steps.take(session, principal, assessment, Event.SAVE, now)
    return assessment.revision


def submit(
    principal: Principal,
    assessment_id: int,
    revision: int,
    now: datetime | None = None,
) -> int:
    """Hand the draft to the reviewers; returns the revision it is at now.

    A second time is the same answer, not a second submission. Raises Stale, Incomplete.
    """
    now = now or columns.now()
    with engine.writing() as session:
        assessment = steps.held(session, assessment_id)
        policies.check_can_enter(
            principal, assessment.assignment, workdays.today(now), assessment.state
        )
        if assessment.state == State.SUBMITTED:
            return assessment.revision
        policies.check_can_submit(principal, assessment, workdays.today(now))
        draft = versions.standing(assessment)
        judgement = versions.judgement_of(draft)
        if assessment.revision != revision:
            raise Stale(judgement, forms.of(session, assessment))
        problems = checks.of_whole(
            versions.rubric_of(assessment),
            judgement,
            forms.period(assessment, now),
            {each.item_id for each in draft.evidence},
        )
        if problems:
            raise Incomplete(problems)
        subject = assessment.assignment.subject
        assessment.submitted_at = now
        assessment.counted_at = counted.at(subject.cycle.code, now)
        assessment.decided_by = assessment.decided_at = None
        steps.take(session, principal, assessment, Event.SUBMIT, now)
        return assessment.revision


def withdraw(
    principal: Principal,
    assessment_id: int,
    revision: int,
    reason: str,
    now: datetime | None = None,
) -> int:
    """Ask back what nobody has decided yet; the next version begins as a copy."""
    now = now or columns.now()
    with engine.writing() as session:
        assessment = steps.held(session, assessment_id)
        policies.check_can_withdraw(principal, assessment, workdays.today(now))
        if assessment.revision != revision:
            judgement = versions.judgement_of(versions.standing(assessment))
            raise Stale(judgement, forms.of(session, assessment))
        said = steps.checked_reason(Event.WITHDRAW, reason)
        steps.take(session, principal, assessment, Event.WITHDRAW, now, reason=said)
        author_id = assessment.assignment.account_id
        versions.open_next(session, assessment, author_id, said or "", now)
        return assessment.revision
