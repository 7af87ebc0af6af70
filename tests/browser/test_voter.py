"""Voters open their links on telephones and desks, and an administrator runs the poll.

The server has a store of its own, so that other tests find theirs untouched.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.accounts import cookies, sessions
from dashboard.assessments import poll_report
from dashboard.database import columns, engine, migrate
from dashboard.database.models.accounts import Account
from tests.browser.conftest import MeetReader
from tests.browser.faults import faults
from tests.browser.reader import DESK, PHONE, Reader, Size
from tests.dashboard.assessments import votes
from tests.serving import Server, served

OPTIONS = {"zh": ["优秀", "较差", "不了解"], "en": ["Excellent", "Poor", "Don't know"]}
CHECK = {"zh": "下一步：核对", "en": "Next: check"}
CAST = {"zh": "投出选票", "en": "Cast the ballot"}
THANKS = {"zh": "您的选票已经计入", "en": "Your ballot has been counted"}
USED = {"zh": "这个链接已经投过票", "en": "This link has been used"}
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=lambda size: size.name)
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


@dataclass
class Polling:
    """A server with an open review, links nobody used yet, a session to run it by."""

    server: Server
    review: votes.Review
    tokens: list[str]
    session: str


@pytest.fixture(scope="module")
def polling(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Polling]:
    workspace = tmp_path_factory.mktemp("polling") / "workspace"
    shutil.copytree(demo / "published", workspace / "published")
    shutil.copy(demo / "workspace.toml", workspace)
    with pytest.MonkeyPatch.context() as patch:
        store = f"sqlite:///{workspace / 'assessments.sqlite'}"
        patch.setenv(engine.STORE_VARIABLE, store)
        migrate.up()
        review = votes.opened(closes_at=columns.now() + timedelta(days=3))
        with engine.writing() as session:
            zheng = session.get_one(Account, review.administrator.account_id)
            token = sessions.start(session, zheng, "127.0.0.1")
        tokens = review.tokens("b", 8)
        with served(workspace, workspace.parent / "server.log") as server:
            yield Polling(server, review, tokens, token)
        engine.close()


@SIZES
@LANGUAGES
def test_a_ballot_is_cast_with_a_double_click_and_counted_once(
    polling: Polling, meet: MeetReader, language: str, size: Size
) -> None:
    before = _used(polling)
    token = polling.tokens.pop()
    reader = meet(polling.server, language, size).go("ballot", token=token)
    reader.take_long_picture("ballot-paper")
    assert faults(reader) == []
    for place, option in enumerate(OPTIONS[language]):
        radio = reader.page.get_by_test_id("stRadio").nth(place)
        radio.get_by_text(option, exact=True).click()
    _press(reader, CHECK[language])
    reader.take_long_picture("ballot-check")
    assert faults(reader) == []
    reader.page.get_by_role("button", name=CAST[language]).dblclick()
    reader.page.get_by_text(THANKS[language]).wait_for()
    reader.settle()
    reader.take_long_picture("ballot-thanks")
    assert faults(reader) == []
    # Gone from the address, so that nobody reads it over a shoulder or in a history.
    assert reader.said("token") == ""
    assert _used(polling) == before + 1
    assert USED[language] in reader.go("ballot", token=token).words()
    assert faults(reader) == []


def test_the_token_is_in_no_line_of_the_log_and_in_no_address_but_its_own(
    polling: Polling, meet: MeetReader
) -> None:
    token = polling.tokens.pop()
    reader = meet(polling.server)
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(str(request.all_headers())))
    reader.page.on("websocket", lambda socket: asked.append(socket.url))
    address = f"{polling.server.address}/ballot?token={token}&lang=en"
    answer = reader.page.goto(address)
    reader.settle()
    assert answer is not None
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    # Among all that the page loaded, nothing was told where from.
    assert len(asked) > 5
    assert not any(token in headers for headers in asked)
    assert token not in polling.server.log.read_text(encoding="utf-8")


@SIZES
@LANGUAGES
def test_the_administrators_page_shows_no_fault(
    polling: Polling, meet: MeetReader, language: str, size: Size
) -> None:
    reader = meet(polling.server, language, size)
    reader.page.context.add_cookies(
        [
            {
                "name": cookies.SESSION,
                "value": polling.session,
                "url": polling.server.address,
            }
        ]
    )
    reader.go("polls")
    reader.take_long_picture("polls")
    # The uploader's own words are Streamlit's, in one language.
    own = ["Upload", "1MB per file", "200MB per file"]
    assert faults(reader, own) == []


def _press(reader: Reader, words: str) -> None:
    reader.page.get_by_role("button", name=words).click()
    reader.page.get_by_role("button", name=words).wait_for(state="detached")
    reader.settle()


def _used(polling: Polling) -> int:
    administrator = polling.review.administrator
    found = poll_report.turnout(administrator, polling.review.poll)
    return sum(each.used for each in found)
