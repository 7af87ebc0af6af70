"""What a run is doing: a bar on a terminal, plain lines in a log; on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress


class Teller:
    """Tells what happens; `say` a line, `share` how much of a step is done (0 to 1)."""

    def __init__(self, bar: Progress | None, quiet: bool) -> None:
        self._bar = bar
        self._quiet = quiet
        self._task = bar.add_task("", total=1.0) if bar else None

    def say(self, text: str) -> None:
        """One line about what happens now."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=text)
        elif not self._quiet:
            sys.stderr.write(f"{text}\n")

    def share(self, text: str, done: float) -> None:
        """How far the step has come; on a terminal only, a log would drown in it."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=text, completed=done)


@contextmanager
def telling(quiet: bool = False) -> Iterator[Teller]:
    """A teller for the time of one command."""
    if quiet or not sys.stderr.isatty():
        yield Teller(None, quiet)
        return
    # What a log never needs is not imported for it: that takes time of every run.
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TimeElapsedColumn(),
    )
    console = Console(file=sys.stderr)
    with Progress(*columns, console=console, transient=True) as bar:
        yield Teller(bar, quiet)
