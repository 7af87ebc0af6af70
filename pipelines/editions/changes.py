"""Which figures of a quarter are other than in an edition of it."""

from __future__ import annotations

from datetime import date

import duckdb

from pipelines.editions.compare import TOLERANCE
from pipelines.editions.content import FIGURES

# What the page calls each of the figures.
_NAMES = ("value", "score", "rank", "ranking")


def sql(before: str, now: str) -> str:
    """SELECT of indicator_id, subject_id, figure, before, after; $period is asked."""
    return f"""
        -- One row: a figure of the quarter that is not what it was.
        SELECT
            coalesce(a.indicator_id, b.indicator_id) AS indicator_id,
            coalesce(a.subject_id, b.subject_id) AS subject_id,
            coalesce(a.figure, b.figure) AS figure,
            a.number AS before,
            b.number AS after
        FROM ({_figures(before)}) AS a
        FULL JOIN ({_figures(now)}) AS b
            ON a.figure = b.figure
            AND a.subject_id = b.subject_id
            AND a.indicator_id IS NOT DISTINCT FROM b.indicator_id
        WHERE a.number IS DISTINCT FROM b.number
            AND coalesce(
                abs(a.number - b.number) > {TOLERANCE} * greatest(1, abs(a.number)),
                TRUE
            )
        """


def count(con: duckdb.DuckDBPyConnection, before: str, now: str, period: date) -> int:
    """How many figures differ."""
    ((found,),) = con.execute(
        f"SELECT count(*) FROM ({sql(before, now)})", {"period": period}
    ).fetchall()
    return int(found)


def _figures(database: str) -> str:
    return " UNION ALL ".join(
        f"SELECT {key} AS indicator_id, subject_id, '{name}' AS figure, "
        f"max({value})::DOUBLE AS number FROM {database}.main.{table} "
        "WHERE period_kind = 'quarter' AND period = $period GROUP BY ALL"
        for name, (table, key, value) in zip(_NAMES, FIGURES, strict=True)
    )
