"""Why: which cities, departments and items make most of what a signal changed.

Table `signal_part`. Compared are the months of the signal with the months before
it, as far back as its usual goes.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.declarations.workspace import Workspace
from pipelines.measure.plan import Plan
from pipelines.statistics.composite_change import mix
from pipelines.tables import put

Floats = NDArray[np.float64]

MOST = 5

# One row: a signal, its months, and from which month on it is compared.
_SPAN = """
CREATE OR REPLACE TABLE signal_span AS
SELECT
    g.signal_id, g.indicator_id, s.kind, s.city_id, s.department_id,
    g.first_period, g.last_period,
    CAST(g.first_period - to_months($months) AS DATE) AS from_period
FROM signal AS g
JOIN subject AS s ON s.subject_id = g.subject_id
"""
_SUMS = """
    sum({numerator}) FILTER (WHERE {month} < g.first_period) AS hits_before,
    sum({denominator}) FILTER (WHERE {month} < g.first_period) AS rows_before,
    sum({numerator}) FILTER (WHERE {month} >= g.first_period) AS hits,
    sum({denominator}) FILTER (WHERE {month} >= g.first_period) AS rows
"""
# A city's departments, a department's cities; the items of any of them. One kind of
# subject at a time: its join is then one of equal keys, and quick.
_PLACE = """
SELECT
    g.signal_id,
    '{part}' AS part_kind,
    c.{part}_id AS part_id,
    {sums}
FROM signal_span AS g
JOIN partial.month_cell AS c
    ON c.indicator_id = g.indicator_id AND c.{kind}_id = g.{kind}_id
WHERE g.kind = '{kind}' AND c.month BETWEEN g.from_period AND g.last_period
    AND c.{part}_id IS NOT NULL
GROUP BY ALL
"""
_ITEM = """
SELECT g.signal_id, 'item' AS part_kind, c.item_id AS part_id, {sums}
FROM signal_span AS g
JOIN partial."{source}" AS c ON {same}
WHERE g.kind = '{kind}' AND {month} BETWEEN g.from_period AND g.last_period
    AND g.indicator_id = '{indicator_id}' AND c.item_id IS NOT NULL
GROUP BY ALL
"""
_KEYS = {
    "city": ("city_id",),
    "department": ("department_id",),
    "organ": ("city_id", "department_id"),
}
_COLUMNS = {
    "signal_id": pa.string(),
    "subject_id": pa.string(),
    "part_kind": pa.string(),
    "part_id": pa.string(),
    "n": pa.float64(),
    "value": pa.float64(),
    "value_before": pa.float64(),
    "part": pa.float64(),
    "share_of_change": pa.float64(),
    "position": pa.int32(),
}


def explain(con: duckdb.DuckDBPyConnection, workspace: Workspace, plan: Plan) -> None:
    """Table `signal_part`; items of the indicators whose drags are found too."""
    con.execute(_SPAN, {"months": workspace.settings.signals.baseline_months})
    asked = _places()
    for name in workspace.settings.drag_indicators:
        asked += _items(workspace, plan, name)
    rows = con.execute(" UNION ALL ".join(asked) + " ORDER BY ALL").fetchall()
    put(con, "signal_part", _COLUMNS, _parts(rows))


def _places() -> list[str]:
    sums = _SUMS.format(
        numerator="c.numerator", denominator="c.denominator", month="c.month"
    )
    return [
        _PLACE.format(kind=kind, part=part, sums=sums)
        for kind, part in (("city", "department"), ("department", "city"))
    ]


def _items(workspace: Workspace, plan: Plan, name: str) -> list[str]:
    indicator = workspace.indicators[name]
    scan = plan.scans[indicator.source]
    if "item_id" not in scan.grain or not indicator.is_share or indicator.across:
        return []
    (part,) = (p for p in scan.parts if p.indicator_id == name)
    month = f"c.month_{part.period_by}"
    sums = _SUMS.format(
        numerator=f"c.{part.numerator}",
        denominator=f"c.{part.denominator}",
        month=month,
    )
    return [
        _ITEM.format(
            kind=kind,
            same=" AND ".join(f"c.{key} = g.{key}" for key in keys),
            source=scan.source,
            month=month,
            indicator_id=name,
            sums=sums,
        )
        for kind, keys in _KEYS.items()
    ]


def _parts(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """The parts that went the signal's way, those that make most of it first."""
    found: list[tuple[object, ...]] = []
    for (signal_id, part_kind), group in groupby(rows, itemgetter(0, 1)):
        members = list(group)
        counts = np.array([row[3:] for row in members], dtype=np.float64)
        hits_before, rows_before, hits, n = np.nan_to_num(counts).T
        if not rows_before.sum() or not n.sum():
            continue
        parts = _parts_of_change(hits_before, rows_before, hits, n)
        change = parts.sum()
        order = sorted(
            np.flatnonzero(parts * change > 0),
            key=lambda at: (-abs(round(float(parts[at]), 12)), str(members[at][2])),
        )
        for position, at in enumerate(order[:MOST], start=1):
            found.append(
                (
                    signal_id,
                    str(signal_id).split("/", 1)[1].rsplit("/", 2)[0],
                    part_kind,
                    members[at][2],
                    n[at],
                    hits[at] / n[at] if n[at] else None,
                    hits_before[at] / rows_before[at] if rows_before[at] else None,
                    float(parts[at]),
                    float(parts[at] / change),
                    position,
                )
            )
    return found


def _parts_of_change(
    hits_before: Floats, rows_before: Floats, hits: Floats, rows: Floats
) -> Floats:
    """What each adds to the change of the whole: its own share's and its weight's part.

    Shares are taken as distances from the mean of the whole: that adds nothing to the
    sum, and nobody is blamed for having more rows than before.
    """
    middle = (hits_before.sum() / rows_before.sum() + hits.sum() / rows.sum()) / 2
    performance, weight = mix(
        _share(hits_before, rows_before) - middle,
        rows_before / rows_before.sum(),
        _share(hits, rows) - middle,
        rows / rows.sum(),
    )
    parts: Floats = performance + weight
    return parts


def _share(hits: Floats, rows: Floats) -> Floats:
    share = np.full(len(rows), np.nan)
    np.divide(hits, rows, out=share, where=rows > 0)
    return share
