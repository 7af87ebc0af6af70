"""Warm reruns of every page on the server: how long a script run takes.

Run in this process through Streamlit's own runner of scripts, so that neither a browser
nor a network is measured. The reference is a page of one line.
"""

from __future__ import annotations

import logging
import os
import statistics
import time
from collections.abc import Iterator

from streamlit.testing.v1 import AppTest

from dashboard import navigation

TIMES = 30
logging.getLogger("streamlit").setLevel("ERROR")  # no browser is there, on purpose
PAGE = "from dashboard import frame\nframe.draw()"
ONE_LINE = "import streamlit as st\nst.write('one line')"


def measure() -> Iterator[tuple[str, float, str, float | None]]:
    """Median milliseconds of a warm rerun, page by page, on the published demo."""
    os.environ.setdefault("GOVSCORE_DATA", "data")
    reference = _median(AppTest.from_string(ONE_LINE, default_timeout=60))
    yield "rerun_one_line", reference, "ms", None
    for spec in navigation.PAGES:
        app = AppTest.from_string(PAGE, default_timeout=60)
        app.query_params["lang"] = "zh"
        app.run()
        app.switch_page(spec.path)
        took = _median(app)
        yield f"rerun_{spec.name}", took, "ms", took / reference


def _median(app: AppTest) -> float:
    for _ in range(3):
        app.run()
    spent = []
    for _ in range(TIMES):
        started = time.perf_counter()
        app.run()
        spent.append(1000 * (time.perf_counter() - started))
    return statistics.median(spent)
