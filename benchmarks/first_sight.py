"""In Chromium, with a cold cache: from navigation to the last figure of the overview.

The reference is a Streamlit page of one line, served in the same way.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks import signed_in, workspace
from benchmarks.served import served
from dashboard.accounts import cookies
from dashboard.accounts.principal import Role

TIMES = 5
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run")
FIGURES = 2  # the heat map and the trend are the last things drawn


def measure() -> Iterator[tuple[str, float, str, float | None]]:
    """Median seconds to the one line, and to the overview's last figure."""
    browser = shutil.which("chromium")
    if browser is None:
        raise SystemExit("first_sight needs Chromium; install it and try again.")
    with tempfile.TemporaryDirectory() as folder:
        line = Path(folder) / "line.py"
        line.write_text("import streamlit as st\nst.write('one line')\n", "utf-8")
        with served(_streamlit(str(line))) as (port, _):
            address = f"http://127.0.0.1:{port}"
            reference = _median(browser, address, _line_is_there, "")
        yield "first_sight_one_line", reference, "s", None
        with workspace.published(), signed_in.store():
            token = signed_in.token(Role.LEADER)
            with served(_streamlit("streamlit_app.py")) as (port, _):
                address = f"http://127.0.0.1:{port}"
                overview = _median(browser, address, _figures_are_there, token)
        yield "first_sight_overview", overview, "s", overview / reference
        yield "first_sight_more_than_one_line", overview - reference, "s", None


def _line_is_there(page: Page) -> None:
    page.get_by_text("one line").wait_for()


def _figures_are_there(page: Page) -> None:
    page.wait_for_function(
        "document.querySelectorAll('[data-testid=stVegaLiteChart] svg').length"
        f" >= {FIGURES}"
    )


def _median(browser: str, address: str, complete: object, token: str) -> float:
    assert callable(complete)
    spent = []
    with sync_playwright() as play:
        for _ in range(TIMES + 1):
            # A new browser each time: nothing is cached but what the server keeps.
            chromium = play.chromium.launch(executable_path=browser, args=[*FLAGS])
            context = chromium.new_context(viewport={"width": 1440, "height": 900})
            if token:
                context.add_cookies(
                    [{"name": cookies.SESSION, "value": token, "url": address}]
                )
            page = context.new_page()
            started = time.perf_counter()
            page.goto(address)
            complete(page)
            spent.append(time.perf_counter() - started)
            chromium.close()
    return statistics.median(spent[1:])


def _streamlit(script: str) -> Callable[[int], list[str]]:
    return lambda port: [
        *(sys.executable, "-m", "streamlit", "run", script),
        *("--server.headless", "true", "--server.address", "127.0.0.1"),
        *("--server.port", str(port)),
    ]
