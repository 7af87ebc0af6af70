"""Signing in and out through the real form, by keyboard, on a desk and on a phone."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from dashboard.accounts import directory, sessions
from dashboard.accounts.principal import Role
from dashboard.database import columns, engine, migrate
from dashboard.locations import DATA_VARIABLE
from tests.browser.conftest import MeetReader
from tests.browser.reader import DESK, PHONE, Reader, Size
from tests.dashboard import published
from tests.serving import Server, served

PASSWORD = "correct horse battery"
FIRST_PASSWORD = "given by somebody"
WORDS = {
    "zh": {"who": "李明", "password": "密码与登录状态", "out": "退出登录",
           "refused": "登录名或密码不正确", "bye": "您已退出登录",
           "ended": "登录已失效", "again": "登录"},
    "en": {"who": "李明", "password": "Password and sessions", "out": "Sign out",
           "refused": "do not go together", "bye": "You are signed out",
           "ended": "your session has ended", "again": "Sign in"},
}  # fmt: skip
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=lambda size: size.name)
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
# What the browser says of an answer that is no success: a refused form, and how
# Streamlit looks for its server (tests/browser/faults.py).
_EXPECTED = ("status of 403", "/_stcore/")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    workspace = tmp_path_factory.mktemp("sign-in") / "workspace"
    published.publish(workspace)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATA_VARIABLE, str(workspace))
        migrate.up()
        directory.add(None, "li", Role.LEADER, display_name="李明", password=PASSWORD)
        for name in ("new-zh", "new-en"):
            directory.add(
                None, name, Role.EVALUATOR, password=FIRST_PASSWORD,
                must_change_password=True,
            )  # fmt: skip
        engine.close()
    with served(workspace, workspace.parent / "server.log") as server:
        yield server


@SIZES
@LANGUAGES
def test_a_reader_signs_in_by_keyboard_and_comes_back_to_the_page(
    server: Server, meet: MeetReader, language: str, size: Size
) -> None:
    reader = meet(server, language, size)
    said = WORDS[language]
    page = reader.page
    page.goto(f"{server.address}/city?lang={language}&subject=city:230200")
    _is_sound(reader, "sign-in")
    # The first field is where one can begin to type.
    page.keyboard.type("li")
    page.keyboard.press("Tab")
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    page.get_by_role("alert").get_by_text(said["refused"]).wait_for()
    _is_sound(reader, "sign-in-refused")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/city?**")
    reader.settle()
    assert (reader.path, reader.said("subject")) == ("city", "city:230200")
    reader.take_picture("signed-in")

    _open_menu_of_the_reader(page, said["who"])
    page.get_by_role("button", name=said["password"]).click()
    page.wait_for_url("**/password?**")
    _is_sound(reader, "password")
    page.goto(f"{server.address}/?lang={language}")
    reader.settle()
    _open_menu_of_the_reader(page, said["who"])
    page.get_by_role("button", name=said["out"]).click()
    page.wait_for_url("**/sign-out?**")
    _is_sound(reader, "sign-out")
    page.get_by_role("button", name=said["out"]).click()
    page.get_by_role("status").get_by_text(said["bye"]).wait_for()
    assert not [line for line in reader.errors if not _is_expected(line)]


@LANGUAGES
def test_a_password_given_by_somebody_else_is_changed_first(
    server: Server, meet: MeetReader, language: str
) -> None:
    reader = meet(server, language, PHONE)
    page = reader.page
    page.goto(f"{server.address}/sign-in?lang={language}")
    page.locator("#name").fill(f"new-{language}")
    page.locator("#password").fill(FIRST_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/password?**")
    _is_sound(reader, "password-first")
    page.locator("#old").fill(FIRST_PASSWORD)
    page.locator("#new").fill(PASSWORD)
    page.locator("#again").fill("something else")
    page.keyboard.press("Enter")
    page.locator("#again[aria-invalid]").wait_for()
    _is_sound(reader, "password-not-the-same")
    for field, value in (("old", FIRST_PASSWORD), ("new", PASSWORD)):
        page.locator(f"#{field}").fill(value)
    page.locator("#again").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_test_id("stMetric").first.wait_for()


@LANGUAGES
def test_a_reader_whose_session_ended_is_told_so_and_signs_in_from_there(
    server: Server, meet: MeetReader, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = WORDS[language]
    reader = meet(server, language, DESK, "reviewer").go("department")
    assert reader.page.get_by_test_id("stDataFrame").count()
    monkeypatch.setenv(DATA_VARIABLE, str(server.workspace))
    _end_all_sessions("reviewer")
    reader.press("中" if language == "en" else "EN")
    reader.press("中" if language == "zh" else "EN")
    assert said["ended"] in reader.words()
    assert not reader.page.get_by_test_id("stDataFrame").count()
    assert not reader.page.get_by_role("dialog").count()
    reader.take_picture("session-ended")
    reader.page.get_by_role("button", name=said["again"]).last.click()
    reader.page.wait_for_url("**/sign-in?**")
    assert reader.said("next").startswith("department")


def _is_expected(line: str) -> bool:
    return any(words in line for words in _EXPECTED)


def _end_all_sessions(role: str) -> None:
    for account in directory.everyone(None, columns.now()):
        if account.principal.role == role:
            sessions.end_everywhere(None, account.principal.account_id or 0)
    engine.close()


def _open_menu_of_the_reader(page: Page, name: str) -> None:
    page.get_by_test_id("stPopover").get_by_text(name).click()


def _is_sound(reader: Reader, name: str) -> None:
    """Nothing runs off the screen, and nothing keeps anybody out."""
    page: Page = reader.page
    reader.take_picture(name)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    scripts = page.locator("script").count()
    assert scripts == 0
