"""What Spark says when a statement fails, as the pipelines expect it from DuckDB."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from pipelines.errors import GovscoreError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_OF_VALUES = ("CAST_", "ARITHMETIC_OVERFLOW", "DIVIDE_BY_ZERO", "NUMERIC_VALUE_OUT")


class SparkFailed(GovscoreError):
    """Spark could not do its part; what was published before still stands."""

    exit_status = 1


@contextmanager
def told(session: SparkSession) -> Iterator[None]:
    """Turn what Spark raises into what DuckDB would raise, or into a sentence."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as wrong:
        condition = wrong.getCondition() or ""
        first = str(wrong).strip().splitlines()[0]
        if condition.startswith(_OF_VALUES):
            raise duckdb.ConversionException(first) from wrong
        raise SparkFailed(_sentence(session, first)) from wrong
    except Py4JError as wrong:
        first = str(wrong).strip().splitlines()[0]
        raise SparkFailed(_sentence(session, first)) from wrong


def _sentence(session: SparkSession, first: str) -> str:
    return (
        f"Spark could not do its part: {first}\n"
        "What was published before still stands. The log of Spark says more; run "
        "again, or without --engine spark."
    )
