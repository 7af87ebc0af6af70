"""What a run is doing: a bar on a terminal, plain lines in a log; on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)


class Teller:
    """Tells what happens; `say` a line, `share` how much of a step is done (0 to 1)."""

    def __init__(self, bar: Progress | None, console: Console) -> None:
        self._bar = bar
        self._console = console
        self._task = bar.add_task("", total=1.0) if bar else None

    def say(self, text: str) -> None:
        """One line about what happens now."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=text)
        else:
            self._console.print(text, markup=False, highlight=False, soft_wrap=True)

    def share(self, text: str, done: float) -> None:
        """How far the step has come; on a terminal only, a log would drown in it."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=text, completed=done)


@contextmanager
def telling(quiet: bool = False) -> Iterator[Teller]:
    """A teller for the time of one command."""
    console = Console(file=sys.stderr, quiet=quiet)
    if not console.is_terminal or quiet:
        yield Teller(None, console)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        yield Teller(bar, console)
