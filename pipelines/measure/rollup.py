"""Roll up partials to every subject and period: temp table `observation`.

Rates are sums over sums, never averages of rates; percentiles come from merged
histograms. Expects temp table `subject` (score/subjects.py makes it).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.resources import files

import duckdb
import pyarrow as pa

from pipelines.declarations.indicator import Indicator
from pipelines.measure.periods import Period, periods
from pipelines.measure.plan import Plan

Z95 = 1.959963984540054
# Also of places that no subject is made of any more.
_ANY_PLACE = """
    SELECT {column} FROM partial.month_cell WHERE {column} IS NOT NULL
    UNION
    SELECT {column} FROM partial.month_level WHERE {column} IS NOT NULL
"""


def load_periods(
    con: duckdb.DuckDBPyConnection, as_of: date, provisional_from: date
) -> list[Period]:
    """Temp tables `period` and `period_month`; empty before anything was measured."""
    ((first,),) = con.execute(
        "SELECT min(month) FROM (SELECT month FROM partial.month_cell "
        "UNION ALL SELECT month FROM partial.month_level) WHERE month <= ?",
        [as_of],
    ).fetchall()
    found = periods(first, as_of, provisional_from) if first else []
    known = {(period.kind, period.first) for period in found}
    before = [
        period.before() if (period.kind, period.before()) in known else None
        for period in found
    ]
    table = pa.table(
        {
            "period_kind": pa.array([p.kind for p in found], type=pa.string()),
            "period": pa.array([p.first for p in found], type=pa.date32()),
            "period_end": pa.array([p.last for p in found], type=pa.date32()),
            "is_complete": pa.array([p.is_complete for p in found], type=pa.bool_()),
            "is_provisional": pa.array(
                [p.is_provisional for p in found], type=pa.bool_()
            ),
            "previous_period": pa.array(before, type=pa.date32()),
        }
    )
    _replace(con, "period", table)
    months = [(p.kind, p.first, month) for p in found for month in p.months()]
    kinds, firsts, each = zip(*months, strict=True) if months else ((), (), ())
    _replace(
        con,
        "period_month",
        pa.table(
            {
                "period_kind": pa.array(kinds, type=pa.string()),
                "period": pa.array(firsts, type=pa.date32()),
                "month": pa.array(each, type=pa.date32()),
            }
        ),
    )
    return found


def roll_up(
    con: duckdb.DuckDBPyConnection,
    plan: Plan,
    indicators: Mapping[str, Indicator],
    withheld_below: int,
) -> None:
    """Temp table `observation`, one row an indicator, subject and period."""
    every = list(indicators.values())
    rule = pa.table(
        {
            "indicator_id": pa.array([i.indicator_id for i in every], pa.string()),
            "kind": pa.array([i.kind for i in every], pa.string()),
            "is_share": pa.array([i.is_share for i in every], pa.bool_()),
            "scale": pa.array([i.scale for i in every], pa.float64()),
            "q": pa.array([i.q for i in every], pa.float64()),
            "complement": pa.array([i.complement for i in every], pa.bool_()),
            "least_value": pa.array([_bound(i, 0.0) for i in every], pa.float64()),
            "most_value": pa.array([_bound(i, 100.0) for i in every], pa.float64()),
            "over_time": pa.array([i.over_time for i in every], pa.string()),
            "minimum_n": pa.array(
                [minimum_n(i, withheld_below) for i in every], pa.int32()
            ),
        }
    )
    _replace(con, "indicator_rule", rule)
    quantiles = [
        (name, scan.source, histogram.name)
        for scan in plan.scans.values()
        for name, histogram in scan.quantiles.items()
    ]
    names, sources, histograms = (
        zip(*quantiles, strict=True) if quantiles else ((),) * 3
    )
    _replace(
        con,
        "histogram_of",
        pa.table(
            {
                "indicator_id": pa.array(names, pa.string()),
                "source": pa.array(sources, pa.string()),
                "histogram": pa.array(histograms, pa.string()),
            }
        ),
    )
    _make_types(con)
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
        con.execute(f"CREATE TEMP TYPE {name} AS ENUM ({values})")


def minimum_n(indicator: Indicator, withheld_below: int) -> int:
    """Below how many rows an observation of the indicator is withheld."""
    return withheld_below if indicator.minimum_n is None else indicator.minimum_n


def _bound(indicator: Indicator, bound: float) -> float | None:
    """Points lie between 0 and 100, and so does what is said of their interval."""
    return bound if indicator.unit == "points" else None


def _replace(con: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    con.register("given", table)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM given")
    con.unregister("given")
