"""What reviewers look at: panels by method and subject, without the assessors' names.

A reviewer sees what was submitted and never a draft: of what came back, the version
that was sent back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import Right, check_can
from dashboard.assessments import forms, labels, policies, spread, versions
from dashboard.assessments.forms import Proof
from dashboard.assessments.judgement import Judgement
from dashboard.assessments.rubric import Rubric
from dashboard.assessments.spread import Spread
from dashboard.assessments.transitions import DECIDED_STATES, Event, State
from dashboard.database import engine
from dashboard.database.models.accounts import Account
from dashboard.database.models.assessments import (
    Assessment,
    AssessmentEvent,
    AssessmentVersion,
    AssessorLabel,
)
from dashboard.database.models.cycles import (
    Assignment,
    Cycle,
    CycleMethod,
    CycleSubject,
)

_DECISIONS = (Event.APPROVE, Event.RETURN, Event.REOPEN)


@dataclass(frozen=True)
class MethodInReview:
    """A method of an open or published cycle."""

    cycle_method_id: int
    cycle_names: dict[str, str]
    subject_kind: str
    rubric: Rubric
    review_ends_on: date


@dataclass(frozen=True)
class Submission:
    """One assessor's judgement as it was submitted; `assessor` is a letter."""

    assessment_id: int
    revision: int
    assessor: str
    # Only after the reviewer's own decision; see policies.check_can_see_names.
    name: str | None
    state: State
    version: int
    judgement: Judgement
    score: float | None
    evidence: tuple[Proof, ...]
    submitted_at: datetime | None
    # Of the last decision that sent it back.
    reason: str | None
    can_approve: bool
    can_return: bool
    can_reopen: bool


@dataclass(frozen=True)
class Panel:
    """All that was submitted about one subject, and how far it is apart."""

    cycle_subject_id: int
    subject_names: dict[str, str]
    submissions: tuple[Submission, ...]
    spread: Spread
    # Active assignments, submitted or not.
    assigned: int

    @property
    def waiting(self) -> tuple[Submission, ...]:
        return tuple(each for each in self.submissions if each.can_approve)

    @property
    def decided(self) -> int:
        return sum(each.state in DECIDED_STATES for each in self.submissions)


def methods(principal: Principal) -> list[MethodInReview]:
    """Every method that people assess by, not ballots; of the newest cycle first."""
    check_can(principal, Right.REVIEW)
    with engine.reading() as session:
        rows = session.scalars(
            select(CycleMethod)
            .join(Cycle, Cycle.cycle_id == CycleMethod.cycle_id)
            .where(Cycle.state.in_(("open", "publicity")))
            .options(joinedload(CycleMethod.cycle))
            .order_by(Cycle.cycle_id.desc(), CycleMethod.cycle_method_id)
        )
        found = [
            MethodInReview(
                method.cycle_method_id,
                method.cycle.names,
                method.subject_kind,
                Rubric.model_validate(method.rubric),
                method.cycle.review_ends_on,
            )
            for method in rows
        ]
    return [method for method in found if method.rubric.kind != "ballots"]


def panels(principal: Principal, cycle_method_id: int) -> list[Panel]:
    """The panels of a method that this reviewer may look at, in order of subjects."""
    check_can(principal, Right.REVIEW)
    with engine.reading() as session:
        assignments = session.scalars(
            select(Assignment)
            .join(
                CycleSubject,
                CycleSubject.cycle_subject_id == Assignment.cycle_subject_id,
            )
            .where(
                Assignment.cycle_method_id == cycle_method_id,
                Assignment.state == "active",
            )
            .options(
                joinedload(Assignment.subject),
                joinedload(Assignment.method).joinedload(CycleMethod.cycle),
            )
            .order_by(CycleSubject.subject_id)
        ).all()
        opened = {
            assessment.assignment_id: assessment
            for assessment in session.scalars(
                select(Assessment)
                .join(Assignment, Assignment.assignment_id == Assessment.assignment_id)
                .where(Assignment.cycle_method_id == cycle_method_id)
                .options(selectinload(Assessment.versions))
            )
        }
        by_subject: dict[int, list[Assignment]] = {}
        for each in assignments:
            by_subject.setdefault(each.cycle_subject_id, []).append(each)
        spreads = spread.of_method(session, cycle_method_id)
        seen = [
            assessment
            for assessment in opened.values()
            if assessment.state != State.DRAFT
            and policies.can_see(principal, assessment)
        ]
        known = _Known.of(session, principal, cycle_method_id, seen)
        visible = {assessment.assignment_id: assessment for assessment in seen}
        return [
            Panel(
                number,
                of_it[0].subject.names,
                tuple(
                    sorted(
                        (
                            _submission(principal, visible[each.assignment_id], known)
                            for each in of_it
                            if each.assignment_id in visible
                        ),
                        key=lambda one: (len(one.assessor), one.assessor),
                    )
                ),
                spreads.get(number, Spread()),
                len(of_it),
            )
            for number, of_it in by_subject.items()
            if policies.can_look(principal, of_it[0].subject)
        ]


@dataclass(frozen=True)
class _Known:
    """What is read once for all submissions."""

    letters: dict[int, str]
    names: dict[int, str]
    decided_by_me: set[int]
    # Accounts with something in the cycle that nobody has decided.
    undecided: set[int]
    reasons: dict[int, str]
    # By version.
    proofs: dict[int, tuple[Proof, ...]]

    @classmethod
    def of(
        cls,
        session: Session,
        principal: Principal,
        cycle_method_id: int,
        seen: Sequence[Assessment],
    ) -> "_Known":
        numbers = [assessment.assessment_id for assessment in seen]
        method = session.get(CycleMethod, cycle_method_id)
        cycle_id = method.cycle_id if method else None
        drawn = session.execute(
            select(AssessorLabel.account_id, AssessorLabel.number).where(
                AssessorLabel.cycle_id == cycle_id
            )
        )
        people = session.execute(
            select(Account.account_id, Account.display_name)
            .join(Assignment, Assignment.account_id == Account.account_id)
            .where(Assignment.cycle_method_id == cycle_method_id)
        )
        decisions = session.execute(
            select(
                AssessmentEvent.assessment_id,
                AssessmentEvent.account_id,
                AssessmentEvent.reason,
            )
            .where(
                AssessmentEvent.assessment_id.in_(numbers),
                AssessmentEvent.event.in_(_DECISIONS),
            )
            .order_by(AssessmentEvent.event_id)
        ).all()
        return cls(
            {account: labels.letters(number) for account, number in drawn},
            dict(iter(people)),
            {number for number, by, _why in decisions if by == principal.account_id},
            _undecided(session, cycle_id),
            {number: why for number, _by, why in decisions if why},
            forms.proofs_of(session, [_submitted(each).version_id for each in seen]),
        )


def _undecided(session: Session, cycle_id: int | None) -> set[int]:
    return set(
        session.scalars(
            select(Assignment.account_id)
            .join(
                CycleMethod, CycleMethod.cycle_method_id == Assignment.cycle_method_id
            )
            .outerjoin(Assessment, Assessment.assignment_id == Assignment.assignment_id)
            .where(
                CycleMethod.cycle_id == cycle_id,
                Assignment.state == "active",
                Assessment.state.is_(None) | Assessment.state.not_in(DECIDED_STATES),
            )
        )
    )


def _submission(
    principal: Principal, assessment: Assessment, known: _Known
) -> Submission:
    version = _submitted(assessment)
    account_id = assessment.assignment.account_id
    may_know = policies.can_see_names(
        principal,
        assessment,
        has_decided=assessment.assessment_id in known.decided_by_me,
        has_more_to_decide=account_id in known.undecided,
    )
    return Submission(
        assessment_id=assessment.assessment_id,
        revision=assessment.revision,
        assessor=known.letters.get(account_id, "?"),
        name=known.names.get(account_id) if may_know else None,
        state=State(assessment.state),
        version=version.version,
        judgement=versions.judgement_of(version),
        score=version.score,
        evidence=known.proofs.get(version.version_id, ()),
        submitted_at=assessment.submitted_at,
        reason=known.reasons.get(assessment.assessment_id),
        can_approve=policies.can_approve(principal, assessment),
        can_return=policies.can_return(principal, assessment),
        can_reopen=policies.can_reopen(principal, assessment),
    )


def _submitted(assessment: Assessment) -> AssessmentVersion:
    """The version a reviewer sees: the one after it is being corrected."""
    being_corrected = assessment.state == State.RETURNED
    return versions.numbered(assessment, assessment.version - being_corrected)
