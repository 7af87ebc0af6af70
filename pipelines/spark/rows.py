"""Typed rows as Spark keeps them: Parquet, a folder a raw file, never changed.

What changes rows writes folders anew. Which folders hold the rows now stands in the
warehouse, in table `spark_part`, so that it changes with everything else of a run, or
not at all; folders that nobody names any more are removed later.
"""

from __future__ import annotations

import itertools
import shutil
import uuid
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from pipelines.spark.exchange import ddl, kinds, spark_type, url

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

TABLE = """
-- One row: a folder that holds the typed rows of a file, when Spark validates.
CREATE TABLE IF NOT EXISTS spark_part (
    source VARCHAR NOT NULL, file_id INTEGER NOT NULL, folder VARCHAR NOT NULL
)
"""
_PART = "part"


class Rows:
    """The typed rows of every source of one workspace."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, session: SparkSession, folder: Path
    ) -> None:
        self._con = con
        self._session = session
        self._folder = folder.absolute()
        self._writes = (f"{uuid.uuid4().hex[:12]}-{n}" for n in itertools.count(1))
        con.execute(TABLE)

    def columns(self, source: str) -> dict[str, str]:
        """Column to type, in order, as the warehouse would have them."""
        return kinds(self._con, f'typed."{source}"')

    def frame(self, source: str) -> DataFrame:
        """The rows of a source as they are now."""
        held = self._con.execute(
            "SELECT folder FROM spark_part WHERE source = ? ORDER BY ALL", [source]
        ).fetchall()
        schema = ddl(self.columns(source))
        if not held:
            return self._session.createDataFrame([], schema)
        return self._session.read.schema(schema).parquet(
            *(url(self._folder / path) for (path,) in held)
        )

    def append(self, source: str, frame: DataFrame) -> int:
        """Keep rows of files that have none yet; how many."""
        parts = self._write(source, frame)
        self._note(source, parts)
        return self._count(source, parts)

    def replace(self, source: str, frame: DataFrame, files: Collection[int]) -> None:
        """Keep `frame` as the rows of those files, in place of what they had."""
        parts = self._write(source, frame)
        self.forget(source, files)
        self._note(source, parts)

    def forget(self, source: str, files: Collection[int]) -> None:
        """Hold no rows of those files any more."""
        self._con.execute(
            "DELETE FROM spark_part WHERE source = ? AND list_contains(?, file_id)",
            [source, list(files)],
        )

    def files(self, source: str) -> list[int]:
        """The files that have rows."""
        found = self._con.execute(
            "SELECT DISTINCT file_id FROM spark_part WHERE source = ?", [source]
        ).fetchall()
        return [file for (file,) in found]

    def sweep(self) -> None:
        """Remove folders that hold no rows any more."""
        held = {
            folder
            for (folder,) in self._con.execute(
                "SELECT DISTINCT folder FROM spark_part"
            ).fetchall()
        }
        for path in self._folder.glob("*/*/*"):
            if path.is_dir() and str(path.relative_to(self._folder)) not in held:
                shutil.rmtree(path)
        for path in self._folder.glob("*/*"):
            if path.is_dir() and not any(each.is_dir() for each in path.iterdir()):
                shutil.rmtree(path)

    def _write(self, source: str, frame: DataFrame) -> dict[int, str]:
        from pyspark.sql import functions as sql

        columns = self.columns(source)
        place = self._folder / source / next(self._writes)
        typed = frame.select(
            *(sql.col(f"`{n}`").cast(spark_type(k)) for n, k in columns.items()),
            sql.col("file_id").alias(_PART),
        )
        typed.write.partitionBy(_PART).parquet(url(place))
        return {
            int(path.name.removeprefix(f"{_PART}=")): str(
                path.relative_to(self._folder)
            )
            for path in place.glob(f"{_PART}=*")
        }

    def _note(self, source: str, parts: dict[int, str]) -> None:
        for file, folder in parts.items():
            self._con.execute(
                "INSERT INTO spark_part VALUES (?, ?, ?)", [source, file, folder]
            )

    def _count(self, source: str, parts: dict[int, str]) -> int:
        if not parts:
            return 0
        paths = [url(self._folder / path) for path in parts.values()]
        return (
            self._session.read.schema(ddl(self.columns(source))).parquet(*paths).count()
        )
