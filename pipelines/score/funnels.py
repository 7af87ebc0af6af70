"""Funnels of every quarter: who differs by more than chance and custom.

Table `funnel_point`: shares that a scheme weighs, cities among cities, departments
among departments, organs among all organs.
"""

from __future__ import annotations

from functools import partial

import duckdb
import numpy as np
from numpy.typing import NDArray

from pipelines.score.kept import Kept, Results
from pipelines.statistics import funnel
from pipelines.tables import put_arrays

Floats = NDArray[np.float64]

# Fewer units say nothing of what is custom among them.
LEAST_UNITS = 8

_ASKED = """
SELECT
    o.indicator_id, o.period, o.subject_id, o.numerator, o.denominator,
    dense_rank() OVER (ORDER BY o.indicator_id, s.kind, o.period) AS funnel
FROM observation AS o
JOIN subject AS s ON s.subject_id = o.subject_id
JOIN signal_indicator AS i ON i.indicator_id = o.indicator_id
WHERE o.period_kind = 'quarter'
    AND o.value IS NOT NULL
    AND o.numerator BETWEEN 0 AND o.denominator
    AND i.is_share
    AND s.ranked
    AND s.kind IN ('city', 'department', 'organ')
ORDER BY funnel, o.subject_id
"""
_JOINED = """
-- One row: a subject in the funnel of its kind, indicator and quarter.
CREATE OR REPLACE TABLE funnel_point AS
SELECT
    f.subject_id,
    f.indicator_id,
    f.period_kind,
    f.period,
    o.n,
    o.value,
    f.centre,
    f.low_watch,
    f.high_watch,
    f.low_alarm,
    f.high_alarm,
    f.z,
    CASE
        WHEN round(o.value, 9) < round(f.low_alarm, 9)
            OR round(o.value, 9) > round(f.high_alarm, 9) THEN 'alarm'
        WHEN round(o.value, 9) < round(f.low_watch, 9)
            OR round(o.value, 9) > round(f.high_watch, 9) THEN 'watch'
        ELSE 'inside'
    END AS class,
    CASE WHEN (o.value > f.centre) = i.higher_is_better THEN 'better' ELSE 'worse' END
        AS direction
FROM given_limits AS f
JOIN observation AS o
    ON o.indicator_id = f.indicator_id AND o.subject_id = f.subject_id
    AND o.period_kind = f.period_kind AND o.period = f.period
JOIN signal_indicator AS i ON i.indicator_id = f.indicator_id
"""
_NAMES = ("centre", "low_watch", "high_watch", "low_alarm", "high_alarm", "z")


def draw(con: duckdb.DuckDBPyConnection, kept: Kept) -> None:
    """Table `funnel_point`; expects `signal_indicator` of score/signals.py."""
    found = con.execute(_ASKED).fetchnumpy()
    hits, rows, place = (
        np.asarray(found[name], dtype=np.float64)
        for name in ("numerator", "denominator", "funnel")
    )
    period = np.asarray(found["period"])
    limits = {name: np.full(len(hits), np.nan) for name in _NAMES}
    # Quarters that are over rarely change, and are not computed again.
    for quarter in np.unique(period):
        given = [each[period == quarter] for each in (hits, rows, place)]
        made = kept.of("funnels", *given, compute=partial(_every, *given))
        for name, values in made.items():
            limits[name][period == quarter] = values
    of_whom = {
        name: np.asarray(found[name])
        for name in ("subject_id", "indicator_id", "period")
    }
    put_arrays(con, "found_funnel", {**of_whom, **limits})
    con.execute(
        "CREATE OR REPLACE TABLE given_limits AS "
        "SELECT * REPLACE (period::DATE AS period), 'quarter' AS period_kind "
        "FROM found_funnel WHERE centre IS NOT NULL"
    )
    con.execute(_JOINED)


def _every(hits: Floats, rows: Floats, place: Floats) -> Results:
    """The limits of every funnel; NaN where there are too few units for one."""
    wide = {name: np.full(len(hits), np.nan) for name in _NAMES}
    for each in np.unique(place):
        units = place == each
        missed = rows[units].sum() - hits[units].sum()
        if units.sum() < LEAST_UNITS or not missed or not hits[units].sum():
            continue
        for name, values in _limits(hits[units], rows[units]).items():
            wide[name][units] = values
    return wide


def _limits(hits: Floats, rows: Floats) -> dict[str, Floats]:
    """The wider of the overdispersed and the exact limits: few rows prove little."""
    fitted = funnel.funnel(hits, rows)
    result: dict[str, Floats] = {
        "centre": np.full(len(rows), fitted.centre),
        "z": fitted.z(hits, rows),
    }
    for name, z in (("watch", funnel.Z_WATCH), ("alarm", funnel.Z_ALARM)):
        custom = fitted.limits(rows, z)
        low, high = funnel.exact_limits(rows, fitted.centre, z)
        # Interpolated, the limit lies just below a count that is not yet unusual: among
        # few rows, ten of ten would be out of the ordinary.
        high = np.ceil(high * rows) / rows
        result[f"low_{name}"] = np.minimum(custom[0], np.maximum(low, 0))
        result[f"high_{name}"] = np.maximum(custom[1], np.minimum(high, 1))
    return result
