"""Democratic review: who may vote and has voted, apart from what was voted.

No row says what one person voted: a vote adds to tallies and leaves nothing else. The
list of links knows that a link was used, not when. So the two cannot be joined, not
even by who holds the file.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dashboard.database.columns import Base, Code, Names, Number, Sha, Word, now


class Poll(Base):
    """A democratic review (民主评议) of some subjects of a cycle."""

    __tablename__ = "poll"

    poll_id: Mapped[Number]
    cycle_method_id: Mapped[int] = mapped_column(
        ForeignKey("cycle_method.cycle_method_id"), unique=True
    )
    closes_at: Mapped[datetime]
    state: Mapped[Word]  # open, closed
    created_at: Mapped[datetime] = mapped_column(default=now)
    revision: Mapped[int] = mapped_column()

    classes: Mapped[list["PollClass"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )

    __mapper_args__ = {"version_id_col": revision}


class PollClass(Base):
    """A class of voters (leaders, peers, staff and citizens) and its weight."""

    __tablename__ = "poll_class"

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.poll_id"), primary_key=True)
    class_id: Mapped[Code] = mapped_column(primary_key=True)
    names: Mapped[Names]
    weight: Mapped[float]
    minimum_ballots: Mapped[int]


class BallotLink(Base):
    """A link for one vote. `issued_to` names whom it was made for, for the turnout."""

    __tablename__ = "ballot_link"
    __table_args__ = (UniqueConstraint("poll_id", "class_id", "issued_to"),)

    token_sha: Mapped[Sha] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.poll_id"), index=True)
    class_id: Mapped[Code]
    issued_to: Mapped[Code]
    # Without a time, on purpose.
    is_used: Mapped[bool] = mapped_column(default=False)


class BallotTally(Base):
    """How many of a class gave a subject an option; an option is also "abstained"."""

    __tablename__ = "ballot_tally"

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.poll_id"), primary_key=True)
    class_id: Mapped[Code] = mapped_column(primary_key=True)
    cycle_subject_id: Mapped[int] = mapped_column(
        ForeignKey("cycle_subject.cycle_subject_id"), primary_key=True
    )
    option_id: Mapped[Code] = mapped_column(primary_key=True)
    votes: Mapped[int]


class PublishedBallotScore(Base):
    """What a poll gave a subject, kept when the cycle's results are published.

    Tallies need the rubric's options, the class weights and the trimming to become a
    score, which assessments/ballot_result.py knows and a view cannot. So the score is
    written down once, by assessments/published_ballots.py, and the view
    published_assessment reads it here. Without a row, nothing of the poll is published.
    """

    __tablename__ = "published_ballot_score"

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.poll_id"), primary_key=True)
    cycle_subject_id: Mapped[int] = mapped_column(
        ForeignKey("cycle_subject.cycle_subject_id"), primary_key=True
    )
    score: Mapped[float]
    # Of the classes that reached their minimum; the others are in neither figure.
    ballots: Mapped[int]
    # Standard deviation of those ballots about the score, by the weights of classes.
    spread: Mapped[float]
    # As of an assessment: within the cycle.
    counted_at: Mapped[datetime]
