"""One vote by one link, whoever else votes at the same moment."""

from functools import partial
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.assessments import ballots, polls
from dashboard.assessments.ballots import Standing
from tests.dashboard.assessments import votes
from tests.dashboard.assessments.votes import AFTER, CLOSES_AT
from tests.dashboard.assessments.world import CIVIL, LABOUR, NOW, POLICE

OPTIONS = ["excellent", "good", "fair", "poor", polls.ABSTAINED]


def test_a_link_shows_its_class_the_subjects_and_the_options(store: str) -> None:
    review = votes.opened()
    (token,) = review.tokens("b", 1)
    ballot = ballots.look(token, now=NOW)
    assert ballot.standing == Standing.USABLE
    assert ballot.class_names["en"] == "B: peers"
    assert ballot.closes_at == CLOSES_AT
    assert [each.names["en"] for each in ballot.subjects] == [
        "Harbin Public Security",
        "Harbin Human Resources",
        "Harbin Civil Affairs",
    ]
    assert [each.option_id for each in ballot.options] == OPTIONS[:-1]


def test_a_vote_adds_to_the_tallies_of_its_class(store: str) -> None:
    review = votes.opened()
    (token,) = review.tokens("a", 1)
    subjects = review.world.subjects
    assert ballots.cast(
        token, {subjects[POLICE]: "poor", subjects[LABOUR]: polls.ABSTAINED}, now=NOW
    )
    assert votes.votes(review.poll, "a", subjects[POLICE]) == {"poor": 1}
    assert votes.votes(review.poll, "a", subjects[LABOUR]) == {polls.ABSTAINED: 1}
    # Left out: abstained as well.
    assert votes.votes(review.poll, "a", subjects[CIVIL]) == {polls.ABSTAINED: 1}
    assert votes.votes(review.poll, "b", subjects[POLICE]) == {}
    assert votes.used(review.poll) == {"a": 1}
    assert ballots.look(token, now=NOW).standing == Standing.USED


def test_a_second_click_changes_nothing_and_is_told_so(store: str) -> None:
    review = votes.opened()
    (token,) = review.tokens("a", 1)
    police = review.world.subjects[POLICE]
    assert ballots.cast(token, {police: "good"}, now=NOW)
    assert not ballots.cast(token, {police: "poor"}, now=NOW)
    # Also when the poll has closed between the two.
    assert not ballots.cast(token, {police: "good"}, now=AFTER)
    assert votes.votes(review.poll, "a", police) == {"good": 1}


def test_a_link_clicked_many_times_at_once_counts_once(store: str) -> None:
    review = votes.opened()
    (token,) = review.tokens("a", 1)
    police = review.world.subjects[POLICE]
    click = partial(ballots.cast, token, {police: "good"}, NOW)
    assert sum(map(bool, votes.at_once([click] * 8))) == 1
    assert votes.votes(review.poll, "a", police) == {"good": 1}


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "a" * 44, "é" * 43, "a\0" * 21])
def test_what_is_no_link_is_unknown(store: str, token: str) -> None:
    votes.opened()
    with pytest.raises(ballots.UnknownLink) as refused:
        ballots.look(token, now=NOW)
    with pytest.raises(ballots.UnknownLink):
        ballots.cast(token, {}, now=NOW)
    assert not token or token not in str(refused.value)


def test_nothing_is_counted_from_the_closing_time_on(store: str) -> None:
    review = votes.opened()
    (token,) = review.tokens("a", 1)
    with pytest.raises(polls.PollClosed):
        ballots.cast(token, {}, now=CLOSES_AT)
    assert ballots.look(token, now=CLOSES_AT).standing == Standing.CLOSED
    polls.close(review.administrator, review.poll, "enough", now=NOW)
    with pytest.raises(polls.PollClosed):
        ballots.cast(token, {}, now=NOW)
    assert votes.used(review.poll) == {}


def test_a_choice_that_is_none_leaves_the_link_unused(store: str) -> None:
    review = votes.opened()
    (token,) = review.tokens("a", 1)
    police = review.world.subjects[POLICE]
    for wrong in ({police: "brilliant"}, {police: ""}, {999_999: "good"}):
        with pytest.raises(ballots.WrongChoice):
            ballots.cast(token, wrong, now=NOW)
    assert ballots.look(token, now=NOW).standing == Standing.USABLE
    assert ballots.cast(token, {police: "good"}, now=NOW)


def test_fifty_who_vote_at_once_lose_nothing(store: str) -> None:
    review = votes.opened()
    subjects = review.world.subjects
    # 50 voters of three classes; the nth gives the police the (n mod 5)th option.
    tokens = [
        (class_id, token)
        for class_id, n in (("a", 20), ("b", 20), ("c", 10))
        for token in review.tokens(class_id, n)
    ]
    counted = votes.at_once(
        [
            partial(ballots.cast, token, {subjects[POLICE]: OPTIONS[n % 5]}, NOW)
            for n, (_class_id, token) in enumerate(tokens)
        ]
    )
    assert counted == [True] * 50
    assert votes.used(review.poll) == {"a": 20, "b": 20, "c": 10}
    assert votes.votes(review.poll, "a", subjects[POLICE]) == dict.fromkeys(OPTIONS, 4)
    assert votes.votes(review.poll, "c", subjects[POLICE]) == dict.fromkeys(OPTIONS, 2)
    assert votes.votes(review.poll, "b", subjects[CIVIL]) == {polls.ABSTAINED: 20}


_ROUNDS = count()
_VOTER = st.tuples(
    st.sampled_from("abc"),
    st.dictionaries(
        st.sampled_from([POLICE, LABOUR, CIVIL]), st.sampled_from(OPTIONS), max_size=3
    ),
    # How often the same ballot is sent.
    st.integers(min_value=1, max_value=3),
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(voters=st.lists(_VOTER, max_size=12), stay_away=st.integers(0, 3))
def test_votes_of_a_class_are_its_used_links_in_whatever_order_they_come(
    review: votes.Review,
    voters: list[tuple[str, dict[str, str], int]],
    stay_away: int,
) -> None:
    before = votes.used(review.poll)
    voters_of = f"round {next(_ROUNDS)}, "
    work = []
    for number, (class_id, choices, times) in enumerate(voters):
        (token,) = review.tokens(class_id, 1, prefix=f"{voters_of}{number}-")
        chosen = {review.world.subjects[key]: one for key, one in choices.items()}
        work += [partial(ballots.cast, token, chosen, NOW)] * times
    if stay_away:
        review.tokens("c", stay_away, prefix=f"{voters_of}away-")
    counted = votes.at_once(work, threads=6) if work else []

    assert sum(map(bool, counted)) == len(voters)
    used = votes.used(review.poll)
    assert sum(used.values()) == sum(before.values()) + len(voters)
    for (class_id, _subject), n in votes.sums(review.poll).items():
        assert n == used.get(class_id, 0)


@pytest.fixture
def review(store: str) -> votes.Review:
    return votes.opened()
