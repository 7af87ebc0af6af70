"""Voting by a one-time link: what it is for, and the one transaction of a vote.

Who votes is not known here and never asked: whoever holds the link votes, once. The
token is the whole secret; it stands in no message, log or exception.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import case, or_, select, tuple_, update
from sqlalchemy.orm import Session

from dashboard.assessments import ballot_traces, polls
from dashboard.assessments.polls import ABSTAINED
from dashboard.assessments.rubric import Option, Rubric
from dashboard.database import columns, engine
from dashboard.database.models.ballots import BallotLink, BallotTally, Poll, PollClass
from dashboard.database.models.cycles import CycleMethod, CycleSubject
from dashboard.failures import Failure

# 256 bits in the letters of URLs.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


class UnknownLink(Failure):
    """No such link: mistyped, cut off, or withdrawn."""

    key = "ballot.unknown"


class WrongChoice(Failure):
    """A choice for a subject that is not in the poll, or one that is no option."""

    key = "ballot.wrong_choice"


class Standing(StrEnum):
    """Whether a link may be used."""

    USABLE = "usable"
    USED = "used"
    CLOSED = "closed"


@dataclass(frozen=True)
class Subject:
    """Somebody a ballot asks about."""

    cycle_subject_id: int
    names: dict[str, str]


@dataclass(frozen=True)
class Ballot:
    """What a link opens: the same for every voter of a class."""

    standing: Standing
    cycle_names: dict[str, str]
    rubric_names: dict[str, str]
    class_names: dict[str, str]
    closes_at: datetime
    subjects: tuple[Subject, ...]
    options: tuple[Option, ...]


def look(token: str, now: datetime | None = None) -> Ballot:
    """What this link is for, and whether it may be used. Raises UnknownLink."""
    at = now or columns.now()
    with engine.reading() as session:
        link = session.get(BallotLink, sha(token))
        if link is None:
            raise UnknownLink
        poll = session.get_one(Poll, link.poll_id)
        method = session.get_one(CycleMethod, poll.cycle_method_id)
        of_voter = session.get_one(PollClass, (poll.poll_id, link.class_id))
        rubric = Rubric.model_validate(method.rubric)
        return Ballot(
            standing=_standing(link, poll, at),
            cycle_names=method.cycle.names,
            rubric_names=rubric.names,
            class_names=of_voter.names,
            closes_at=poll.closes_at,
            subjects=_subjects(session, link),
            options=rubric.options,
        )


def cast(token: str, choices: dict[int, str], now: datetime | None = None) -> bool:
    """Count a ballot: an option, or ABSTAINED, by cycle_subject_id.

    Subjects left out count as abstained. True when it was counted now; False when the
    link had been used before, whatever it is used with now: nothing changes then, so
    that a second click does no harm. Raises UnknownLink, PollClosed, WrongChoice.
    """
    hashed = sha(token)
    with engine.writing() as session:
        link = session.get(BallotLink, hashed)
        if link is None:
            raise UnknownLink
        poll = polls.locked(session, link.poll_id)
        # Read before our turn came, perhaps.
        session.refresh(link)
        if link.is_used:
            return False
        polls.check_open(poll, now or columns.now())
        _count(session, link, _whole(session, link, choices))
    ballot_traces.wipe()
    return True


def sha(token: str) -> str:
    """The hash a link is known by. Raises UnknownLink for what cannot be a token."""
    if not _TOKEN.fullmatch(token):
        raise UnknownLink
    return hashlib.sha256(token.encode()).hexdigest()


def _standing(link: BallotLink, poll: Poll, now: datetime) -> Standing:
    if link.is_used:
        return Standing.USED
    return Standing.CLOSED if polls.is_closed(poll, now) else Standing.USABLE


def _subjects(session: Session, link: BallotLink) -> tuple[Subject, ...]:
    asked = select(BallotTally.cycle_subject_id).filter_by(
        poll_id=link.poll_id, class_id=link.class_id
    )
    rows = session.execute(
        select(CycleSubject.cycle_subject_id, CycleSubject.names)
        .where(CycleSubject.cycle_subject_id.in_(asked))
        .order_by(CycleSubject.cycle_subject_id)
    )
    return tuple(Subject(number, names) for number, names in rows)


def _whole(
    session: Session, link: BallotLink, choices: dict[int, str]
) -> dict[int, str]:
    """A choice for every subject of the poll; raises WrongChoice."""
    rows = session.execute(
        select(BallotTally.cycle_subject_id, BallotTally.option_id).filter_by(
            poll_id=link.poll_id, class_id=link.class_id
        )
    )
    tallied = {(subject, option) for subject, option in rows}
    for choice in choices.items():
        if choice not in tallied:
            raise WrongChoice(str(choice))
    return {subject: choices.get(subject, ABSTAINED) for subject, _ in tallied}


def _count(session: Session, link: BallotLink, choices: dict[int, str]) -> None:
    """Mark the link and add to the tallies, in a way that rows tell nothing.

    Every link and every tally of the class is written, changed or not: PostgreSQL shows
    for each row which transaction wrote it last, and with this that is the same one for
    all of them. Otherwise the only "poor" of a class would carry the number of the very
    transaction that its voter's link carries.
    """
    session.execute(
        update(BallotLink)
        .where(BallotLink.poll_id == link.poll_id, BallotLink.class_id == link.class_id)
        .values(
            is_used=or_(BallotLink.is_used, BallotLink.token_sha == link.token_sha)
        ),
        execution_options={"synchronize_session": False},
    )
    chosen = tuple_(BallotTally.cycle_subject_id, BallotTally.option_id).in_(
        list(choices.items())
    )
    session.execute(
        update(BallotTally)
        .where(
            BallotTally.poll_id == link.poll_id, BallotTally.class_id == link.class_id
        )
        .values(votes=BallotTally.votes + case((chosen, 1), else_=0)),
        execution_options={"synchronize_session": False},
    )
