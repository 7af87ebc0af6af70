"""What a poll found: a mean for each class of voters, weighted into one score.

A class of at least `trim_from` ballots loses its highest and lowest (5 %, rounded
down). A class with fewer valid ballots than its minimum is withheld: neither shown nor
counted, and its weight goes to the others. Nothing is told before the poll has closed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from dashboard.assessments import polls
from dashboard.assessments.polls import ABSTAINED, PollMissing
from dashboard.assessments.rubric import Rubric
from dashboard.database import columns
from dashboard.database.models.ballots import BallotLink, BallotTally, Poll
from dashboard.database.models.cycles import CycleMethod


@dataclass(frozen=True)
class ClassResult:
    """One class of voters. valid, abstained and mean are None where it is withheld."""

    class_id: str
    names: dict[str, str]
    weight: float
    minimum_ballots: int
    issued: int
    used: int
    valid: int | None = None
    abstained: int | None = None
    exact_mean: Fraction | None = None

    @property
    def mean(self) -> float | None:
        return None if self.exact_mean is None else float(self.exact_mean)

    @property
    def is_withheld(self) -> bool:
        return self.exact_mean is None


@dataclass(frozen=True)
class BallotResult:
    """One subject. `ballots` are the valid ones that the score rests on.

    score is None while the poll is open, and when no class reaches its minimum.
    turnout is the share of links that were used, None where none were made.
    """

    score: float | None
    ballots: int
    turnout: float | None
    classes: tuple[ClassResult, ...]
    is_open: bool


@dataclass(frozen=True)
class _Counted:
    """What is the same for every subject of a poll; issued and used by class."""

    poll: Poll
    rubric: Rubric
    links: dict[str, tuple[int, int]]
    is_open: bool


# Votes by option of one class for one subject.
Tally = dict[str, int]


def of(
    session: Session, poll_id: int, cycle_subject_id: int, now: datetime | None = None
) -> BallotResult:
    """The result of one subject of a poll. Raises PollMissing.

    A subject that came to the cycle after the opening was on no ballot: no score.
    """
    counted = _counted(session, poll_id, now or columns.now())
    tallies = _tallies(session, poll_id, cycle_subject_id)
    return _result(counted, tallies.get(cycle_subject_id, {}))


def of_poll(
    session: Session, poll_id: int, now: datetime | None = None
) -> dict[int, BallotResult]:
    """Results of all its subjects, by cycle_subject_id. Raises PollMissing."""
    counted = _counted(session, poll_id, now or columns.now())
    return {
        subject: _result(counted, tallies)
        for subject, tallies in _tallies(session, poll_id).items()
    }


def mean_of(tally: Tally, rubric: Rubric) -> Fraction | None:
    """Mean points of the ballots that are not abstentions, trimmed; None without one.

    Exact: by the decimals that were declared, not by what floats make of them.
    """
    points = {each.option_id: _exactly(each.points) for each in rubric.options}
    # Lowest first: (points, votes).
    rising = sorted((points[option], votes) for option, votes in _valid(tally).items())
    n = sum(votes for _, votes in rising)
    if n == 0:
        return None
    dropped = int(_exactly(rubric.trim_share) * n) if n >= rubric.trim_from else 0
    kept = _without_first(_without_first(rising, dropped)[::-1], dropped)
    return sum((value * votes for value, votes in kept), start=Fraction()) / (
        n - 2 * dropped
    )


def links_by_class(session: Session, poll_id: int) -> dict[str, tuple[int, int]]:
    """How many links of each class were made, and how many of them used."""
    used = func.sum(cast(BallotLink.is_used, Integer))
    rows = session.execute(
        select(BallotLink.class_id, func.count(), used)
        .where(BallotLink.poll_id == poll_id)
        .group_by(BallotLink.class_id)
    )
    return {class_id: (issued, int(times)) for class_id, issued, times in rows}


def _counted(session: Session, poll_id: int, now: datetime) -> _Counted:
    poll = session.get(Poll, poll_id)
    if poll is None:
        raise PollMissing(polls.target(poll_id))
    method = session.get_one(CycleMethod, poll.cycle_method_id)
    return _Counted(
        poll=poll,
        rubric=Rubric.model_validate(method.rubric),
        links=links_by_class(session, poll_id),
        is_open=not polls.is_closed(poll, now),
    )


def _tallies(
    session: Session, poll_id: int, only: int | None = None
) -> dict[int, dict[str, Tally]]:
    """By subject and class."""
    rows = select(BallotTally).filter_by(poll_id=poll_id)
    if only is not None:
        rows = rows.filter_by(cycle_subject_id=only)
    found: dict[int, dict[str, Tally]] = {}
    for row in session.scalars(rows.order_by(BallotTally.cycle_subject_id)):
        of_subject = found.setdefault(row.cycle_subject_id, {})
        of_subject.setdefault(row.class_id, {})[row.option_id] = row.votes
    return found


def _result(counted: _Counted, tallies: dict[str, Tally]) -> BallotResult:
    classes = tuple(
        _class(counted, each.class_id, tallies.get(each.class_id, {}))
        for each in counted.rubric.classes
    )
    shown = [each for each in classes if not each.is_withheld]
    issued = sum(each.issued for each in classes)
    return BallotResult(
        score=_score(shown),
        ballots=sum(each.valid or 0 for each in shown),
        turnout=sum(each.used for each in classes) / issued if issued else None,
        classes=classes,
        is_open=counted.is_open,
    )


def _score(shown: Sequence[ClassResult]) -> float | None:
    """Weighted over the classes that count; their weights need not sum to 1."""
    pairs = [
        (_exactly(each.weight), each.exact_mean)
        for each in shown
        if each.exact_mean is not None
    ]
    together = sum((weight for weight, _ in pairs), start=Fraction())
    if not together:
        return None
    return float(sum((w * mean for w, mean in pairs), start=Fraction()) / together)


def _class(counted: _Counted, class_id: str, tally: Tally) -> ClassResult:
    of_poll = next(each for each in counted.poll.classes if each.class_id == class_id)
    issued, used = counted.links.get(class_id, (0, 0))
    result = ClassResult(
        class_id=class_id,
        names=of_poll.names,
        weight=of_poll.weight,
        minimum_ballots=of_poll.minimum_ballots,
        issued=issued,
        used=used,
    )
    valid = sum(_valid(tally).values())
    if counted.is_open or valid < of_poll.minimum_ballots:
        return result
    return replace(
        result,
        valid=valid,
        abstained=tally.get(ABSTAINED, 0),
        exact_mean=mean_of(tally, counted.rubric),
    )


def _valid(tally: Tally) -> Tally:
    return {option: n for option, n in tally.items() if option != ABSTAINED}


def _without_first(
    counts: Sequence[tuple[Fraction, int]], dropped: int
) -> list[tuple[Fraction, int]]:
    kept = []
    for value, votes in counts:
        gone = min(votes, dropped)
        dropped -= gone
        kept.append((value, votes - gone))
    return kept


def _exactly(number: float) -> Fraction:
    return Fraction(str(number))
