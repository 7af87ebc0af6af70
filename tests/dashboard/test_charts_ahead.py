"""The script that draws is told of with the page, and is really there."""

from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.charts_ahead import ChartsAhead, scripts


def answer(request: Request) -> Response:
    if request.url.path == "/healthz":
        return PlainTextResponse("ok")
    return HTMLResponse("<head></head>")


CLIENT = TestClient(
    Starlette(
        routes=[Route("/{page:path}", answer)], middleware=[Middleware(ChartsAhead)]
    )
)


@pytest.mark.parametrize("page", ["", "overview", "city", "ranking"])
def test_a_page_that_draws_names_the_script(page: str) -> None:
    told = CLIENT.get(f"/{page}").headers["link"]
    assert told == f"<{scripts()[0]}>; rel=modulepreload"


@pytest.mark.parametrize("page", ["method", "assess", "ballot", "healthz"])
def test_no_other_answer_does(page: str) -> None:
    assert "link" not in CLIENT.get(f"/{page}").headers


def test_the_script_is_one_that_streamlit_brings() -> None:
    (script,) = scripts()
    assert (Path(streamlit.__file__).parent / "static" / script).is_file()
