"""Engines: what runs the statements that validate and measure.

Both give a connection that is asked as DuckDB is, and a loader. Scoring and publishing
are DuckDB's, whatever typed the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

import duckdb

from pipelines.declarations.workspace import Workspace
from pipelines.errors import CallError
from pipelines.validate.load import Loader

DUCKDB, SPARK = "duckdb", "spark"
NAMES = (DUCKDB, SPARK)


class Engine(Protocol):
    """What a run asks of an engine."""

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """What every statement is given to."""

    def loader(self, workspace: Workspace, secret: str) -> Loader:
        """What loads files."""

    def begin_scoring(self) -> None:
        """From now on what is made of rows is small, and belongs to the warehouse."""

    def clear(self) -> None:
        """Remove what rows left behind; called when a run's changes are kept."""


class DuckEngine:
    """Everything in the warehouse's own process."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con

    def loader(self, workspace: Workspace, secret: str) -> Loader:
        return Loader(self.con, workspace, secret)

    def begin_scoring(self) -> None:
        """Rows and figures are in one place anyway."""

    def clear(self) -> None:
        """Rows that went are gone."""


def check_known(name: str) -> None:
    """Raise CallError for an engine that nobody has heard of."""
    if name not in NAMES:
        known = ", ".join(NAMES)
        raise CallError(f"--engine {name!r} is not known. Known: {known}.")


@contextmanager
def opened(
    name: str,
    master: str | None,
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    say: Callable[[str], None],
) -> Iterator[Engine]:
    """The engine of that name over a warehouse."""
    check_known(name)
    if name == DUCKDB:
        yield DuckEngine(con)
        return
    # Only who asks for Spark waits for its modules.
    from pipelines.spark.engine import started

    with started(master, con, workspace, say) as engine:
        yield engine
