"""How long cases last, open ones included: what indicators of kind `survival` give.

What ended is in the histograms of partials; what is open is counted anew on the day of
the run. Both add up, so every subject and period has its own exact curve. The estimate
is statistics/survival.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.resources import files

import duckdb
import numpy as np

from pipelines import expression
from pipelines.declarations.indicator import Indicator
from pipelines.measure import open_cases
from pipelines.measure.asked import Histogram, Scan
from pipelines.measure.plan import Plan
from pipelines.statistics.survival import (
    Curves,
    Quantiles,
    Wholes,
    kaplan_meier,
    quantiles,
)
from pipelines.tables import put_arrays

_EMPTY = """
-- One row: how many cases of an organ and month are open at an age.
CREATE OR REPLACE TEMP TABLE open_level (
    histogram_id INTEGER, city_id VARCHAR, department_id VARCHAR, month DATE,
    level BIGINT, n BIGINT
);
-- One row: a histogram of cases that are over, which those that are open belong to.
CREATE OR REPLACE TEMP TABLE survival_histogram (
    histogram_id INTEGER, source VARCHAR, histogram VARCHAR
);
CREATE OR REPLACE TEMP TABLE survival_quantile (
    indicator_id VARCHAR, subject_id VARCHAR, period_kind VARCHAR, period DATE,
    n DOUBLE, value DOUBLE, low DOUBLE, high DOUBLE, more_than DOUBLE
);
"""


def count_open(con: duckdb.DuckDBPyConnection, plan: Plan, as_of: date) -> None:
    """Temp tables that `estimate` starts from; expects open_cases.find."""
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
            CAST(date_trunc('month', {histogram.period_by}) AS DATE),
            age_days,
            count(*)
        FROM {open_cases.table(source)}
        WHERE {where} AND {histogram.level} IS NULL
            AND {histogram.period_by} IS NOT NULL
        GROUP BY ALL
    """


def estimate(
    con: duckdb.DuckDBPyConnection,
    plan: Plan,
    indicators: Mapping[str, Indicator],
    z: float,
) -> None:
    """Fill survival_quantile: a row an indicator, subject and period with cases.

    `value` is NULL where too few cases are over; it lies beyond `more_than` then.
    """
    asked = con.execute("FROM survival_histogram ORDER BY histogram_id").fetchall()
    if not asked:
        return
    sql = files("pipelines.measure").joinpath("survival.sql").read_text("utf-8")
    con.execute(sql)
    for number, source, histogram in asked:
        found = con.execute(
            "SELECT place, days, ended, still_open FROM survival_level "
            "WHERE histogram_id = ? ORDER BY place, days",
            [number],
        ).fetchnumpy()
        place = np.asarray(found["place"], dtype=np.int64)
        days, ended, still_open = (
            np.asarray(found[column], dtype=np.float64)
            for column in ("days", "ended", "still_open")
        )
        curves = kaplan_meier(place, days, ended, still_open)
        places = place[curves.starts]
        for name, each in plan.scans[source].survivals.items():
            if each.name == histogram:
                q = indicators[name].q
                assert q is not None  # its kind needs it
                _insert(con, name, places, curves, quantiles(curves, q, z))


def _insert(
    con: duckdb.DuckDBPyConnection,
    name: str,
    places: Wholes,
    curves: Curves,
    found: Quantiles,
) -> None:
    """One indicator's rows: a place is a subject and period."""
    columns = {
        "place": places,
        "n": curves.at_risk[curves.starts],
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "more_than": np.where(np.isnan(found.value), found.last, np.nan),
    }
    put_arrays(con, "survival_found", columns)
    con.execute(
        "INSERT INTO survival_quantile BY NAME "
        "SELECT ? AS indicator_id, p.subject_id, p.period_kind, p.period, "
        "f.* EXCLUDE (place) "
        "FROM survival_found AS f JOIN survival_place AS p ON p.place = f.place",
        [name],
    )
