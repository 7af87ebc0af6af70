"""Roll up partials to every subject and period: table `observation`.

Rates are sums over sums, never averages of rates; percentiles come from merged
histograms. Expects table `subject` (score/subjects.py makes it).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.resources import files

import duckdb
import pyarrow as pa

from pipelines.declarations.indicator import Indicator
from pipelines.measure import quantiles, survival
from pipelines.measure.levels import Levels
from pipelines.measure.periods import Period, periods
from pipelines.measure.plan import Plan
from pipelines.tables import put

Z95 = 1.959963984540054
# Also of places that no subject is made of any more.
_ANY_PLACE = """
    SELECT {column} FROM partial.month_cell WHERE {column} IS NOT NULL
    UNION
    SELECT {column} FROM partial.month_level WHERE {column} IS NOT NULL
    UNION
    SELECT {column} FROM open_level
"""


def load_periods(
    con: duckdb.DuckDBPyConnection, as_of: date, provisional_from: date
) -> list[Period]:
    """Tables `period` and `period_month`; empty before anything was measured."""
    ((first,),) = con.execute(
        "SELECT min(month) FROM (SELECT month FROM partial.month_cell "
        "UNION ALL SELECT month FROM partial.month_level "
        "UNION ALL SELECT month FROM open_level) WHERE month <= ?",
        [as_of],
    ).fetchall()
    found = periods(first, as_of, provisional_from) if first else []
    known = {(period.kind, period.first) for period in found}
    before = [
        period.before() if (period.kind, period.before()) in known else None
        for period in found
    ]
    put(
        con,
        "period",
        {
            "period_kind": pa.string(),
            "period": pa.date32(),
            "period_end": pa.date32(),
            "is_complete": pa.bool_(),
            "is_provisional": pa.bool_(),
            "previous_period": pa.date32(),
        },
        [
            (p.kind, p.first, p.last, p.is_complete, p.is_provisional, previous)
            for p, previous in zip(found, before, strict=True)
        ],
    )
    put(
        con,
        "period_month",
        {"period_kind": pa.string(), "period": pa.date32(), "month": pa.date32()},
        [(p.kind, p.first, month) for p in found for month in p.months()],
    )
    return found


def roll_up(
    con: duckdb.DuckDBPyConnection,
    plan: Plan,
    indicators: Mapping[str, Indicator],
    withheld_below: int,
) -> None:
    """Table `observation`, one row an indicator, subject and period.

    Expects what survival.count_open and assessors.compare make.
    """
    put(
        con,
        "indicator_rule",
        {
            "indicator_id": pa.string(),
            "kind": pa.string(),
            "is_share": pa.bool_(),
            "scale": pa.float64(),
            "q": pa.float64(),
            "complement": pa.bool_(),
            "least_value": pa.float64(),
            "most_value": pa.float64(),
            "over_time": pa.string(),
            "adjusted": pa.bool_(),
            "minimum_n": pa.int32(),
        },
        [
            (
                i.indicator_id,
                i.kind,
                i.is_share,
                i.scale,
                i.q,
                i.complement,
                _bound(i, 0.0),
                _bound(i, 100.0),
                i.over_time,
                i.adjusted,
                minimum_n(i, withheld_below),
            )
            for i in indicators.values()
        ],
    )
    _make_types(con)
    levels = Levels(con)
    quantiles.find(levels, plan, indicators, Z95)
    survival.estimate(con, levels, plan, indicators, Z95)
    sql = files("pipelines.measure").joinpath("observation.sql").read_text("utf-8")
    con.execute(sql, {"z": Z95})


def _make_types(con: duckdb.DuckDBPyConnection) -> None:
    """Enumerations of everything a cell is named by."""
    for name, values in (
        ("rolled_indicator", "SELECT indicator_id FROM indicator_rule"),
        ("rolled_subject", "SELECT subject_id FROM subject"),
        ("rolled_kind", "SELECT DISTINCT period_kind FROM period"),
        ("rolled_city", _ANY_PLACE.format(column="city_id")),
        ("rolled_department", _ANY_PLACE.format(column="department_id")),
    ):
        con.execute(f"DROP TYPE IF EXISTS {name}")
        con.execute(f"CREATE TYPE {name} AS ENUM ({values})")


def minimum_n(indicator: Indicator, withheld_below: int) -> int:
    """Below how many rows an observation of the indicator is withheld."""
    return withheld_below if indicator.minimum_n is None else indicator.minimum_n


def _bound(indicator: Indicator, bound: float) -> float | None:
    """Points lie between 0 and 100, and so does what is said of their interval."""
    return bound if indicator.unit == "points" else None
