"""In Chromium, with a cold cache: from navigation to the last figure of a page.

Of the overview, where leaders arrive, and of the ranking, where the public does. The
reference is a Streamlit page of one line, served in the same way. The pages are opened
in turn, so that whatever else the machine does meets all of them alike.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, Playwright, sync_playwright

from benchmarks import fetched, signed_in, workspace
from benchmarks.served import served
from dashboard.accounts import cookies
from dashboard.accounts.principal import Role

TIMES = 5
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run")
# The heat map and the trend are the last things drawn on the overview; on the ranking
# the dots, with the table and the button under them.
OVERVIEW_IS_THERE = (
    "document.querySelectorAll('[data-testid=stVegaLiteChart] svg').length >= 2"
)
RANKING_IS_THERE = (
    "document.querySelector('[data-testid=stVegaLiteChart] svg')"
    " && document.querySelector('[data-testid=stTable]')"
    " && document.querySelector('[data-testid=stDownloadButton]')"
)


@dataclass
class Sight:
    """A page to open: where, with which session, and how to see that it is whole."""

    name: str
    address: str
    complete: Callable[[Page], object]
    token: str = ""
    spent: list[float] = field(default_factory=list)
    files: dict[str, dict[str, int]] = field(default_factory=dict)


def measure() -> Iterator[tuple[str, float, str, float | None]]:
    """Median seconds to each page, and the bytes a browser fetches for it."""
    browser = shutil.which("chromium")
    if browser is None:
        raise SystemExit("first_sight needs Chromium; install it and try again.")
    line, *pages = _seen(browser)
    reference = statistics.median(line.spent)
    yield "first_sight_one_line", reference, "s", None
    for page in pages:
        spent = statistics.median(page.spent)
        yield f"first_sight_{page.name}", spent, "s", spent / reference
        more = spent - reference
        yield f"first_sight_{page.name}_more_than_one_line", more, "s", None
    of_line = sum(sum(sizes.values()) for sizes in line.files.values())
    for page in (line, *pages):
        print(*fetched.lines(page.name, page.files), sep="\n", flush=True)
        every = sum(sum(sizes.values()) for sizes in page.files.values())
        yield f"first_sight_{page.name}_fetched", every / 1e6, "MB", every / of_line


def _seen(browser: str) -> list[Sight]:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "line.py"
        script.write_text("import streamlit as st\nst.write('one line')\n", "utf-8")
        with (
            workspace.published(),
            signed_in.store(),
            served(_streamlit(str(script))) as (line, _),
            served(_streamlit("streamlit_app.py")) as (port, _),
            sync_playwright() as play,
        ):
            own = f"http://127.0.0.1:{port}"
            token = signed_in.token(Role.LEADER)
            sights = [
                Sight("one_line", f"http://127.0.0.1:{line}", _line_is_there),
                Sight("overview", own, _is_there(OVERVIEW_IS_THERE), token),
                Sight("ranking", f"{own}/ranking", _is_there(RANKING_IS_THERE)),
            ]
            for _ in range(TIMES + 1):
                for sight in sights:
                    _look(play, browser, sight)
    for sight in sights:
        # The first look warms the server.
        del sight.spent[0]
    return sights


def _look(play: Playwright, browser: str, sight: Sight) -> None:
    # A new browser each time: nothing is cached but what the server keeps.
    chromium = play.chromium.launch(executable_path=browser, args=[*FLAGS])
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    if sight.token:
        context.add_cookies(
            [{"name": cookies.SESSION, "value": sight.token, "url": sight.address}]
        )
    page = context.new_page()
    listening = fetched.Fetched(page)
    started = time.perf_counter()
    page.goto(sight.address)
    sight.complete(page)
    sight.spent.append(time.perf_counter() - started)
    sight.files = listening.files()
    chromium.close()


def _line_is_there(page: Page) -> None:
    page.get_by_text("one line").wait_for()


def _is_there(condition: str) -> Callable[[Page], object]:
    return lambda page: page.wait_for_function(condition)


def _streamlit(script: str) -> Callable[[int], list[str]]:
    return lambda port: [
        *(sys.executable, "-m", "streamlit", "run", script),
        *("--server.headless", "true", "--server.address", "127.0.0.1"),
        *("--server.port", str(port)),
    ]
