"""Signals: months of cities, departments and organs that depart from their own past.

Tables `signal` and `control_point`. Judged are the shares that a scheme weighs, in
months that are final; what else it weighs month by month has a chart and no alerts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.resources import files
from itertools import pairwise

import duckdb
import numpy as np
from numpy.typing import DTypeLike, NDArray

from pipelines.declarations.signals import Signals
from pipelines.declarations.workspace import Workspace
from pipelines.score.kept import Kept, Results
from pipelines.statistics import alerts, control_charts
from pipelines.tables import put_arrays

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

# In this order groups are numbered; organs are so many that only those with a signal
# are drawn.
_KINDS = ("city", "department", "organ")
_ORGAN = _KINDS.index("organ")


def find(con: duckdb.DuckDBPyConnection, workspace: Workspace, kept: Kept) -> None:
    """Tables `signal` and `control_point`."""
    settings = workspace.settings.signals
    for name, value in settings.limits():
        con.execute(f"SET VARIABLE {name} = ?", [value])
    _run(con, "signal_units.sql")
    _put(con, [_points(each, settings, kept) for each in _series(con)])
    _run(con, "signals.sql")


@dataclass(frozen=True)
class _Series:
    """One indicator: units by final months."""

    is_share: bool
    unit: Whole
    group: Whole
    hits: Floats
    rows: Floats
    value: Floats


def _series(con: duckdb.DuckDBPyConnection) -> Iterator[_Series]:
    """Every indicator's series, from one question."""
    ((months,),) = con.execute("SELECT count(*) FROM signal_month").fetchall()
    found = con.execute(
        "SELECT v.unit, u.kind_place, i.is_share, i.place, v.month_place, v.numerator, "
        "v.denominator, v.value FROM signal_value AS v "
        "JOIN signal_unit AS u ON u.unit = v.unit "
        "JOIN signal_indicator AS i ON i.indicator_id = u.indicator_id "
        "ORDER BY i.place, v.unit"
    ).fetchnumpy()
    starts = np.flatnonzero(np.diff(found["place"], prepend=-1))
    for first, last in pairwise([*starts.tolist(), len(found["place"])]):
        part = {name: column[first:last] for name, column in found.items()}
        units, at, place = np.unique(
            np.asarray(part["unit"]), return_index=True, return_inverse=True
        )
        wide = {}
        blank = {"numerator": 0.0, "denominator": 0.0, "value": np.nan}
        for name, empty in blank.items():
            wide[name] = np.full((len(units), months), empty)
            column = np.ma.asarray(part[name], dtype=np.float64).filled(empty)
            wide[name][place, np.asarray(part["month_place"])] = column
        yield _Series(
            bool(part["is_share"][0]),
            units.astype(np.int64),
            np.asarray(part["kind_place"])[at].astype(np.int64),
            wide["numerator"],
            wide["denominator"],
            wide["value"],
        )


def _points(
    series: _Series, settings: Signals, kept: Kept
) -> dict[str, NDArray[np.generic]]:
    """The points of an indicator's charts, one row each."""
    return kept.of(
        "signals",
        series.unit,
        series.group,
        series.hits,
        series.rows,
        series.value,
        f"{settings!r} {series.is_share}",
        compute=lambda: _compute(series, settings),
    )


def _compute(series: _Series, settings: Signals) -> Results:
    shape = series.rows.shape
    rule = _rule(settings)
    if series.is_share:
        judged = alerts.judge(series.hits, series.rows, series.group, rule)
    else:
        judged = alerts.Judged.nothing(shape)
    drawn = ~np.isnan(series.value)
    if series.is_share:
        drawn &= series.rows >= settings.minimum_n
    drawn[(series.group == _ORGAN) & ~judged.is_first.any(axis=1)] = False
    centre, low, high = (np.full(shape, np.nan) for _ in range(3))
    labels = np.full(shape, control_charts.COMMON, dtype="<U10")
    for unit in np.flatnonzero(drawn.sum(axis=1) >= settings.chart_points):
        at = np.flatnonzero(drawn[unit])
        usual = judged.signal[unit, at] == 0
        # Where signals are the rule there is no other usual than they.
        if usual.sum() < len(at) / 2:
            usual[:] = True
        value = series.value[unit, at]
        if series.is_share:
            limits = control_charts.p_prime(
                series.hits[unit, at], series.rows[unit, at], usual
            )
        else:
            limits = control_charts.xmr(value, usual)
        centre[unit, at], low[unit, at], high[unit, at] = (
            limits.centre,
            limits.low,
            limits.high,
        )
        labels[unit, at] = control_charts.labels(value, limits)
    rows, months = np.nonzero(drawn)
    wide = {"centre": centre, "low": low, "high": high, "label": labels}
    wide |= asdict(judged)
    return {
        "unit": series.unit[rows],
        "month_place": months,
        **{name: array[rows, months] for name, array in wide.items()},
    }


def _rule(settings: Signals) -> alerts.Rule:
    return alerts.Rule(
        settings.baseline_months,
        settings.minimum_months,
        settings.z,
        settings.effect,
        settings.smoothing,
        settings.minimum_n,
        settings.longest_months,
    )


_COLUMNS: dict[str, DTypeLike] = {
    "unit": np.int64,
    "month_place": np.int64,
    "centre": np.float64,
    "low": np.float64,
    "high": np.float64,
    "label": np.object_,
    "expected": np.float64,
    "noise": np.float64,
    "z": np.float64,
    "average": np.float64,
    "signal": np.int64,
    "is_first": np.bool_,
    "is_sudden": np.bool_,
}


def _put(
    con: duckdb.DuckDBPyConnection, points: list[dict[str, NDArray[np.generic]]]
) -> None:
    """Table `judged`: one row a point; what is not known is NULL."""
    put_arrays(
        con,
        "judged",
        {
            name: np.concatenate(
                [np.empty(0, kind), *(each[name] for each in points)], dtype=kind
            )
            for name, kind in _COLUMNS.items()
        },
    )


def _run(con: duckdb.DuckDBPyConnection, name: str) -> None:
    con.execute(files("pipelines.score").joinpath(name).read_text("utf-8"))
