"""Signing in through a real OpenID Connect provider, a process of its own."""

import json
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from dashboard.accounts import cookies, directory
from dashboard.locations import DATA_VARIABLE
from tests.dashboard import published
from tests.serving import Server, free_port, served, wait_for

PEOPLE = [
    {"sub": "li", "name": "李明", "preferred_username": "li.ming",
     "groups": ["staff", "housing leaders"]},
    {"sub": "chen", "name": "陈静", "groups": ["evaluators"]},
    # Known to the provider, in no group that may do anything here.
    {"sub": "wang", "name": "王芳", "groups": ["staff"]},
]  # fmt: skip
DECLARED = """
[ask]
zh = "请联系信息处。"
en = "Ask the information office."

[[group]]
group = "housing leaders"
role = "leader"
departments = ["zjj"]

[[group]]
group = "evaluators"
role = "evaluator"
"""


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a provider that knows PEOPLE."""
    port = free_port()
    known = [
        part for person in PEOPLE for part in ("--user-claims", json.dumps(person))
    ]
    with (tmp_path_factory.mktemp("provider") / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *known],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture
def server(provider: str, tmp_path: Path) -> Iterator[Server]:
    """A server of its own, with a store of its own, that signs in at the provider."""
    workspace = tmp_path / "workspace"
    published.publish(workspace)
    (workspace / "sign_in.toml").write_text(DECLARED, encoding="utf-8")
    port = free_port()
    file = tmp_path / "secrets.toml"
    file.write_text(
        f"""
        [auth]
        redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
        cookie_secret = "{secrets.token_hex(32)}"
        client_id = "govscore"
        client_secret = "{secrets.token_hex(16)}"
        server_metadata_url = "{provider}/.well-known/openid-configuration"
        """,
        encoding="utf-8",
    )
    with served(
        workspace,
        tmp_path / "server.log",
        port=port,
        STREAMLIT_SECRETS_FILES=str(file),
    ) as server:
        yield server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB")
    # The provider's own page asks for a stylesheet of another site.
    context.route("https://**", lambda route: route.abort())
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    yield opened
    context.close()


@pytest.fixture
def of_workspace(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """This process reads the server's store."""
    monkeypatch.setenv(DATA_VARIABLE, str(server.workspace))


def sign_in(page: Page, server: Server, person: str, path: str = "sign-in") -> None:
    page.goto(f"{server.address}/{path}")
    page.get_by_role("button", name=person, exact=True).click()


def session(page: Page) -> str:
    held = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    return held.get(cookies.SESSION, "")


def test_a_person_comes_back_from_the_provider_to_the_page_they_wanted(
    server: Server, page: Page, of_workspace: None
) -> None:
    wanted = "department?subject=organ:230100/zjj&lang=en"
    sign_in(page, server, "li", wanted)
    page.get_by_text("Harbin Housing and Construction").first.wait_for()
    assert page.url == f"{server.address}/{wanted}"
    # Who it is, by what the provider said; what they may, by what the group may.
    account = directory.named(None, "li.ming")
    assert (account.display_name, account.role) == ("李明", "leader")
    assert [(limit.kind, limit.code) for limit in account.scopes] == [
        ("department", "zjj")
    ]
    assert account.issuer
    assert account.identity == "li"
    # Data quality is not for limited leaders.
    assert page.get_by_text("Data quality").count() == 0
    page.get_by_text("李明").first.wait_for()


def test_signing_out_ends_both_sessions(server: Server, page: Page) -> None:
    sign_in(page, server, "chen")
    page.get_by_test_id("stMetric").first.wait_for()
    token = session(page)
    assert token
    page.goto(f"{server.address}/sign-out?lang=en")
    page.get_by_role("button", name="Sign out").click()
    # Through the provider's own sign-out, and back to what is public.
    page.get_by_role("button", name="End session").click()
    page.get_by_role("heading", name="Satisfaction ranking").first.wait_for()
    assert session(page) == ""
    kept = [cookie["name"] for cookie in page.context.cookies()]
    assert not [name for name in kept if name.startswith("_streamlit_user")]
    page.goto(f"{server.address}/department")
    page.get_by_role("button", name="chen", exact=True).wait_for()
    # The old session is of no use to whoever kept it.
    page.context.add_cookies(
        [{"name": cookies.SESSION, "value": token, "url": server.address}]
    )
    page.goto(f"{server.address}/department")
    page.get_by_role("button", name="chen", exact=True).wait_for()


def test_a_person_without_a_group_gets_in_nowhere_and_is_told_whom_to_ask(
    server: Server, page: Page, of_workspace: None
) -> None:
    sign_in(page, server, "wang", "overview?lang=en")
    page.get_by_text("Ask the information office.").wait_for()
    assert page.get_by_text("王芳, your organisation knows you").count() == 1
    assert session(page) == ""
    with pytest.raises(directory.NotThere):
        directory.named(None, "wang")
    # What is public stays so.
    page.goto(f"{server.address}/?lang=en")
    page.get_by_role("heading", name="Satisfaction ranking").first.wait_for()


def test_a_disabled_account_is_refused_whatever_the_provider_says(
    server: Server, page: Page, of_workspace: None
) -> None:
    sign_in(page, server, "li")
    page.get_by_test_id("stMetric").first.wait_for()
    directory.disable(None, directory.named(None, "li.ming").account_id)
    page.reload()
    page.get_by_role("heading", name="Satisfaction ranking").first.wait_for()
    sign_in(page, server, "li", "sign-in?lang=en")
    page.get_by_text("your account has been disabled").wait_for()


def test_there_is_no_sign_in_by_password_beside_the_provider(
    server: Server, page: Page
) -> None:
    answer = page.request.post(f"{server.address}/sign-in", form={"name": "li"})
    assert answer.status == 404
