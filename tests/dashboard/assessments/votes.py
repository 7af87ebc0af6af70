"""A democratic review of the tiny world's organs, and voters who vote in it.

Class A (leaders, weight 0.4), B (peers, 0.3) and C (staff and citizens, 0.3) need five
valid ballots each; excellent, good, fair, poor are worth 100, 85, 70, 50.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from dashboard.accounts.principal import Principal
from dashboard.assessments import ballot_links, ballots, polls
from dashboard.database import engine
from dashboard.database.models.ballots import BallotLink, BallotTally
from tests.dashboard.assessments import world
from tests.dashboard.assessments.world import NOW, World

CLOSES_AT = NOW + timedelta(days=3)
# Before both clocks: that of the tiny world, and the real one, by which pages go.
OPENED_AT = NOW - timedelta(days=365)
AFTER = CLOSES_AT + timedelta(seconds=1)


@dataclass
class Review:
    """A poll that is open, and the administrator who opened it."""

    world: World
    method: int
    poll: int
    administrator: Principal

    def tokens(self, class_id: str, n: int, prefix: str = "") -> list[str]:
        """Tokens of n new voters of a class."""
        names = [f"{prefix or class_id}{number}" for number in range(n)]
        made = ballot_links.make(
            self.administrator, self.poll, class_id, names, now=OPENED_AT
        )
        return [each.token for each in made]

    def give(self, class_id: str, **options: int) -> None:
        """Let new voters of a class give the police the option, so many each."""
        police = self.world.subjects[world.POLICE]
        chosen = [option for option, n in options.items() for _ in range(n)]
        for token, option in zip(
            self.tokens(class_id, len(chosen)), chosen, strict=True
        ):
            choice = polls.ABSTAINED if option == "abstained" else option
            assert ballots.cast(token, {police: choice}, now=OPENED_AT)


def prepared(subjects: dict[str, dict[str, str]] | None = None) -> tuple[World, int]:
    """The world with a method that is decided by ballots, and no poll yet."""
    made = world.build(subjects=subjects)
    with engine.writing() as session:
        return made, world.add_method(session, made.cycle, "democratic", 0.2)


def opened(
    subjects: dict[str, dict[str, str]] | None = None,
    closes_at: datetime = CLOSES_AT,
) -> Review:
    """The world with an open poll of its organs. For pages it closes after now."""
    made, method = prepared(subjects)
    administrator = made.principal("zheng")
    poll = polls.open_poll(administrator, method, closes_at, now=OPENED_AT)
    return Review(made, method, poll, administrator)


def at_once(work: list[Callable[[], object]], threads: int = 50) -> list[object]:
    """Do all of it at the same time; raises what one of them raised."""
    with ThreadPoolExecutor(threads) as pool:
        futures = [pool.submit(each) for each in work]
    return [future.result() for future in futures]


def sums(poll: int) -> dict[tuple[str, int], int]:
    """Votes of every class and subject over all options, abstentions among them."""
    with engine.reading() as session:
        rows = session.execute(
            select(
                BallotTally.class_id,
                BallotTally.cycle_subject_id,
                func.sum(BallotTally.votes),
            )
            .where(BallotTally.poll_id == poll)
            .group_by(BallotTally.class_id, BallotTally.cycle_subject_id)
        )
        return {(class_id, subject): votes for class_id, subject, votes in rows}


def votes(poll: int, class_id: str, subject: int) -> dict[str, int]:
    """Votes by option, those nobody gave left out."""
    with engine.reading() as session:
        rows = session.scalars(
            select(BallotTally)
            .filter_by(poll_id=poll, class_id=class_id, cycle_subject_id=subject)
            .where(BallotTally.votes != 0)
        )
        return {row.option_id: row.votes for row in rows}


def used(poll: int) -> dict[str, int]:
    """Used links of every class that has one."""
    with engine.reading() as session:
        rows = session.execute(
            select(BallotLink.class_id, func.count())
            .where(BallotLink.poll_id == poll, BallotLink.is_used)
            .group_by(BallotLink.class_id)
        )
        return dict(map(tuple, rows))
