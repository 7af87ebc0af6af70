"""The page on which a ballot is cast, through AppTest: nobody is signed in."""

from datetime import timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from dashboard import navigation, session_keys
from dashboard.accounts.principal import NOBODY
from dashboard.assessments import ballots, polls
from dashboard.audience import Audience
from dashboard.database import columns
from dashboard.door import leave
from dashboard.quiet_ballot import QuietBallot
from tests.dashboard.assessments import votes
from tests.dashboard.assessments.world import CIVIL, LABOUR, POLICE
from tests.dashboard.conftest import Open, words


@pytest.fixture
def review(store: str) -> votes.Review:
    """A review that is open now."""
    return votes.opened(closes_at=columns.now() + timedelta(days=3))


@pytest.fixture
def token(review: votes.Review) -> str:
    return review.tokens("b", 1)[0]


def shown(open_page: Open, world: Path, **address: str) -> AppTest:
    app = open_page(world, "ballot", principal=NOBODY, **address)
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [each for each in app.button if each.label == label]
    app = button.click().run()
    assert not app.exception
    return app


def chosen(app: AppTest, *options: str) -> AppTest:
    for radio, option in zip(app.radio, options, strict=False):
        radio.set_value(option)
    return press(app, "Next: check")


def test_a_ballot_is_chosen_checked_cast_and_thanked_for(
    open_page: Open, world: Path, review: votes.Review, token: str
) -> None:
    app = shown(open_page, world, token=token)
    assert 'You vote in the class "B: peers" on 3 subjects' in words(app)
    assert [each.value for each in app.radio] == [None, None, None]
    assert app.radio[0].options == [
        "Excellent", "Good", "Fair", "Poor", "Don't know",
    ]  # fmt: skip
    app = chosen(app, "poor", polls.ABSTAINED)
    assert "1 subject has no choice" in words(app)
    assert list(app.table[0].value["Your choice"]) == [
        "Poor", "Don't know", "Don't know",
    ]  # fmt: skip
    assert votes.used(review.poll) == {}
    app = press(app, "Cast the ballot")
    assert "Your ballot has been counted" in "".join(each.value for each in app.success)
    assert "What is not stored" in words(app)
    subjects = review.world.subjects
    assert votes.votes(review.poll, "b", subjects[POLICE]) == {"poor": 1}
    assert votes.votes(review.poll, "b", subjects[LABOUR]) == {polls.ABSTAINED: 1}
    assert votes.votes(review.poll, "b", subjects[CIVIL]) == {polls.ABSTAINED: 1}


def test_nothing_of_it_stays_in_the_session_or_the_address(
    open_page: Open, world: Path, token: str
) -> None:
    app = shown(open_page, world, token=token)
    app = press(chosen(app, "poor", "good", "good"), "Cast the ballot")
    assert "token" not in app.query_params
    left = repr(app.session_state)
    assert token not in left
    assert "poor" not in left
    # Reloading says thank you, and never what.
    assert "What is not stored" in words(app.run())


def test_one_can_go_back_and_change(
    open_page: Open, world: Path, review: votes.Review, token: str
) -> None:
    app = chosen(shown(open_page, world, token=token), "poor", "good", "fair")
    app = press(app, "Go back and change")
    assert [each.value for each in app.radio] == ["poor", "good", "fair"]
    app = press(chosen(app, "excellent"), "Cast the ballot")
    police, labour = (review.world.subjects[each] for each in (POLICE, LABOUR))
    assert votes.votes(review.poll, "b", police) == {"excellent": 1}
    assert votes.votes(review.poll, "b", labour) == {"good": 1}


def test_a_second_click_that_stops_the_first_run_is_thanked_too(
    open_page: Open, world: Path, token: str
) -> None:
    app = chosen(shown(open_page, world, token=token), "good")
    # What the first run leaves when the second stops it just after the vote.
    app.session_state[session_keys.BALLOT_SENT] = True
    ballots.cast(token, {})
    app = press(app, "Cast the ballot")
    assert "What is not stored" in words(app)


def test_a_ballot_left_open_in_a_second_window_is_not_counted_again(
    open_page: Open, world: Path, review: votes.Review, token: str
) -> None:
    app = chosen(shown(open_page, world, token=token), "poor")
    ballots.cast(token, {review.world.subjects[POLICE]: "good"})
    app = press(app, "Cast the ballot")
    assert "This link has been used" in words(app)
    assert votes.votes(review.poll, "b", review.world.subjects[POLICE]) == {"good": 1}
    assert "poor" not in repr(app.session_state)


@pytest.mark.parametrize("bad", ["x", "a" * 43, "[a](https://x)"])
def test_an_unknown_link_says_so_in_a_sentence(
    open_page: Open, world: Path, review: votes.Review, bad: str
) -> None:
    app = shown(open_page, world, token=bad)
    assert "This ballot link is not valid" in words(app)
    assert bad == "x" or bad not in words(app)


def test_without_a_link_the_page_asks_for_it(
    open_page: Open, world: Path, review: votes.Review
) -> None:
    assert "Open the whole ballot link" in words(shown(open_page, world))


def test_a_closed_review_says_so_before_and_at_the_last_step(
    open_page: Open, world: Path, review: votes.Review, token: str
) -> None:
    app = chosen(shown(open_page, world, token=token), "good")
    polls.close(review.administrator, review.poll, "enough")
    app = press(app, "Cast the ballot")
    assert "no vote can be cast any more" in words(app)
    assert votes.used(review.poll) == {}
    assert "This review has closed" in words(shown(open_page, world, token=token))


def test_a_sign_in_from_the_ballot_does_not_take_the_token_along(
    open_page: Open, world: Path, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[str] = []
    monkeypatch.setattr(leave, "to", lambda _page, **asked: went.append(asked["next"]))
    press(shown(open_page, world, token=token), "Sign in")
    assert len(went) == 1
    assert token not in went[0]
    assert "lang=en" in went[0]


def test_the_page_is_in_no_menu_and_in_no_deployment_for_the_public() -> None:
    page = navigation.page("ballot")
    assert not page.in_menu
    assert page in navigation.pages_of(Audience.INTERNAL, NOBODY)
    assert page not in navigation.pages_of(Audience.PUBLIC, NOBODY)


def test_the_ballot_in_chinese(open_page: Open, world: Path, token: str) -> None:
    app = shown(open_page, world, token=token, lang="zh")
    assert "不记名投票" in words(app)
    assert app.radio[0].options == ["优秀", "良好", "一般", "较差", "不了解"]


def test_the_ballots_address_is_told_to_nobody_and_kept_in_no_cache() -> None:
    async def answer(_request: object) -> PlainTextResponse:
        return PlainTextResponse("")

    paths = ("/ballot", "/sub/ballot", "/method")
    client = TestClient(
        Starlette(
            routes=[Route(path, answer) for path in paths],
            middleware=[Middleware(QuietBallot)],
        )
    )
    told = [client.get(path).headers.get("Referrer-Policy") for path in paths]
    assert told == ["no-referrer", "no-referrer", None]
    assert client.get("/ballot?token=x").headers["Cache-Control"] == "no-store"
