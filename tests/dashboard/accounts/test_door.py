"""Signing in and out as a browser does: forms, cookies, where one is led."""

import re

import pytest

from dashboard.accounts import cookies, directory, sessions
from dashboard.accounts.principal import Role
from dashboard.database import engine
from dashboard.database.models.audit import AuditEntry
from tests.dashboard.accounts.door import PASSWORD, account, browser

PAGES = ["sign-in", "sign-out", "password"]


@pytest.fixture(autouse=True)
def _quick(sqlite_store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "")
    account()


def actions() -> list[str]:
    with engine.reading() as session:
        entries = session.query(AuditEntry).order_by(AuditEntry.entry_id)
        return [entry.action for entry in entries]


def test_who_is_not_signed_in_is_led_to_the_sign_in_and_back() -> None:
    reader = browser()
    answer = reader.get("/department?subject=department:zjj&lang=en")
    assert (answer.status, answer.leads_to) == (303, "sign-in")
    assert answer.says("next") == "department?subject=department:zjj&lang=en"
    assert answer.says("lang") == "en"
    answer = reader.sign_in(wanted=answer.says("next"))
    assert answer.headers["location"] == ("./department?subject=department:zjj&lang=en")
    assert reader.get("/department").text == "/department for leader"


def test_pages_for_everybody_ask_nobody() -> None:
    assert browser().get("/method").text == "/method for public"
    # Where readers arrive is the root.
    assert browser().get("/ranking?kind=city").headers["location"] == "./?kind=city"


def test_who_is_signed_in_arrives_at_the_overview() -> None:
    reader = browser()
    assert reader.sign_in().headers["location"] == "./"
    assert reader.get("/overview?period=x").headers["location"] == "./?period=x"
    assert reader.get("/ranking").text == "/ranking for leader"
    assert reader.get("/sign-in").leads_to == ""


def test_the_cookie_is_for_this_site_alone_and_no_script_reads_it() -> None:
    line = browser().sign_in().cookie(cookies.SESSION).lower()
    assert "httponly" in line
    assert "samesite=lax" in line
    assert "path=/" in line
    assert "domain" not in line
    assert "secure" not in line
    line = browser("https://testserver").sign_in().cookie(cookies.SESSION).lower()
    assert "secure" in line


def test_a_session_given_before_the_sign_in_is_not_taken_over() -> None:
    account("wang", Role.EVALUATOR)
    reader = browser()
    reader.sign_in("wang")
    planted = reader.session
    assert planted
    reader.client.cookies.clear()
    # As a thief would plant his own session, and wait for somebody to sign in with it.
    token = reader.token("/sign-in")
    reader.client.cookies.set(cookies.SESSION, planted)
    reader.post("/sign-in", form_token=token, name="li", password=PASSWORD)
    assert sessions.find(planted) is None


def test_unknown_names_and_wrong_passwords_get_the_same_page() -> None:
    pages = []
    for name, password in (("li", "wrong"), ("nobody", PASSWORD), ("li", "")):
        answer = browser().sign_in(name, password)
        assert answer.status == 403
        text = re.sub(r'name="form_token" value="[^"]+"', "", answer.text)
        pages.append(text.replace(f'value="{name}"', ""))
    assert pages[0] == pages[1] == pages[2]
    assert 'aria-describedby="failure"' in pages[0]


@pytest.mark.parametrize("token", ["", "wrong", "0" * 64])
def test_a_form_without_its_token_signs_nobody_in(token: str) -> None:
    reader = browser()
    reader.get("/sign-in")
    answer = reader.post("/sign-in", form_token=token, name="li", password=PASSWORD)
    assert answer.status == 403
    assert reader.session is None


def test_a_form_of_another_browser_signs_nobody_in() -> None:
    token = browser().token("/sign-in")
    reader = browser()
    reader.get("/sign-in")
    answer = reader.post("/sign-in", form_token=token, name="li", password=PASSWORD)
    assert (answer.status, reader.session) == (403, None)


def test_names_typed_into_the_form_come_back_harmless() -> None:
    answer = browser().sign_in('"><script>alert(1)</script>', "wrong")
    assert "<script>" not in answer.text


def test_guessing_is_slowed_and_the_page_says_for_how_long() -> None:
    reader = browser()
    answers = [reader.sign_in("li", "wrong") for _ in range(6)]
    assert [answer.status for answer in answers] == [403] * 5 + [429]
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_a_password_given_by_somebody_else_is_changed_first() -> None:
    account("new", must_change=True)
    reader = browser()
    answer = reader.sign_in("new", wanted="city?lang=en")
    assert (answer.leads_to, answer.says("next")) == ("password", "city?lang=en")
    # Until then the reader is nobody.
    assert reader.get("/city").leads_to == "sign-in"
    assert reader.get("/sign-in").leads_to == "password"
    before = reader.session
    answer = reader.fill(
        "password", old=PASSWORD, new="a sentence of mine", again="a sentence of mine",
        next="city?lang=en",
    )  # fmt: skip
    assert answer.headers["location"] == "./city?lang=en"
    assert reader.session not in (None, before)
    assert reader.get("/city").text == "/city for leader"
    assert browser().sign_in("new").status == 403


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"old": "wrong", "new": "long enough it is", "again": "long enough it is"},
         "old"),
        ({"old": PASSWORD, "new": "short", "again": "short"}, "new"),
        ({"old": PASSWORD, "new": PASSWORD, "again": PASSWORD}, "new"),
        ({"old": PASSWORD, "new": "long enough it is", "again": "long enough it"},
         "again"),
    ],
)  # fmt: skip
def test_a_password_that_cannot_be_taken_is_told_at_its_field(
    fields: dict[str, str], field: str
) -> None:
    reader = browser()
    reader.sign_in()
    answer = reader.fill("password", **fields)
    assert answer.status == 422
    marked = re.findall(r'<input id="(\w+)"[^>]*aria-invalid="true"', answer.text)
    assert marked == [field]
    assert browser().sign_in().status == 303


def test_signing_out_needs_the_form_and_ends_the_session() -> None:
    reader = browser()
    reader.sign_in()
    token = reader.session or ""
    # A link or a picture elsewhere signs nobody out.
    reader.get("/sign-out")
    assert sessions.find(token)
    assert reader.post("/sign-out", form_token="wrong").status == 200
    assert sessions.find(token)
    answer = reader.fill("sign-out")
    assert (answer.leads_to, answer.says("done")) == ("sign-in", "signed_out")
    assert sessions.find(token) is None
    assert reader.session is None
    assert reader.get("/city").leads_to == "sign-in"


def test_signing_out_everywhere_ends_the_other_browsers_too() -> None:
    here, there = browser(), browser()
    here.sign_in()
    there.sign_in()
    here.post("/sign-out-everywhere", form_token="wrong")
    assert there.get("/city").status == 200
    here.post("/sign-out-everywhere", form_token=here.token("/password"))
    assert there.get("/city").leads_to == "sign-in"


def test_a_disabled_account_is_nobody_at_once() -> None:
    reader = browser()
    reader.sign_in()
    assert reader.get("/city").status == 200
    directory.disable(None, directory.named(None, "li").account_id)
    assert reader.get("/city").leads_to == "sign-in"


def test_what_happened_at_the_door_is_in_the_audit_log() -> None:
    reader = browser()
    reader.sign_in("li", "wrong")
    reader.sign_in()
    reader.fill("sign-out")
    assert actions() == ["account_added", "sign_in_refused", "signed_in", "signed_out"]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_the_door_is_kept_framed_or_scripted(page: str) -> None:
    reader = browser()
    if page != "sign-in":
        reader.sign_in()
    answer = reader.get(f"/{page}")
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    rules = answer.headers["content-security-policy"]
    assert "default-src 'none'" in rules
    assert "frame-ancestors 'none'" in rules
    assert "unsafe" not in rules
    assert "<script" not in answer.text
    assert "style=" not in answer.text


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_pages_speak_the_browsers_language(page: str, language: str) -> None:
    reader = browser()
    if page != "sign-in":
        reader.sign_in()
    reader.client.headers["accept-language"] = f"{language},fr;q=0.8"
    text = reader.get(f"/{page}").text
    assert f'<html lang="{language}">' in text
    # A key without words would stand there as it is.
    assert "door." not in text.replace("door.css", "")


def test_every_field_has_a_label_and_says_what_it_is_for() -> None:
    stranger, reader = browser(), browser()
    reader.sign_in()
    for text in (stranger.get("/sign-in").text, reader.get("/password").text):
        fields = re.findall(r'<input id="(\w+)"([^>]*)>', text)
        assert fields
        for name, rest in fields:
            assert f'<label for="{name}">' in text
            assert "autocomplete=" in rest


def test_nothing_large_and_nothing_but_a_form_is_read() -> None:
    reader = browser()
    assert reader.post("/sign-in", name="x" * 20_000).status == 413
    assert reader.client.post("/sign-in", json={"name": "li"}).status_code == 415
    many = {f"field{n}": "x" for n in range(30)}
    assert reader.post("/sign-in", **many).status == 400


def test_without_a_store_the_door_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = browser()
    reader.sign_in()
    monkeypatch.setenv("GOVSCORE_STORE", "sqlite:////nowhere/at/all.sqlite")
    answer = reader.get("/password")
    assert answer.status == 503
    assert "考核数据库" in answer.text


@pytest.mark.parametrize(
    "path",
    ["sign-in", "signed-in", "sign-out", "sign-out-everywhere", "password"],
)
def test_a_deployment_for_the_public_has_no_door(
    monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "public")
    monkeypatch.setenv("GOVSCORE_STORE", "sqlite:////nowhere/at/all.sqlite")
    assert browser().get(f"/{path}").status in (404, 405)
    assert browser().post(f"/{path}", name="li").status in (404, 405)
    # Internal pages are unknown, not locked: Streamlit answers for all alike.
    assert browser().get("/overview").text == "/overview for public"
