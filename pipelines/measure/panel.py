"""Who judged: how many assessors a mean rests on, and how far their scores differ.

Different assessors cannot be added up over months, so they are counted where they are
published, in the few rows of sources that name a judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import duckdb
from sqlglot import exp

from pipelines import expression
from pipelines.declarations.source import Source
from pipelines.measure.periods import month_of
from pipelines.validate.typed import LOADED

_EMPTY = """
CREATE OR REPLACE TABLE panel (
    indicator_id VARCHAR, subject_id VARCHAR, period_kind VARCHAR, period DATE,
    assessors INTEGER, judgements INTEGER, spread DOUBLE, adjusted DOUBLE,
    adjusted_error DOUBLE, is_trimmed BOOLEAN
)
"""


@dataclass(frozen=True)
class Panel:
    """An indicator whose judges are counted; SQL over the typed rows of its source.

    `sums` are the total, the number of judgements and the sum of their squares; `value`
    is the judgement of a row, and `is_one` whether it stands for no more than one.
    """

    indicator_id: str
    source: str
    period_by: str
    where: str
    judge: str
    sums: tuple[str, str, str]
    value: str
    is_one: str


def sums_of_mean(
    of: exp.Expr, weight: exp.Expr | None, spread: exp.Expr | None
) -> tuple[str, str, str]:
    """Aggregates that add up: the total, how many, and the sum of squares.

    A row that stands for several judgements gives as many, with the squares that their
    mean and standard deviation make.
    """
    value = expression.sql(of)
    if weight is None:
        return f"sum({value})", f"count({value})", f"sum({value} * {value})"
    times = expression.sql(weight)
    within = f" + coalesce(power({expression.sql(spread)}, 2), 0)" if spread else ""
    return (
        f"sum({value} * {times})",
        f"sum(CASE WHEN {value} IS NOT NULL THEN {times} END)",
        f"sum(({value} * {value}{within}) * {times})",
    )


def count(
    con: duckdb.DuckDBPyConnection,
    panels: Iterable[Panel],
    sources: Mapping[str, Source],
    as_of: date,
) -> None:
    """Table panel, one row an observation with a value, of those panels.

    Expects adjusted_mean (score/assessors.py).
    """
    con.execute(_EMPTY)
    counted = [
        _counted_sql(panel, sources[panel.source].dated_by, as_of) for panel in panels
    ]
    if not counted:
        return
    # Observations are many: they are asked once, for all panels.
    con.execute(
        f"""
        INSERT INTO panel
        SELECT
            o.indicator_id,
            o.subject_id,
            o.period_kind,
            o.period,
            c.assessors,
            c.judgements,
            CASE WHEN c.judgements > 1 THEN sqrt(greatest(0,
                (c.squares - c.total * c.total / c.judgements) / (c.judgements - 1)
            )) END AS spread,
            a.adjusted,
            a.adjusted_error,
            a.is_trimmed
        FROM ({" UNION ALL ".join(counted)}) AS c
        JOIN observation AS o
            ON o.indicator_id = c.indicator_id
            AND o.subject_id = c.subject_id
            AND o.period_kind = c.of_kind
            AND o.period = c.of_period
        LEFT JOIN adjusted_mean AS a
            ON a.indicator_id = o.indicator_id
            AND a.subject_id = o.subject_id
            AND a.period_kind = o.period_kind
            AND a.period = o.period
        WHERE o.value IS NOT NULL
        """
    )


def _counted_sql(panel: Panel, dated_by: str, as_of: date) -> str:
    total, judgements, squares = panel.sums
    # Who votes gives no name: each ballot is somebody of their own.
    unnamed = f"coalesce({judgements} FILTER (WHERE {panel.judge} IS NULL), 0)"
    return f"""
        SELECT
            {expression.literal(panel.indicator_id)} AS indicator_id,
            subject_id,
            of_kind,
            of_period,
            count(DISTINCT {panel.judge}) + {unnamed} AS assessors,
            {judgements} AS judgements,
            {total} AS total,
            {squares} AS squares
        FROM typed."{panel.source}"
        JOIN (
            SELECT month AS of_month, period AS of_period, period_kind AS of_kind
            FROM period_month
        )
            ON of_month = {month_of(panel.period_by)}
        WHERE standing = {LOADED}
            AND CAST({dated_by} AS DATE) <= DATE '{as_of}'
            AND {expression.on_day(panel.where, as_of)}
        GROUP BY subject_id, of_kind, of_period
    """
