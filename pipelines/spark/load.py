"""Validate on Spark: files become text that Spark reads, and typed rows by one way.

Parquet with columns whose text both engines write alike is read where it lies. Any
other file is landed by the readers of pipelines/landing, which know encodings, broken
rows and workbooks, and handed over as Parquet.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.declarations.source import Source
from pipelines.declarations.workspace import Workspace
from pipelines.landing import land
from pipelines.landing.inbox import Arrival
from pipelines.landing.land import Landed
from pipelines.landing.pieces import kept_columns
from pipelines.spark import directly
from pipelines.spark.connection import Connection
from pipelines.spark.exchange import url
from pipelines.validate import answers, rejects
from pipelines.validate.ahead import Ahead
from pipelines.validate.batches import Batch
from pipelines.validate.load import Loader, timed
from pipelines.validate.rejects import Reject
from pipelines.validate.typed import LANDING

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class SparkLoader(Loader):
    """Loads files as Loader does, with Spark where rows are many."""

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

    def _ahead(self, batch: Batch) -> None:
        """Spark reads by itself."""

    def _load(
        self, batch: Batch, ahead: Ahead | None
    ) -> tuple[list[Landed], list[Reject]]:
        del ahead
        landed = self._land(batch)
        batch.told(len(landed))
        if batch.counted_only:
            return landed, []
        with timed(batch.loaded):
            return landed, self._type(batch.variant, landed)

    def _land(self, batch: Batch) -> list[Landed]:
        """Give Spark the rows of files as LANDING."""
        source = batch.variant
        place = self._folder / f"landing-{batch.ids[batch.arrivals[0].name]}"
        place = place.absolute()
        place.mkdir(parents=True, exist_ok=True)
        landed, frames = [], []
        for arrival in batch.arrivals:
            file_id = batch.ids[arrival.name]
            direct = directly.read(self._session, source, arrival, file_id)
            if direct is not None:
                landed.append(direct[0])
                frames.append(direct[1])
                continue
            landed.append(self._hand_over(batch, arrival, file_id, place))
        if any(place.iterdir()):
            schema = _schema(source)
            frames.append(self._session.read.schema(schema).parquet(url(place)))
        whole = frames[0]
        for frame in frames[1:]:
            whole = whole.unionByName(frame)
        self._spark_con.give(LANDING, whole)
        return landed

    def _type(self, variant: Source, landed: list[Landed]) -> list[Reject]:
        statement = self.statement(variant)
        texts = {name: self._different(name) for name in answers.resolved(variant)}
        kinds = statement.columns()
        answers.look_up(self._con, variant, self._resolver, kinds, texts)
        careful = replace(statement, careful=True, every_row=True)
        for sql in careful.stage_sql():
            self._con.execute(sql)
        ((typed,),) = self._con.execute(careful.insert_sql()).fetchall()
        if typed == sum(file.rows for file in landed):
            return []
        return rejects.find(self._con, careful)

    def _different(self, name: str) -> list[str]:
        """The different texts of a column of LANDING."""
        found = self._con.execute(
            f"SELECT DISTINCT coalesce(\"{name}\", '') FROM {LANDING}"
        ).fetchall()
        return [text for (text,) in found]

    def _hand_over(
        self, batch: Batch, arrival: Arrival, file_id: int, place: Path
    ) -> Landed:
        """Land one file's rows as Parquet, each with its number among all files'."""
        landed: list[Landed] = []
        for number, part in enumerate(
            land.land(self._con, batch.variant, [arrival], batch.ids, batch.scratch)
        ):
            if part.again:
                for file in place.glob(f"{file_id}-*.parquet"):
                    file.unlink()
            ids = pc.add(part.table["landing_id"], file_id * directly.APART)
            replaced = pa.repeat(file_id in part.replaced, part.table.num_rows)
            table = part.table.set_column(0, "landing_id", ids)
            pq.write_table(
                table.append_column("replaced", replaced),
                place / f"{file_id}-{number}.parquet",
            )
            landed = part.files
        return landed[0]


def _schema(source: Source) -> str:
    cells = ", ".join(f"`{name}` STRING" for name in kept_columns(source))
    return f"landing_id BIGINT, file_id INT, row BIGINT, replaced BOOLEAN, {cells}"
