"""How long cases last, open ones included: what indicators of kind `survival` give.

What ended is in the histograms of partials; what is open is counted anew on the day of
the run. Both add up, so every subject and period has its own exact curve. The estimate
is statistics/survival.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import duckdb
import numpy as np
from numpy.typing import NDArray

from pipelines import expression
from pipelines.declarations.indicator import Indicator
from pipelines.measure import open_cases
from pipelines.measure.asked import Histogram, Scan
from pipelines.measure.levels import Levels
from pipelines.measure.periods import month_of
from pipelines.measure.plan import Plan
from pipelines.statistics.histograms import Histograms
from pipelines.statistics.survival import (
    Curves,
    Quantiles,
    kaplan_meier,
    quantiles,
)

_EMPTY = """
-- One row: how many cases of an organ and month are open at an age.
CREATE OR REPLACE TABLE open_level (
    histogram_id INTEGER, city_id VARCHAR, department_id VARCHAR, month DATE,
    level BIGINT, n BIGINT
);
-- One row: a histogram of cases that are over, which those that are open belong to.
CREATE OR REPLACE TABLE survival_histogram (
    histogram_id INTEGER, source VARCHAR, histogram VARCHAR
);
"""
_ROWS = """
    SELECT city_id, department_id, month, level, n AS ended, 0 AS still_open
    FROM partial.month_level
    WHERE source = $source AND histogram = $histogram
    UNION ALL
    SELECT city_id, department_id, month, level, 0, n
    FROM open_level
    WHERE histogram_id = $number
"""


def count_open(con: duckdb.DuckDBPyConnection, plan: Plan, as_of: date) -> None:
    """Tables that `estimate` starts from; expects open_cases.find."""
    con.execute(_EMPTY)
    number = 0
    for scan in plan.scans.values():
        for histogram in _histograms(scan):
            con.execute(
                "INSERT INTO survival_histogram VALUES (?, ?, ?)",
                [number, scan.source, histogram.name],
            )
            con.execute(_open_sql(number, scan.source, histogram, as_of))
            number += 1


def _histograms(scan: Scan) -> list[Histogram]:
    """Each histogram once, in the order of the indicators."""
    return list(dict.fromkeys(scan.survivals.values()))


def _open_sql(number: int, source: str, histogram: Histogram, as_of: date) -> str:
    where = expression.on_day(histogram.where, as_of)
    return f"""
        INSERT INTO open_level
        SELECT
            {number},
            city_id,
            department_id,
            {month_of(histogram.period_by)},
            age_days,
            count(*)
        FROM {open_cases.table(source)}
        WHERE {where} AND {histogram.level} IS NULL
            AND {histogram.period_by} IS NOT NULL
        GROUP BY ALL
    """


def estimate(
    con: duckdb.DuckDBPyConnection,
    levels: Levels,
    plan: Plan,
    indicators: Mapping[str, Indicator],
    z: float,
) -> None:
    """Add to level_quantile: a row an indicator, subject and period with cases.

    `value` is NULL where too few cases are over; it lies beyond `more_than` then.
    """
    asked = con.execute("FROM survival_histogram ORDER BY histogram_id").fetchall()
    for number, source, histogram in asked:
        added = levels.add_up(
            _ROWS,
            ["ended", "still_open"],
            source=source,
            histogram=histogram,
            number=number,
        )
        ended, still_open = added.counts.astype(np.float64)
        curves = kaplan_meier(
            added.place, added.level.astype(np.float64), ended, still_open
        )
        for name, each in plan.scans[source].survivals.items():
            if each.name == histogram:
                q = indicators[name].q
                assert q is not None  # its kind needs it
                found = quantiles(curves, q, z)
                levels.note(name, _columns(added, curves, found))


def _columns(
    added: Histograms, curves: Curves, found: Quantiles
) -> dict[str, NDArray[np.generic]]:
    """One indicator's rows, a place each."""
    return {
        "place": added.place[curves.starts],
        "n": curves.at_risk[curves.starts],
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "more_than": np.where(np.isnan(found.value), found.last, np.nan),
    }
