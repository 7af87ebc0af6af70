"""The administrator's page of democratic reviews, through AppTest."""

from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.accounts.principal import Role
from dashboard.assessments import ballot_links, ballots, poll_report, polls
from dashboard.database import columns
from tests.dashboard.assessments import votes
from tests.dashboard.assessments.world import POLICE, build
from tests.dashboard.conftest import Open, as_role, words

ADMINISTRATOR = as_role(Role.ADMINISTRATOR)


@pytest.fixture
def review(store: str) -> votes.Review:
    """A review that is open now, in a store of its own."""
    return votes.opened(closes_at=columns.now() + timedelta(days=3))


def shown(open_page: Open, world: Path, **address: str) -> AppTest:
    app = open_page(world, "polls", principal=ADMINISTRATOR, **address)
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [each for each in app.button if each.label == label]
    return button.click().run()


def test_without_a_method_of_ballots_there_is_nothing_to_open(
    open_page: Open, world: Path, store: str
) -> None:
    build()
    assert "No cycle is decided by ballots yet" in words(shown(open_page, world))


def test_an_administrator_opens_a_review(
    open_page: Open, world: Path, store: str
) -> None:
    votes.prepared()
    app = shown(open_page, world)
    assert "Subjects: 3" in words(app)
    assert "Excellent 100, Good 85, Fair 70, Poor 50" in words(app)
    app = press(app, "Open the review")
    assert not app.exception
    assert "Open until" in words(app)
    (offer,) = polls.offered(ADMINISTRATOR)
    assert offer.poll_id is not None


def test_links_are_shown_until_they_are_saved_and_never_again(
    open_page: Open, world: Path, review: votes.Review
) -> None:
    app = shown(open_page, world)
    app.text_area[0].input("Wang Fang\n*Li* Wei")
    base = next(each for each in app.text_input if "Address" in each.label)
    base.input("https://govscore.example/")
    app = press(app, "Make links")
    assert not app.exception
    assert "2 links were made" in words(app)
    assert "shown here once" in words(app)
    (table,) = app.dataframe
    assert list(table.value["Name"]) == ["Wang Fang", "*Li* Wei"]
    address = table.value["Link"][0]
    assert address.startswith("https://govscore.example/ballot?token=")
    token = address.partition("=")[2]
    assert ballots.look(token).class_names["en"] == "A: leaders"
    app = press(app, "Saved; show them no more")
    assert token not in repr(app.session_state)
    assert not app.dataframe


def test_a_list_with_a_mistake_makes_no_link_and_says_so(
    open_page: Open, world: Path, review: votes.Review
) -> None:
    app = shown(open_page, world)
    app.text_area[0].input("Wang [Fang](https://x)\nWang [Fang](https://x)")
    base = next(each for each in app.text_input if "Address" in each.label)
    base.input("https://govscore.example/")
    app = press(app, "Make links")
    (error,) = app.error
    assert "stands in the list twice" in error.value
    assert r"\[Fang\]" in error.value
    assert sum(each.issued for each in poll_report.turnout(ADMINISTRATOR, 1)) == 0


def test_turnout_and_no_result_while_the_review_is_open(
    open_page: Open, world: Path, review: votes.Review
) -> None:
    review.give("a", excellent=3)
    review.tokens("a", 1, prefix="stays away")
    app = shown(open_page, world)
    # 3 of 4.
    assert "A: leaders: turnout 75%" in _bars(app)
    assert "B: peers: no links yet" in _bars(app)
    assert "Results" not in [each.value for each in app.header]


def test_an_unused_link_is_withdrawn(
    open_page: Open, world: Path, review: votes.Review
) -> None:
    review.tokens("a", 2)
    app = shown(open_page, world)
    app.multiselect[0].select("a1").run()
    app = press(app, "Withdraw")
    assert not app.exception
    assert ballot_links.unused(ADMINISTRATOR, review.poll, "a") == ["a0"]


def test_closing_needs_a_reason_and_shows_the_results(
    open_page: Open, world: Path, review: votes.Review
) -> None:
    review.give("a", excellent=5)
    review.give("b", poor=4)
    review.give("c", fair=5, abstained=1)
    app = press(shown(open_page, world), "Close now")
    assert "Give the reason" in app.error[0].value
    app.text_area[-1].input("Everybody has voted")
    app = press(app, "Close now")
    assert not app.exception
    assert "Voting has closed" in words(app)
    (results,) = [each for each in app.table if "Score" in each.value]
    police = results.value.iloc[0]
    # (0.4 x 100 + 0.3 x 70) / 0.7 = 87.14; B has four ballots of the five it needs.
    assert police["Score"] == "**87.1**"
    assert police["Ballots counted"] == "10"
    assert police["A: leaders"] == "100.0 (n = 5)"
    assert police["B: peers"] == "under 5"
    assert police["C: staff and citizens"] == "70.0 (n = 5, abstained 1)"
    assert results.value.iloc[1]["Score"] == "too few"


def test_a_review_closes_by_itself(
    open_page: Open, world: Path, review: votes.Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = columns.now() + timedelta(days=4)
    monkeypatch.setattr(columns, "now", lambda: later)
    assert "Voting has closed" in words(shown(open_page, world))
    # The visit has entered it.
    assert polls.close_due() == 0


def _bars(app: AppTest) -> str:
    return "\n".join(bar.proto.text for bar in app.get("progress"))


def test_names_of_subjects_are_no_markup(
    open_page: Open, world: Path, store: str
) -> None:
    review = votes.opened(
        {POLICE: {"zh": "*局*", "en": "*bold*"}},
        closes_at=columns.now() + timedelta(days=1),
    )
    polls.close(review.administrator, review.poll, "done")
    (results,) = [
        each for each in shown(open_page, world).table if "Score" in each.value
    ]
    assert results.value.iloc[0]["Subject"] == r"\*bold\*"
