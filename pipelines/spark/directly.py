"""Parquet that Spark reads where it lies, in the inbox or elsewhere.

Only columns whose values both engines write as the same text are read so: texts, whole
numbers, days, truth values, times without a zone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.declarations.source import Source
from pipelines.errors import FileRefused
from pipelines.landing import elsewhere, parquet
from pipelines.landing.headers import Matching, match, refuse_unknown_shape
from pipelines.landing.inbox import Arrival
from pipelines.landing.land import Landed
from pipelines.landing.masking import listed
from pipelines.landing.pieces import kept_columns
from pipelines.landing.relation import NotReadable
from pipelines.spark.exchange import url
from pipelines.spark.failures import told

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

# Numbers of rows within a file lie below this, so that every row has its own.
APART = 1 << 40
# The first row of a file is the header's, as a spreadsheet shows it.
_FIRST_ROW = 2
_ALIKE = {"string", "boolean", "tinyint", "smallint", "int", "bigint", "date"}
_ALIKE |= {"timestamp_ntz"}
_PLACE, _FROM = "file_path", "rows_before"


def read(
    session: SparkSession, variant: Source, arrival: Arrival, file_id: int
) -> tuple[Landed, DataFrame] | None:
    """A file and its rows as text; None where it must be landed by DuckDB.

    Raises FileRefused.
    """
    suffix = arrival.path.suffix.lower()
    if suffix not in (".parquet", elsewhere.SUFFIX):
        return None
    is_here = suffix == ".parquet"
    if is_here and variant.unpivot:
        return None
    where, notes = _where(variant, arrival, is_here)
    with told(session):
        frame = session.read.parquet(where)
        headers = list(frame.columns)
        matching = match(variant, headers)
        refuse_unknown_shape(variant, arrival, headers, matching)
        used = {headers[place] for place in matching.positions.values()}
        unlike = [
            f"{field.name} ({field.dataType.simpleString()})"
            for field in frame.schema
            if field.name in used and field.dataType.simpleString() not in _ALIKE
        ]
        if is_here and unlike:
            return None
        if unlike or variant.unpivot:
            raise _only_plain(variant, arrival, unlike)
        if matching.unused:
            notes.append(f"not declared, left out: {listed(matching.unused)}")
        rows = frame.count()
        landed = Landed(file_id, arrival, rows, "parquet", None, [], notes)
        return landed, _as_text(session, frame, variant, file_id, matching)


def _where(variant: Source, arrival: Arrival, is_here: bool) -> tuple[str, list[str]]:
    try:
        if is_here:
            parquet.columns(arrival.path)
            return url(arrival.path), []
        found = elsewhere.address(arrival.path)
    except NotReadable as broken:
        raise FileRefused(
            variant.source,
            arrival.name,
            str(broken),
            "Ask the sender for the file again, then run once more.",
        ) from broken
    return found, [f"read from {found}"]


def _only_plain(variant: Source, arrival: Arrival, unlike: list[str]) -> FileRefused:
    what = f"columns {', '.join(unlike)}" if unlike else "a source with unpivot"
    return FileRefused(
        variant.source,
        arrival.name,
        f"{what}: not read from elsewhere",
        "Write such columns as texts, or put the file itself into the inbox.",
    )


def _as_text(
    session: SparkSession,
    frame: DataFrame,
    variant: Source,
    file_id: int,
    matching: Matching,
) -> DataFrame:
    """The declared columns as texts, each row with its number.

    A folder of several files is numbered through, in the order of their names.
    """
    from pyspark.sql import functions as sql

    headers = frame.columns
    cells: list[Column] = [
        sql.col(f"`{headers[matching.positions[name]].replace('`', '``')}`")
        if name in matching.positions
        else sql.lit(None)
        for name in kept_columns(variant)
    ]
    place = sql.col("_metadata.file_path").alias(_PLACE)
    counted = frame.select(place).groupBy(_PLACE).count().orderBy(_PLACE).collect()
    before, starts = 0, []
    for path, count in counted:
        starts.append((path, before))
        before += count
    number = sql.col("_metadata.row_index")
    rows = frame.select(
        number.alias("row_index"),
        place,
        *(
            cell.cast("string").alias(name)
            for name, cell in zip(kept_columns(variant), cells, strict=True)
        ),
    )
    if len(starts) > 1:
        table = session.createDataFrame(starts, f"{_PLACE} STRING, {_FROM} BIGINT")
        rows = rows.join(sql.broadcast(table), _PLACE)
    else:
        rows = rows.withColumn(_FROM, sql.lit(0).cast("bigint"))
    nth = sql.col("row_index") + sql.col(_FROM)
    return rows.select(
        (nth + file_id * APART).alias("landing_id"),
        sql.lit(file_id).alias("file_id"),
        (nth + _FIRST_ROW).alias("row"),
        sql.lit(False).alias("replaced"),
        *(sql.col(f"`{name}`") for name in kept_columns(variant)),
    )
