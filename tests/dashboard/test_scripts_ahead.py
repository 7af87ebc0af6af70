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


def told(page: str) -> list[str]:
    """The scripts the document of a page names."""
    link = CLIENT.get(f"/{page}").headers["link"]
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


def test_where_leaders_arrive_nothing_large_is_fetched_that_is_not_drawn() -> None:
    assert not [script for script in told("overview") if "Plotly" in script]
    assert [script for script in told("ranking") if "Plotly" in script]


@pytest.mark.parametrize("page", ["method", "assess", "ballot", "healthz"])
def test_no_other_answer_does(page: str) -> None:
    assert "link" not in CLIENT.get(f"/{page}").headers
