"""How far a demo has come, told to whoever asked, from whichever thread is at work."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

Progress = Callable[[str, float], None]

DRAWING = 0.95  # of the work; the rest is joining files and writing the small ones


class Meter:
    """Counts cases as they are written."""

    def __init__(self, cases: int, on_progress: Progress | None) -> None:
        self._cases, self._on_progress = cases, on_progress
        self._written = 0
        self._lock = Lock()

    def add(self, file: str, cases: int) -> None:
        """So many more cases went into the file."""
        with self._lock:
            self._written += cases
            if self._on_progress is not None:
                self._on_progress(file, DRAWING * self._written / self._cases)

    def finish(self) -> None:
        """Everything is in its place."""
        if self._on_progress is not None:
            self._on_progress("", 1.0)
