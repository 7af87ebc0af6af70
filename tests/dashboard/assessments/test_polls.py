"""Opening and closing a democratic review, and what the log says of it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from dashboard.accounts import audit
from dashboard.accounts.principal import NOBODY, Role
from dashboard.accounts.rights import NotAllowed
from dashboard.assessments import (
    ballot_links,
    ballots,
    poll_report,
    polls,
    voter_lists,
)
from dashboard.database import engine
from dashboard.database.models.audit import AuditEntry
from dashboard.database.models.ballots import BallotLink, BallotTally, Poll
from dashboard.database.models.cycles import Cycle
from tests.dashboard.assessments import votes, world
from tests.dashboard.assessments.votes import AFTER, CLOSES_AT
from tests.dashboard.assessments.world import NOW


def log() -> list[tuple[str, str, dict[str, object]]]:
    with engine.reading() as session:
        return [
            (entry.action, entry.account_name, entry.details)
            for entry in session.scalars(
                select(AuditEntry).order_by(AuditEntry.entry_id)
            )
        ]


def test_every_tally_stands_at_zero_before_the_first_vote(store: str) -> None:
    review = votes.opened()
    with engine.reading() as session:
        n = session.scalar(select(func.count()).select_from(BallotTally))
        total = session.scalar(select(func.sum(BallotTally.votes)))
    # Three classes, three organs, four options and abstaining.
    assert (n, total) == (3 * 3 * 5, 0)
    (offer,) = polls.offered(review.administrator, now=NOW)
    assert (offer.poll_id, offer.subjects, offer.is_closed) == (review.poll, 3, False)


def test_only_an_administrator_opens_makes_links_withdraws_and_closes(
    store: str,
) -> None:
    review = votes.opened()
    for role in set(Role) - {Role.ADMINISTRATOR}:
        other = review.world.principal("wang", role)
        for attempt in (
            lambda who: polls.offered(who),
            lambda who: polls.open_poll(who, review.method, CLOSES_AT, now=NOW),
            lambda who: ballot_links.make(who, review.poll, "a", ["x"], now=NOW),
            lambda who: ballot_links.unused(who, review.poll, "a"),
            lambda who: ballot_links.withdraw(who, review.poll, "a", ["x"], now=NOW),
            lambda who: poll_report.turnout(who, review.poll),
            lambda who: poll_report.results(who, review.poll),
            lambda who: polls.close(who, review.poll, "reason", now=NOW),
        ):
            with pytest.raises(NotAllowed):
                attempt(other)
    with pytest.raises(NotAllowed):
        polls.offered(NOBODY)


def test_a_method_has_one_poll(store: str) -> None:
    review = votes.opened()
    with pytest.raises(polls.AlreadyOpened):
        polls.open_poll(review.administrator, review.method, CLOSES_AT, now=NOW)


def test_a_poll_needs_time_ahead_an_open_cycle_ballots_and_somebody_to_review(
    store: str,
) -> None:
    made = world.build()
    zheng = made.principal("zheng")
    with engine.writing() as session:
        organs = world.add_method(session, made.cycle, "democratic", 0.2)
        teams = world.add_method(session, made.cycle, "democratic", 0.2, "team")
    with pytest.raises(polls.ClosesTooSoon):
        polls.open_poll(zheng, organs, NOW, now=NOW)
    with pytest.raises(polls.PollMissing):
        polls.open_poll(zheng, made.methods["expert"], CLOSES_AT, now=NOW)
    with pytest.raises(polls.PollMissing):
        polls.open_poll(zheng, 999, CLOSES_AT, now=NOW)
    with pytest.raises(polls.NobodyToReview):
        polls.open_poll(zheng, teams, CLOSES_AT, now=NOW)
    with engine.writing() as session:
        session.get_one(Cycle, made.cycle).state = "publicity"
    with pytest.raises(polls.CycleNotOpen):
        polls.open_poll(zheng, organs, CLOSES_AT, now=NOW)


def test_links_are_made_for_names_and_only_their_hashes_are_kept(store: str) -> None:
    review = votes.opened()
    made = ballot_links.make(
        review.administrator, review.poll, "a", ["王芳", "Li Wei"], now=NOW
    )
    assert [each.issued_to for each in made] == ["王芳", "Li Wei"]
    # 32 bytes are 43 letters; no two alike.
    assert {len(each.token) for each in made} == {43}
    assert len({each.token for each in made}) == 2
    assert made[0].address("https://govscore.example/") == (
        f"https://govscore.example/ballot?token={made[0].token}"
    )
    assert made[0].token not in repr(made)
    with engine.reading() as session:
        links = session.scalars(select(BallotLink))
        kept = {link.issued_to: link.token_sha for link in links}
    assert kept == {each.issued_to: ballots.sha(each.token) for each in made}


def test_nobody_gets_two_links_of_a_class(store: str) -> None:
    review = votes.opened()
    review.tokens("a", 2)
    with pytest.raises(ballot_links.HasLink) as refused:
        ballot_links.make(
            review.administrator, review.poll, "a", ["new", "a1"], now=NOW
        )
    assert refused.value.values == {"name": "a1"}
    # All or none: "new" got none either. Another class is another matter.
    assert ballot_links.unused(review.administrator, review.poll, "a") == ["a0", "a1"]
    assert len(review.tokens("b", 2, prefix="a")) == 2
    with pytest.raises(voter_lists.NameTwice):
        ballot_links.make(review.administrator, review.poll, "c", ["x", "x"], now=NOW)
    with pytest.raises(polls.PollMissing):
        ballot_links.make(review.administrator, review.poll, "d", ["x"], now=NOW)


def test_an_unused_link_can_be_withdrawn_and_a_used_one_cannot(store: str) -> None:
    review = votes.opened()
    first, second, _third = review.tokens("a", 3)
    ballots.cast(first, {}, now=NOW)
    administrator, poll = review.administrator, review.poll
    with pytest.raises(ballot_links.LinkUsed):
        ballot_links.withdraw(administrator, poll, "a", ["a0", "a1"], now=NOW)
    ballot_links.withdraw(administrator, poll, "a", ["a1"], now=NOW)
    with pytest.raises(ballots.UnknownLink):
        ballots.cast(second, {}, now=NOW)
    (turnout, *_rest) = poll_report.turnout(administrator, poll)
    assert (turnout.issued, turnout.used, turnout.share) == (2, 1, 0.5)
    # The name is free for a new link.
    ballot_links.make(administrator, poll, "a", ["a1"], now=NOW)


def test_a_poll_closes_early_with_a_reason(store: str) -> None:
    review = votes.opened()
    with pytest.raises(polls.ReasonMissing):
        polls.close(review.administrator, review.poll, " \x00 ", now=NOW)
    polls.close(review.administrator, review.poll, "Everybody has voted", now=NOW)
    (offer,) = polls.offered(review.administrator, now=NOW)
    assert offer.is_closed
    with pytest.raises(polls.PollClosed):
        polls.close(review.administrator, review.poll, "again", now=NOW)
    with pytest.raises(polls.PollClosed):
        review.tokens("a", 1)
    assert log()[-1][:2] == ("poll_closed", "zheng")
    assert log()[-1][2] == {"reason": "Everybody has voted"}


def test_a_poll_closes_at_its_time_and_the_next_visit_enters_it(store: str) -> None:
    review = votes.opened()
    assert polls.close_due(now=CLOSES_AT - timedelta(seconds=1)) == 0
    assert polls.close_due(now=CLOSES_AT) == 1
    assert polls.close_due(now=AFTER) == 0
    with engine.reading() as session:
        assert session.get_one(Poll, review.poll).state == polls.CLOSED
    assert log()[-1][:2] == ("poll_closed", "")


def test_the_log_holds_openings_links_and_closings_but_no_vote_and_no_name(
    store: str,
) -> None:
    review = votes.opened()
    first, _second = review.tokens("b", 2)
    police = review.world.subjects[world.POLICE]
    ballots.cast(first, {police: "poor"}, now=NOW)
    ballot_links.withdraw(review.administrator, review.poll, "b", ["b1"], now=NOW)
    polls.close(review.administrator, review.poll, "done", now=NOW)
    assert [action for action, *_ in log()] == [
        "poll_opened",
        "poll_links_made",
        "poll_links_withdrawn",
        "poll_closed",
    ]
    assert log()[1][2] == {"voter_class": "b", "links": 2}
    with engine.reading() as session:
        assert audit.verify(session) == 4


@pytest.mark.parametrize(
    "base",
    ["", "govscore.cn", "javascript:x", "ftp://x", "https://x/?a=", "https://a b"],
)
def test_a_link_begins_with_an_address_that_opens(base: str) -> None:
    with pytest.raises(ballot_links.WrongBase):
        ballot_links.NewLink("a", "b").address(base)
