"""Validate on Spark: files become text that Spark reads, and typed rows by one way.

Parquet with columns whose text both engines write alike is read where it lies. Any
other file is landed by the readers of pipelines/landing, which know encodings, broken
rows and workbooks, and handed over as Parquet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import duckdb
import pyarrow as pa

from pipelines.declarations.source import Source
from pipelines.declarations.workspace import Workspace
from pipelines.landing import land
from pipelines.landing.inbox import Arrival
from pipelines.landing.land import LANDED, LANDING, Landed, kept_columns
from pipelines.spark import directly
from pipelines.spark.connection import Connection
from pipelines.spark.exchange import url
from pipelines.tables import put_columns, quoted
from pipelines.validate import answers, gates, rejects
from pipelines.validate.load import Loaded, Loader

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_NO_LIMIT = 1 << 62


class SparkLoader(Loader):
    """Loads files as Loader does, with Spark where rows are many."""

    batch_bytes = _NO_LIMIT

    def __init__(
        self,
        con: Connection,
        session: SparkSession,
        workspace: Workspace,
        secret: str,
        folder: Path,
    ) -> None:
        super().__init__(cast("duckdb.DuckDBPyConnection", con), workspace, secret)
        self._spark_con = con
        self._session = session
        self._folder = folder

    def _land(
        self,
        variant: Source,
        batch: list[Arrival],
        ids: Mapping[str, int],
        scratch: Path,
    ) -> list[Landed]:
        place = (self._folder / f"landing-{ids[batch[0].name]}").absolute()
        place.mkdir(parents=True, exist_ok=True)
        landed, frames = [], []
        for arrival in batch:
            file_id = ids[arrival.name]
            direct = directly.read(self._session, variant, arrival, file_id)
            if direct is not None:
                landed.append(direct[0])
                frames.append(direct[1])
                continue
            land.prepare(self._con, variant)
            landed.append(land.land(self._con, variant, arrival, file_id, scratch))
            self._hand_over(variant, file_id, place)
        if any(place.iterdir()):
            schema = _schema(variant)
            frames.append(self._session.read.schema(schema).parquet(url(place)))
        put_columns(
            self._con,
            LANDED,
            {
                "file_id": (pa.int32(), [file.file_id for file in landed]),
                "first_rowid": (pa.int64(), [0 for _ in landed]),
                "first_row": (pa.int64(), [file.first_row for file in landed]),
            },
            temp=True,
        )
        whole = frames[0]
        for frame in frames[1:]:
            whole = whole.unionByName(frame)
        self._spark_con.give(LANDING, whole)
        return landed

    def _validate(self, variant: Source, landed: list[Landed], loaded: Loaded) -> None:
        statement = self.statement(variant)
        answers.look_up(self._con, variant, self._resolver, statement.columns())
        careful = replace(statement, careful=True, every_row=True)
        for sql in careful.stage_sql():
            self._con.execute(sql)
        ((typed,),) = self._con.execute(careful.insert_sql()).fetchall()
        found = rejects.of_broken(landed)
        if typed < sum(file.rows for file in landed):
            found += rejects.renumber(rejects.find(self._con, careful), landed)
        loaded.rejects += sorted(found, key=lambda reject: (reject.file_id, reject.row))
        gates.check(self._con, statement, landed)

    def _hand_over(self, variant: Source, file_id: int, place: Path) -> None:
        """The landed rows of one file as Parquet, each with its number in the file."""
        cells = ", ".join(f'l."{name}"' for name in kept_columns(variant))
        self._con.execute(
            f"COPY (SELECT l.rowid + {file_id * directly.APART} AS rowid, l.file_id, "
            "coalesce(l.row, l.rowid - p.first_rowid + p.first_row) AS row, "
            f"l.replaced, {cells} FROM {LANDING} AS l "
            f"JOIN {LANDED} AS p ON p.file_id = l.file_id) "
            f"TO {quoted(place / f'{file_id}.parquet')} (FORMAT parquet)"
        )


def _schema(source: Source) -> str:
    cells = ", ".join(f"`{name}` STRING" for name in kept_columns(source))
    return f"rowid BIGINT, file_id INT, row BIGINT, replaced BOOLEAN, {cells}"
