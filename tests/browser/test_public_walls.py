"""What the public cannot reach on the public server, however it asks."""

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from dashboard import navigation
from tests import signed_in
from tests.browser.conftest import MeetReader
from tests.serving import Server
from tests.visitor import Answer, visiting

# Written by hand, so that widening a page's audience in the code fails here.
INTERNAL = [
    *("overview", "signals", "department", "city", "compare", "what_if", "quality")
]
# Nothing on a public page is made of these; every internal page has one of them, or
# says what only the page of signals says, also when there are none.
_INSIDE = {"metric", "dataframe", "multiselect"}
_OF_SIGNALS = "Against their own past"


def test_the_menu_has_the_public_pages_only(
    public: Server, meet_again: MeetReader
) -> None:
    menu = meet_again(public).go().menu().all_inner_texts()
    assert [text.strip().split("\n")[-1] for text in menu] == [
        "Satisfaction ranking",
        "Method",
    ]


# The other addresses are asked for below, in the protocol's own words.
@pytest.mark.parametrize("page", ["overview", "department"])
def test_the_address_of_an_internal_page_is_that_of_no_page(
    public: Server, meet_again: MeetReader, page: str
) -> None:
    reader = meet_again(public).go(page, subject="organ:230100/gaj")
    assert reader.headline() == "There is no such page"
    assert reader.page.get_by_test_id("stMetric").count() == 0
    assert reader.page.get_by_test_id("stDataFrame").count() == 0


@pytest.mark.parametrize("page", INTERNAL)
def test_no_message_makes_the_public_server_run_an_internal_page(
    internal: Server, public: Server, page: str
) -> None:
    leader = signed_in.token(internal.workspace)
    with visiting(internal.address, leader) as insider:
        pages = _pages(insider.ask("lang=en"))
        # Where readers arrive has no address of its own.
        pages["overview"] = pages.pop("")
        # The same message does show the page where it may be seen.
        assert _is_inside(insider.ask("lang=en", page_hash=pages[page]))
    file = navigation.page(page).path
    with visiting(public.address) as outsider:
        for answer in (
            outsider.ask("lang=en", page_hash=pages[page]),
            outsider.ask("lang=en", page=page),
            outsider.ask("lang=en", page=file),
            outsider.ask("lang=en", page=f"pages/{page}.py"),
            outsider.ask("lang=en", page=f"../pages/{page}"),
            outsider.ask("lang=en", path=f"{public.address}/{page}"),
        ):
            assert not _is_inside(answer)
            assert set(_pages(answer)) - {page} == {"", "method"}
            # Where it is known, only to say that there is no such page.
            if page in _pages(answer):
                assert "There is no such page" in answer.text()


def _is_inside(answer: Answer) -> bool:
    return bool(_INSIDE & set(answer.kinds())) or _OF_SIGNALS in answer.text()


def _pages(answer: Answer) -> dict[str, str]:
    """Addresses of the pages in the menu and how messages name them."""
    return {
        page.url_pathname: page.page_script_hash
        for message in answer.messages
        if message.WhichOneof("type") == "navigation"
        for page in message.navigation.app_pages
    }


def test_the_public_process_never_opens_the_internal_file(
    internal: Server, public: Server, meet_again: MeetReader
) -> None:
    meet_again(internal).go()
    assert any("-internal.duckdb" in name for name in _open_files(internal.pid))
    for page in ("", "method", *INTERNAL):
        meet_again(public).go(page)
    held = _open_files(public.pid)
    assert any("-public.duckdb" in name for name in held)
    assert not [name for name in held if "internal" in name]


def _open_files(pid: int) -> set[str]:
    """Every file a process holds open or has mapped into its memory."""
    process = Path(f"/proc/{pid}")
    mapped = {line.split()[-1] for line in (process / "maps").read_text().splitlines()}
    held = {str(entry.resolve()) for entry in (process / "fd").iterdir()}
    return {name for name in mapped | held if name.endswith(".duckdb")}


@pytest.mark.parametrize(
    "path",
    [
        "published/current.json",
        "data/published/current.json",
        "static/../published/current.json",
        "media/../../published/current.json",
        "app/static/..%2f..%2fpublished%2fcurrent.json",
        "%2e%2e/published/current.json",
    ],
)
def test_no_address_serves_the_files_themselves(public: Server, path: str) -> None:
    try:
        with urllib.request.urlopen(f"{public.address}/{path}", timeout=10) as answer:
            assert b"as_of" not in answer.read()
    except urllib.error.HTTPError as refusal:
        assert refusal.code in (400, 403, 404)
