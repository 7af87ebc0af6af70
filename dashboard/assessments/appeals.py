"""Appeals (申诉): the assessed unit objects, the board proposes and confirms.

An appeal is against one method's result of one subject, once. What a board may change
is in amendments.py, who may do what in appeal_policies.py, lists in appeal_lists.py.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts import audit
from dashboard.accounts.principal import Principal
from dashboard.accounts.rights import NotAllowed
from dashboard.assessments import (
    amendments,
    appeal_policies,
    results,
    steps,
    versions,
    workdays,
)
from dashboard.assessments.amendments import Amendment
from dashboard.assessments.appeal_policies import AMENDED, OPEN, PROPOSED, UPHELD
from dashboard.assessments.judgement import tidy
from dashboard.assessments.transitions import Event
from dashboard.database import columns, engine
from dashboard.database.models.appeals import Appeal, AppealEvidence
from dashboard.database.models.assessments import Evidence
from dashboard.database.models.cycles import Cycle, CycleMethod, CycleSubject
from dashboard.failures import Failure

LONGEST_TEXT = 2000
MOST_FILES = 10

Decision = Literal["upheld", "amended"]


class TextMissing(Failure):
    """Grounds of an appeal, or the reason of a decision."""

    key = "appeals.text_missing"


class TextTooLong(Failure):
    key = "appeals.text_too_long"


class RaisedBefore(Failure):
    """This method's result of the subject was appealed before."""

    key = "appeals.raised_before"


class NothingToAppeal(Failure):
    """The method gave the subject no result."""

    key = "appeals.nothing_to_appeal"


class FilesUnusable(Failure):
    """Too many, or files that somebody else brought."""

    key = "appeals.files_unusable"


class OnlyUpheld(Failure):
    """Ballots are counted, not judged: nobody can amend them one by one."""

    key = "appeals.only_upheld"


class Stale(Failure):
    key = "appeals.stale"


def raise_(
    principal: Principal,
    cycle_subject_id: int,
    cycle_method_id: int,
    grounds: str,
    evidence: Sequence[int] = (),
    now: datetime | None = None,
) -> int:
    """Appeal against a method's result of one's own unit; returns its number."""
    at = now or columns.now()
    today = workdays.today(at)
    said = _checked_text(grounds)
    with engine.writing() as session:
        # Held, so that two who appeal at once are told apart.
        subject = session.get(CycleSubject, cycle_subject_id, with_for_update=True)
        if subject is None:
            raise NotAllowed(f"There is no subject {cycle_subject_id}")
        session.refresh(subject.cycle, with_for_update={"read": True})
        appeal_policies.check_can_raise(session, principal, subject, today)
        _check_result(session, subject, cycle_method_id)
        _check_first(session, cycle_subject_id, cycle_method_id)
        _check_files(session, principal, evidence)
        appeal = Appeal(
            cycle_subject_id=cycle_subject_id,
            cycle_method_id=cycle_method_id,
            state=OPEN,
            grounds=said,
            raised_by=principal.account_id,
            raised_at=at,
            answer_due_on=workdays.after(today, subject.cycle.answer_days),
        )
        session.add(appeal)
        session.flush()
        session.add_all(
            AppealEvidence(appeal_id=appeal.appeal_id, evidence_id=number)
            for number in dict.fromkeys(evidence)
        )
        for assessment in amendments.concerned(session, appeal, hold=True):
            steps.take(session, principal, assessment, Event.APPEAL, at, reason=said)
        _record(session, principal, "raise", appeal, due=appeal.answer_due_on)
        return appeal.appeal_id


def propose(
    principal: Principal,
    appeal_id: int,
    revision: int,
    decision: Decision,
    reason: str,
    amendment: Amendment | None = None,
    now: datetime | None = None,
) -> None:
    """Propose how to decide; nothing changes before another member confirms."""
    said = _checked_text(reason)
    with engine.writing() as session:
        appeal = _held(session, appeal_id, revision)
        appeal_policies.check_can_propose(session, principal, appeal)
        kept: dict[str, Any] = {"decision": decision}
        touched: dict[str, Any] = {}
        if decision == AMENDED:
            concerned = amendments.concerned(session, appeal)
            if not concerned:
                raise OnlyUpheld(f"appeal {appeal_id}")
            change = amendment or Amendment()
            amendments.check(concerned, change)
            kept |= change.as_kept()
            touched = change.touched()
        appeal.state = PROPOSED
        appeal.proposal = kept
        appeal.decision_reason = said
        appeal.proposed_by = principal.account_id
        appeal.proposed_at = now or columns.now()
        _record(
            session,
            principal,
            "propose",
            appeal,
            reason=said,
            decision=decision,
            **touched,
        )


def send_back(
    principal: Principal,
    appeal_id: int,
    revision: int,
    reason: str,
    now: datetime | None = None,
) -> None:
    """Do not confirm: the board decides anew, and the next one reads why."""
    said = _checked_text(reason)
    with engine.writing() as session:
        appeal = _held(session, appeal_id, revision)
        appeal_policies.check_can_confirm(session, principal, appeal)
        appeal.state = OPEN
        appeal.proposal = {"sent_back": said}
        appeal.decision_reason = None
        appeal.proposed_by = None
        appeal.proposed_at = None
        _record(session, principal, "send_back", appeal, reason=said)


def confirm(
    principal: Principal, appeal_id: int, revision: int, now: datetime | None = None
) -> None:
    """Decide as proposed: uphold, or make the next versions and the next results."""
    at = now or columns.now()
    with engine.writing() as session:
        appeal = _held(session, appeal_id, revision)
        appeal_policies.check_can_confirm(session, principal, appeal)
        proposal = appeal.proposal or {}
        appeal.state = AMENDED if proposal["decision"] == AMENDED else UPHELD
        appeal.decided_by = principal.account_id
        appeal.decided_at = at
        subject = session.get_one(CycleSubject, appeal.cycle_subject_id)
        # One at a time: two amendments of a cycle would not see each other's. Held
        # before the log, as everybody does.
        session.get_one(Cycle, subject.cycle_id, with_for_update=True)
        _decide(session, principal, appeal, Amendment.restored(proposal), at)
        if appeal.state == AMENDED:
            results.compute(session, subject.cycle_id, at)
        _record(session, principal, "confirm", appeal, decision=appeal.state)


def _decide(
    session: Session,
    principal: Principal,
    appeal: Appeal,
    amendment: Amendment,
    at: datetime,
) -> None:
    """Each judgement is upheld or gets its next version, and the state says which."""
    concerned = amendments.concerned(session, appeal, hold=True)
    changed = amendments.changed(concerned, amendment)
    reason, author = appeal.decision_reason or "", appeal.proposed_by
    assert author is not None, "what is confirmed was proposed"
    for assessment in concerned:
        judgement = changed.get(assessment.assessment_id)
        if judgement is not None:
            version = versions.open_next(session, assessment, author, reason)
            versions.write(version, versions.rubric_of(assessment), judgement)
        event = Event.UPHOLD if judgement is None else Event.AMEND
        steps.take(session, principal, assessment, event, at, reason=reason)


def _held(session: Session, appeal_id: int, revision: int) -> Appeal:
    appeal = session.get(Appeal, appeal_id, with_for_update=True)
    if appeal is None:
        raise NotAllowed(f"There is no appeal {appeal_id}")
    if appeal.revision != revision:
        raise Stale(f"appeal {appeal_id} is at {appeal.revision}, not {revision}")
    return appeal


def _checked_text(text: str) -> str:
    said = tidy(text)
    if not said:
        raise TextMissing("nothing was said")
    if len(said) > LONGEST_TEXT:
        raise TextTooLong(f"{len(said)} characters", most=str(LONGEST_TEXT))
    return said


def _check_result(
    session: Session, subject: CycleSubject, cycle_method_id: int
) -> None:
    """The method has a published mean for the subject."""
    result = results.latest(session, subject.cycle_id).get(subject.cycle_subject_id)
    methods = result.details["methods"] if result else []
    if not any(
        each["cycle_method_id"] == cycle_method_id and each["mean"] is not None
        for each in methods
    ):
        raise NothingToAppeal(f"{subject.subject_id}, method {cycle_method_id}")


def _check_first(session: Session, subject_id: int, method_id: int) -> None:
    if session.scalar(
        select(Appeal.appeal_id).where(
            Appeal.cycle_subject_id == subject_id, Appeal.cycle_method_id == method_id
        )
    ):
        raise RaisedBefore(f"subject {subject_id}, method {method_id}")


def _check_files(
    session: Session, principal: Principal, evidence: Sequence[int]
) -> None:
    # Only one's own: a number that is guessed must open nobody else's file.
    own = session.scalars(
        select(Evidence.evidence_id).where(
            Evidence.evidence_id.in_(evidence),
            Evidence.uploaded_by == principal.account_id,
        )
    )
    if len(evidence) > MOST_FILES or set(own) != set(evidence):
        raise FilesUnusable(f"{list(evidence)}", most=str(MOST_FILES))


def _record(
    session: Session, principal: Principal, step: str, appeal: Appeal, **told: object
) -> None:
    session.flush()
    method = session.get_one(CycleMethod, appeal.cycle_method_id)
    subject = session.get_one(CycleSubject, appeal.cycle_subject_id)
    audit.record(
        session,
        principal,
        f"appeal.{step}",
        f"appeal:{appeal.appeal_id}",
        subject=subject.subject_id,
        method=method.method,
        **told,
    )
