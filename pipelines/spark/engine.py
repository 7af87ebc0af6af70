"""The engine Spark of one run: its session, its rows and what goes between."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import duckdb

from pipelines.declarations.workspace import Workspace
from pipelines.spark import declared, session
from pipelines.spark.connection import Connection
from pipelines.spark.exchange import Exchange
from pipelines.spark.load import SparkLoader
from pipelines.spark.rows import Rows

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROWS, EXCHANGED = "rows", "exchanged"


class SparkEngine:
    """Rows on Spark, figures in the warehouse; see engine.Engine."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, spark: SparkSession, folder: Path
    ) -> None:
        self._spark = spark
        self._folder = folder
        self._rows = Rows(con, spark, folder / ROWS)
        # A run that was stopped leaves folders that nobody names.
        self._rows.sweep()
        exchange = Exchange(con, spark, folder / EXCHANGED)
        self._connection = Connection(con, spark, self._rows, exchange)

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        # It answers execute() alike, which is all that is asked of it.
        return cast("duckdb.DuckDBPyConnection", self._connection)

    def loader(self, workspace: Workspace, secret: str) -> SparkLoader:
        folder = self._folder / EXCHANGED
        return SparkLoader(self._connection, self._spark, workspace, secret, folder)

    def begin_scoring(self) -> None:
        self._connection.brings_back = True

    def clear(self) -> None:
        self._rows.sweep()


@contextmanager
def started(
    master: str | None,
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    say: Callable[[str], None],
) -> Iterator[SparkEngine]:
    """Start Spark for one run, of a workspace that it can run."""
    folder = workspace.at.spark
    declared.check(workspace)
    session.check_is_there()
    shutil.rmtree(folder / EXCHANGED, ignore_errors=True)
    say("Spark is started.")
    with session.started(master, folder, workspace.at.spark_conf) as spark:
        try:
            yield SparkEngine(con, spark, folder)
        finally:
            shutil.rmtree(folder / EXCHANGED, ignore_errors=True)
