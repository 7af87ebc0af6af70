"""Every page and every route of a running server, asked as every role.

The tables of test_access.py, held against a server process: through Streamlit's own
protocol, where a page can be asked for that no menu shows, and over plain HTTP.
"""

import http.client
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dashboard import navigation
from dashboard.accounts import cookies
from dashboard.accounts.principal import EVERYTHING, Scope
from tests import signed_in
from tests.dashboard import published
from tests.dashboard.test_access import EVERYBODY, STANDING, WHO_OPENS
from tests.serving import Server, served
from tests.visitor import Answer, visiting

ROLES = EVERYBODY.split()
PAGES = [page.name for page in navigation.PAGES]
# What stands at the door of a page, where no page is.
CLOSED = "You are not signed in"
# Where a route leads, or its status, for one who is not signed in and one who is.
ROUTES = {
    "healthz": ("200", "200"),
    "door.css": ("200", "200"),
    "sign-in": ("200", "./"),
    "signed-in": ("./", "./"),
    "sign-out": ("./sign-in", "200"),
    "sign-out-everywhere": ("405", "405"),
    "password": ("./sign-in", "200"),
    # There is none of this number, and nobody is told so.
    "evidence/1": ("404", "404"),
}
# Departments of the invented world beside the one a reader is limited to.
OTHERS = {
    "Public Security", "Human Resources", "Market Regulation", "Health Commission",
    "Civil Affairs", "Taxation",
}  # fmt: skip
_LINK = "subject=department:gaj&subjects=department:gaj,department:rsj"
HOUSING = Scope(departments=frozenset({"zjj"}))


@pytest.fixture(scope="module")
def tokens(server: Server) -> dict[str, str]:
    """A session of each role; none for the public."""
    return {
        role: "" if role == "public" else signed_in.token(server.workspace, role)
        for role in ROLES
    }


@pytest.fixture(scope="module")
def numbers(server: Server, tokens: dict[str, str]) -> dict[str, str]:
    """How messages name each page, learnt from those who see it."""
    known: dict[str, str] = {}
    for role in ROLES:
        with visiting(server.address, tokens[role]) as visitor:
            pages = _pages(visitor.ask("lang=en"))
            # Where readers arrive has no address of its own; its number is the same.
            pages[_arrival(role)] = pages.pop("")
            known |= pages
    return known


def _arrival(role: str) -> str:
    return next(page for page in PAGES if role in WHO_OPENS[page].split())


def _pages(answer: Answer) -> dict[str, str]:
    return {
        page.url_pathname: page.page_script_hash
        for message in answer.messages
        if message.WhichOneof("type") == "navigation"
        for page in message.navigation.app_pages
    }


def _shown(answer: Answer) -> str:
    """The page that was run, as messages name it."""
    return next(
        message.navigation.page_script_hash
        for message in answer.messages
        if message.WhichOneof("type") == "navigation"
    )


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_told_of_its_pages_only(
    server: Server, tokens: dict[str, str], role: str
) -> None:
    with visiting(server.address, tokens[role]) as visitor:
        pages = set(_pages(visitor.ask("lang=en"))) - {""} | {_arrival(role)}
    assert pages == {page for page in STANDING if role in WHO_OPENS[page].split()}


@pytest.mark.parametrize("role", ROLES)
def test_no_message_has_a_page_run_for_whom_it_is_not(
    server: Server, tokens: dict[str, str], numbers: dict[str, str], role: str
) -> None:
    own = {page for page in STANDING if role in WHO_OPENS[page].split()}
    for page in PAGES:
        with visiting(server.address, tokens[role]) as visitor:
            # The first run tells the server which pages there are.
            visitor.ask("lang=en")
            for answer in (
                visitor.ask("lang=en", page_hash=numbers[page]),
                visitor.ask("lang=en", page=page),
                visitor.ask("lang=en", page=navigation.page(page).path),
                visitor.ask("lang=en", path=f"{server.address}/{page}"),
            ):
                assert _shown(answer) in {numbers[name] for name in own}, page
                assert "Traceback" not in answer.text()
                if page not in own and role == "public":
                    assert not {"metric", "dataframe"} & set(answer.kinds())
            wanted = visitor.ask("lang=en", page_hash=numbers[page])
            assert (_shown(wanted) == numbers[page]) is (page in own), page


def test_who_is_not_signed_in_is_told_so_at_an_internal_page(server: Server) -> None:
    with visiting(server.address) as visitor:
        answer = visitor.ask("lang=en", path=f"{server.address}/quality")
        assert CLOSED in answer.text()


def test_a_session_that_ended_shows_nothing_any_more(server: Server) -> None:
    token = signed_in.token(server.workspace, "steward")
    with visiting(server.address, token) as visitor:
        assert "metric" in visitor.ask("lang=en").kinds()
        _end(server, token)
        answer = visitor.ask("lang=en")
        assert CLOSED in answer.text()
        assert "metric" not in answer.kinds()


def _end(server: Server, token: str) -> None:
    status, page = _get(server, "sign-out", token)
    found = re.search(r'name="form_token" value="([^"]+)"', page)
    assert found, status
    body = f"form_token={found.group(1)}"
    assert _post(server, "sign-out", token, body).startswith("./sign-in")


@pytest.mark.parametrize(
    ("role", "megabytes", "expected"),
    [("public", 1, 403), ("leader", 1, 204), ("leader", 22, 413)],
)
def test_files_are_taken_from_who_is_signed_in_up_to_a_size(
    server: Server, tokens: dict[str, str], role: str, megabytes: int, expected: int
) -> None:
    with visiting(server.address, tokens[role]) as visitor:
        # Of a page that everybody sees, and which asks for no file.
        session = next(
            message.new_session.initialize.session_id
            for message in visitor.ask(
                "lang=en", path=f"{server.address}/ranking"
            ).messages
            if message.WhichOneof("type") == "new_session"
        )
        assert _upload(server, session, tokens[role], megabytes) == expected


def _upload(server: Server, session: str, token: str, megabytes: int) -> int:
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc)
    connection.request("GET", "/_stcore/health")
    answer = connection.getresponse()
    answer.read()
    known = str(answer.getheader("Set-Cookie")).partition(";")[0]
    cookie = "; ".join([known, *_headers(token).values()])
    part = 'Content-Disposition: form-data; name="f"; filename="a.txt"'
    body = f"--b\r\n{part}\r\n\r\n{'x' * megabytes * 1024**2}\r\n--b--\r\n"
    kind = "multipart/form-data; boundary=b"
    proof = {"Cookie": cookie, "X-Xsrftoken": known.partition("=")[2]}
    path = f"/_stcore/upload_file/{session}/1"
    connection.request("PUT", path, body, {**proof, "Content-Type": kind})
    return connection.getresponse().status


@pytest.mark.parametrize("role", ROLES)
def test_every_route_answers_each_role_as_it_should(
    server: Server, tokens: dict[str, str], role: str
) -> None:
    for path, answers in ROUTES.items():
        expected = answers[tokens[role] != ""]
        assert _get(server, path, tokens[role])[0] == expected, path


@pytest.mark.parametrize("role", ROLES)
def test_the_address_of_every_page_leads_each_role_where_it_should(
    server: Server, tokens: dict[str, str], role: str
) -> None:
    for page in PAGES:
        answer = _get(server, f"{page}?lang=en", tokens[role])[0]
        if page == _arrival(role):
            assert answer == "./?lang=en"
        elif role == "public" and "public" not in WHO_OPENS[page].split():
            assert answer == f"./sign-in?next={page}%3Flang%3Den&lang=en"
        else:
            # Streamlit shows it, or says that there is none.
            assert answer == "200"


@pytest.mark.parametrize(("scope", "expected"), [(EVERYTHING, True), (HOUSING, False)])
def test_a_limited_reader_is_sent_nothing_of_anybody_else(
    server: Server, scope: Scope, expected: bool
) -> None:
    token = signed_in.token(server.workspace, "leader", scope)
    with visiting(server.address, token) as visitor:
        overview = visitor.ask("lang=en")
        numbers = _pages(overview)
        sent = [overview.text()]
        for page in ("department", "city", "compare"):
            for query in ("lang=en", f"lang=en&{_LINK}"):
                # A session of its own would remember nothing of the last link.
                answer = visitor.ask(query, page_hash=numbers[page])
                sent.append(answer.text())
    assert any("Housing and Construction" in text for text in sent)
    others = {name for name in OTHERS for text in sent if name in text}
    # The same words that a reader without limits is sent, so this is not in vain.
    assert others == (OTHERS if expected else set())


def test_the_address_a_proxy_tells_is_believed_of_this_machine_only(
    server: Server, tmp_path: Path
) -> None:
    forwarded = {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"}
    assert "Secure" in _cookie(server, forwarded)
    assert "Secure" not in _cookie(server, {})
    # Where no proxy is named, nothing is believed.
    alone = tmp_path / "alone"
    published.publish(alone)
    with served(alone, tmp_path / "log", FORWARDED_ALLOW_IPS="192.0.2.1") as closed:
        assert "Secure" not in _cookie(closed, forwarded)


def _cookie(server: Server, headers: dict[str, str]) -> str:
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc)
    connection.request("GET", "/sign-in", headers=headers)
    return str(connection.getresponse().getheader("Set-Cookie"))


def _get(server: Server, path: str, token: str) -> tuple[str, str]:
    """Where it leads, else the status; and the text."""
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc)
    connection.request("GET", f"/{path}", headers=_headers(token))
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    return answer.getheader("Location") or str(answer.status), text


def _post(server: Server, path: str, token: str, body: str) -> str:
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", f"/{path}", body, {**_headers(token), **kind})
    answer = connection.getresponse()
    return answer.getheader("Location") or str(answer.status)


def _headers(token: str) -> dict[str, str]:
    return {"Cookie": f"{cookies.SESSION}={token}"} if token else {}
