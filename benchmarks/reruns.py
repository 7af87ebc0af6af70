"""Warm reruns of every page on the server: how long a script run takes.

Run in this process through Streamlit's own runner of scripts, so that neither a browser
nor a network is measured. Whose session it is, is looked up at every run, as it is for
a reader. The reference is a page of one line.
"""

from __future__ import annotations

import logging
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from streamlit.testing.v1 import AppTest

from benchmarks import signed_in, workspace
from dashboard import navigation
from dashboard.accounts import here
from dashboard.accounts.principal import Principal, Role
from dashboard.audience import Audience
from dashboard.navigation import PageSpec

ROOT = Path(__file__).parents[1]
TIMES = 30
logging.getLogger("streamlit").setLevel("ERROR")  # no browser is there, on purpose
PAGE = "from dashboard import frame\nframe.draw()"
ONE_LINE = "import streamlit as st\nst.write('one line')"


def measure() -> Iterator[tuple[str, float, str, float | None]]:
    """Median milliseconds of processor time of a warm rerun, page by page."""
    with workspace.published():
        yield from _pages()


def _pages() -> Iterator[tuple[str, float, str, float | None]]:
    reference = _median(AppTest.from_string(ONE_LINE, default_timeout=60))
    yield "rerun_one_line", reference, "ms", None
    for name, app in _opened():
        took = _median(app)
        yield f"rerun_{name}", took, "ms", took / reference


def opened() -> Iterator[tuple[str, AppTest]]:
    """Every page of the published demo by its name, opened by somebody who may."""
    with workspace.published():
        yield from _opened()


def _opened() -> Iterator[tuple[str, AppTest]]:
    with signed_in.store():
        tokens = {role: signed_in.token(role) for role in Role if role != Role.PUBLIC}
        for spec in navigation.PAGES:
            token = tokens[_opener(spec)]
            # There is no browser that would bring the cookie.
            here._token = lambda token=token: token
            app = AppTest.from_string(PAGE, default_timeout=60)
            app.query_params["lang"] = "zh"
            app.run()
            if spec.path != navigation.PAGES[0].path:
                app.switch_page(spec.path)
            yield spec.name, app


def _opener(spec: PageSpec) -> Role:
    """The first of the roles that may open a page."""
    return next(
        role
        for role in Role
        if role != Role.PUBLIC
        and navigation.can_open(spec, Audience.INTERNAL, Principal(role=role))
    )


def _median(app: AppTest) -> float:
    for _ in range(3):
        app.run()
    spent = []
    for _ in range(TIMES):
        # Of the processor: by the clock it takes longer where others work as well.
        started = time.process_time()
        app.run()
        spent.append(1000 * (time.process_time() - started))
    return statistics.median(spent)
