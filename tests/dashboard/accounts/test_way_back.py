"""Where the sign-in leads to: a page of ours, in the language chosen at the door."""

import pytest

from dashboard.door import way_back
from tests.dashboard.accounts.door import PASSWORD, account, browser


@pytest.fixture(autouse=True)
def _somebody(sqlite_store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVSCORE_AUDIENCE", "")
    account()


def test_the_language_chosen_at_the_door_is_the_one_behind_it() -> None:
    form = {"name": "li", "password": PASSWORD}
    reader = browser()
    token = reader.token("/sign-in?lang=zh")
    answer = reader.post(
        "/sign-in?lang=zh", form_token=token, next="city?lang=en", **form
    )
    assert answer.headers["location"] == "./city?lang=zh"
    reader = browser()
    token = reader.token("/sign-in?lang=zh")
    answer = reader.post("/sign-in?lang=zh", form_token=token, next="", **form)
    assert answer.headers["location"] == "./?lang=zh"
    # What is no language of ours stays at the door.
    reader = browser()
    token = reader.token("/sign-in?lang=xx")
    answer = reader.post("/sign-in?lang=xx", form_token=token, next="", **form)
    assert answer.headers["location"] == "./"


@pytest.mark.parametrize(
    "hostile",
    [
        "https://example.org/overview",
        "//example.org/overview",
        "/\\example.org",
        "\\\\example.org",
        "javascript:alert(1)",
        "overview\r\nSet-Cookie: a=b",
        "../../etc/passwd",
        "sign-out",
        "/evidence/1",
        ".//example.org",
        "x" * 3000,
        "overview?" + "&".join(f"a{n}=1" for n in range(60)),
        "[::1",
    ],
)
def test_the_way_back_leads_to_our_pages_only(hostile: str) -> None:
    assert way_back.to(hostile) == "./"
    assert browser().sign_in(wanted=hostile).headers["location"] == "./"
