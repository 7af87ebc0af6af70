"""What goes over to Spark and what comes back: Parquet, in a folder that both can see.

Small tables of the warehouse go over; sums, lists and the few rows that are wanted one
by one come back. Types are said, not guessed, on either side.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from pipelines.tables import quoted

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_TYPES = {
    "BOOLEAN": "BOOLEAN",
    "TINYINT": "SMALLINT",
    "UTINYINT": "SMALLINT",
    "SMALLINT": "SMALLINT",
    "INTEGER": "INT",
    "BIGINT": "BIGINT",
    "FLOAT": "DOUBLE",
    "DOUBLE": "DOUBLE",
    "DATE": "DATE",
    "TIMESTAMP": "TIMESTAMP_NTZ",
    # Of what DuckDB adds up: as many digits as Spark has.
    "HUGEINT": "DECIMAL(38,0)",
    "UBIGINT": "DECIMAL(20,0)",
}
_OVER = {"HUGEINT": "DECIMAL(38,0)", "UBIGINT": "DECIMAL(20,0)", "TINYINT": "SMALLINT"}
_OVER |= {"UTINYINT": "SMALLINT", "FLOAT": "DOUBLE"}


def spark_type(kind: str) -> str:
    """Spark's type for a column of the warehouse; names of things are texts."""
    return kind if kind.startswith("DECIMAL") else _TYPES.get(kind, "STRING")


def kinds(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Column to type of a table of the warehouse."""
    return {n: kind for n, kind, *_ in con.execute(f"DESCRIBE {table}").fetchall()}


def ddl(columns: dict[str, str]) -> str:
    """The columns as Spark declares a schema."""
    return ", ".join(f"`{name}` {spark_type(kind)}" for name, kind in columns.items())


class Exchange:
    """A folder of one run; nothing in it is kept."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, session: SparkSession, folder: Path
    ) -> None:
        self._con = con
        self._session = session
        self._folder = folder
        self._numbers = itertools.count(1)
        folder.mkdir(parents=True, exist_ok=True)

    def hand_over(self, table: str) -> DataFrame:
        """A table of the warehouse as Spark sees it."""
        columns = kinds(self._con, table)
        listed = ", ".join(_plain(name, kind) for name, kind in columns.items())
        place = self._place()
        place.mkdir()
        self._con.execute(
            f"COPY (SELECT {listed} FROM {table}) "
            f"TO {quoted(place / 'rows.parquet')} (FORMAT parquet)"
        )
        return self._session.read.schema(ddl(columns)).parquet(url(place))

    def bring_back(self, frame: DataFrame, *, positions: bool = False) -> str | None:
        """Rows of Spark's as a relation DuckDB reads; None where there are none.

        By `positions` columns lose their names: those of a query need none.
        """
        named = frame.toDF(*(f"c{n}" for n, _ in enumerate(frame.columns)))
        place = self._place()
        (named if positions else frame).write.parquet(url(place))
        found = sorted(str(path) for path in place.glob("*.parquet"))
        if not found:
            return None
        listed = ", ".join(quoted(path) for path in found)
        return f"read_parquet([{listed}])"

    def of_another(self, con: duckdb.DuckDBPyConnection) -> Exchange:
        """An exchange for another connection, in a folder of its own."""
        return Exchange(con, self._session, self._place())

    def _place(self) -> Path:
        return (self._folder / f"{next(self._numbers):05}").absolute()


def _plain(name: str, kind: str) -> str:
    if kind in _OVER:
        return f'CAST("{name}" AS {_OVER[kind]}) AS "{name}"'
    return (
        f'CAST("{name}" AS VARCHAR) AS "{name}"' if kind not in _TYPES else f'"{name}"'
    )


def url(path: Path) -> str:
    """A folder or file of this machine as Spark calls it, whatever its default is."""
    return f"file://{path.absolute()}"


def nothing(frame: DataFrame) -> str:
    """The columns of a frame without a row, as DuckDB selects them."""
    return ", ".join(f'NULL AS "{name}"' for name in frame.columns)
