"""What draws a page is told of with the page, and is really there."""

import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.scripts_ahead import PAGES, ScriptsAhead


def answer(request: Request) -> Response:
    if request.url.path == "/healthz":
        return PlainTextResponse("ok")
    return HTMLResponse("<head></head>")


CLIENT = TestClient(
    Starlette(
        routes=[Route("/{page:path}", answer)], middleware=[Middleware(ScriptsAhead)]
    )
)


STATIC = Path(streamlit.__file__).parent / "static"


def told(page: str, **cookies: str) -> list[str]:
    """The scripts the document of a page names."""
    sent = "; ".join(f"{name}={value}" for name, value in cookies.items())
    link = CLIENT.get(f"/{page}", headers={"cookie": sent} if sent else None).headers[
        "link"
    ]
    return re.findall(r"<\./(static/js/[^>]+)>; rel=modulepreload", link)


@pytest.mark.parametrize("page", list(PAGES))
def test_every_script_a_page_names_is_one_that_streamlit_brings(page: str) -> None:
    # A release that renames one shows here: a name too few.
    assert len(told(page)) == len(PAGES[page])
    assert all((STATIC / script).is_file() for script in told(page))


@pytest.mark.parametrize("page", list(PAGES))
def test_the_header_passes_proxies(page: str) -> None:
    # nginx takes four kilobytes of headers in all.
    assert len(CLIENT.get(f"/{page}").headers["link"]) < 2000


def test_where_people_arrive_nothing_large_is_fetched_that_is_not_drawn() -> None:
    for page in ("overview", "ranking"):
        assert not [script for script in told(page) if "Plotly" in script]
    assert [script for script in told("department") if "Plotly" in script]


def test_without_a_name_readers_arrive_at_the_ranking_and_leaders_at_the_overview() -> (
    None
):
    assert told("") == told("ranking")
    assert told("", govscore_visit="x") == told("ranking")
    assert told("", govscore_session="x") == told("overview")
    # The address of a page says which it is, whoever comes.
    assert told("ranking", govscore_session="x") == told("ranking")


@pytest.mark.parametrize("page", ["method", "assess", "ballot", "healthz"])
def test_no_other_answer_does(page: str) -> None:
    assert "link" not in CLIENT.get(f"/{page}").headers
