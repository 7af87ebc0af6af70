"""Where the time of a warm rerun goes, page by page: shares of its processor time.

A second thread looks every half millisecond at what the script is doing. The innermost
call that belongs to a part decides. Shares of one run are of no use: many are taken.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from types import FrameType

from streamlit.testing.v1 import AppTest

from benchmarks import reruns

TIMES = 60
EVERY = 0.0005
# By the beginning of a file's path within the project or the installed packages.
PARTS = {
    "reader": ("dashboard/accounts/", "dashboard/database/", "sqlalchemy/"),
    "fetch": ("dashboard/store.py", "dashboard/kept.py", "dashboard/publications.py"),
    "words": ("dashboard/i18n.py", "dashboard/formats.py", "babel/"),
    "kept_sections": ("streamlit/runtime/caching/",),
    "elements": (
        *("streamlit/elements/", "streamlit/dataframe_util.py"),
        *("streamlit/string_util.py", "pandas/", "pyarrow/", "plotly/"),
    ),
    "menu": ("streamlit/navigation/", "streamlit/commands/"),
    "session": ("streamlit/runtime/state/", "dashboard/session.py"),
    "pages": ("dashboard/",),
    "streamlit": ("streamlit/",),
}


def measure() -> Iterator[tuple[str, float, str, float | None]]:
    """Percent of a page's rerun in every part."""
    before = sys.getswitchinterval()
    # Else a look comes only when the script waits for something.
    sys.setswitchinterval(EVERY / 5)
    try:
        for name, app in reruns.opened():
            seen = _looked_at(app)
            for part in PARTS:
                share = 100 * seen[part] / max(seen.total(), 1)
                yield f"rerun_{name}_{part}", share, "%", None
    finally:
        sys.setswitchinterval(before)


def _looked_at(app: AppTest) -> Counter[str]:
    seen: Counter[str] = Counter()
    is_over = threading.Event()
    ours = {threading.get_ident()}

    def look() -> None:
        ours.add(threading.get_ident())
        while not is_over.is_set():
            time.sleep(EVERY)
            for thread, frame in sys._current_frames().items():
                if thread not in ours and (part := _part(frame)):
                    seen[part] += 1

    # What the first run makes is kept for those that are looked at.
    app.run()
    looking = threading.Thread(target=look)
    looking.start()
    for _ in range(TIMES):
        app.run()
    is_over.set()
    looking.join()
    return seen


def _part(frame: FrameType | None) -> str:
    """The part a script is in; "" for a thread that runs none."""
    found, is_script = "", False
    while frame is not None:
        path = frame.f_code.co_filename.replace("\\", "/")
        within = path.rpartition("/site-packages/")[2].removeprefix(f"{_ROOT}/")
        is_script = is_script or within == "dashboard/frame.py"
        if not found:
            found = next(
                (part for part, begins in PARTS.items() if within.startswith(begins)),
                "",
            )
        frame = frame.f_back
    return found if is_script else ""


_ROOT = str(reruns.ROOT)
