"""Cities and organs beside what their mix of items would give anybody.

A city that takes many hard items does worse by no fault of its own. Departments are not
compared: an item belongs to one department, so there its expectation is its own doing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.declarations.workspace import Workspace
from pipelines.measure.plan import Plan
from pipelines.statistics import standardised
from pipelines.tables import put

_NUMBER, _TEXT = pa.float64(), pa.string()
COLUMNS: dict[str, pa.DataType] = {
    "indicator_id": _TEXT,
    "subject_id": _TEXT,
    "period_kind": _TEXT,
    "period": pa.date32(),
    "n": _NUMBER,
    "observed": _NUMBER,
    "expected": _NUMBER,
    "ratio": _NUMBER,
    "adjusted": _NUMBER,
    "low": _NUMBER,
    "high": _NUMBER,
}
_ITEMS = """
CREATE TEMP TYPE mixed_item AS ENUM (
    SELECT DISTINCT coalesce(item_id, '') AS item_id FROM partial."{source}"
    ORDER BY item_id
)
"""
# Places and items as numbers: texts would have to be sorted here.
_CELLS = """
-- One row: an item of an organ in a month.
SELECT
    month_{period_by} AS month,
    enum_code(city_id::rolled_city) AS city,
    enum_code(department_id::rolled_department) AS department,
    enum_code(coalesce(item_id, '')::mixed_item) AS item,
    sum({numerator}) AS k,
    sum({denominator}) AS n
FROM partial."{source}"
WHERE month_{period_by} IS NOT NULL
    AND city_id IS NOT NULL AND department_id IS NOT NULL
GROUP BY ALL
HAVING sum({denominator}) > 0
"""
_NAMES = """
SELECT
    enum_range(NULL::rolled_city)::VARCHAR[],
    enum_range(NULL::rolled_department)::VARCHAR[]
"""
_SHOWN = """
-- One row: a city or organ in a period, with the ends of its interval.
SELECT subject_id, period_kind, period, low, high
FROM observation
WHERE indicator_id = $indicator AND value IS NOT NULL AND low IS NOT NULL
    AND (subject_id LIKE 'city:%' OR subject_id LIKE 'organ:%')
"""
Periods = dict[tuple[str, date], list[date]]
Ends = dict[tuple[str, str, date], tuple[float, float]]


def compare(con: duckdb.DuckDBPyConnection, workspace: Workspace, plan: Plan) -> None:
    """Temp table case_mix; only where the observation itself is shown."""
    months: Periods = {}
    for kind, period, month in con.execute(
        "SELECT period_kind, period, month FROM period_month ORDER BY ALL"
    ).fetchall():
        months.setdefault((kind, period), []).append(month)
    limit = workspace.settings.limits.withheld_below
    rows: list[tuple[object, ...]] = []
    for name in workspace.settings.case_mix_indicators:
        shown = con.execute(_SHOWN, {"indicator": name}).fetchall()
        ends: Ends = {(s, k, p): (low, high) for s, k, p, low, high in shown}
        cells = _Cells.of(con, plan, workspace.indicators[name].source, name)
        rows += [(name, *row) for row in _rows(cells, months, ends, limit)]
    put(con, "case_mix", COLUMNS, rows)


@dataclass(frozen=True)
class _Cells:
    """Items of organs; k and n have shape (months, cells)."""

    months: dict[date, int]
    subjects: dict[str, NDArray[np.int64]]  # kind: the subject of each cell
    names: dict[str, list[str]]  # kind: subject ids by number
    item: NDArray[np.int64]
    department: NDArray[np.int64]
    k: NDArray[np.float64]
    n: NDArray[np.float64]

    @classmethod
    def of(
        cls, con: duckdb.DuckDBPyConnection, plan: Plan, source: str, indicator: str
    ) -> _Cells:
        """Of one indicator that is a share of rows."""
        (part,) = (p for p in plan.scans[source].parts if p.indicator_id == indicator)
        con.execute("DROP TYPE IF EXISTS mixed_item")
        con.execute(_ITEMS.format(source=source))
        sql = _CELLS.format(source=source, **vars(part))
        found: dict[str, Any] = con.execute(sql).fetchnumpy()
        ((cities, departments),) = con.execute(_NAMES).fetchall()
        month, months = np.unique(found["month"], return_inverse=True)
        organ, organs = _joined(_codes(found["city"]), _codes(found["department"]))
        cell, cells = _joined(organ, _codes(found["item"]))
        organ_of, item = cells.T
        city, department = organs[organ_of].T
        k, n = np.zeros((2, len(month), len(cells)))
        k[months, cell], n[months, cell] = found["k"], found["n"]
        return cls(
            months={
                day: number
                for number, day in enumerate(month.astype("datetime64[D]").tolist())
            },
            subjects={"city": city, "organ": organ_of},
            names={
                "city": [f"city:{each}" for each in cities],
                "organ": [f"organ:{cities[c]}/{departments[d]}" for c, d in organs],
            },
            item=item,
            department=department,
            k=k,
            n=n,
        )


def _codes(column: NDArray[np.generic]) -> NDArray[np.int64]:
    return np.asarray(column, dtype=np.int64)


def _joined(
    one: NDArray[np.int64], other: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The number of each pair, and the pairs by number, shape (pairs, 2)."""
    width = int(other.max(initial=0)) + 1
    pairs, number = np.unique(one * width + other, return_inverse=True)
    return number, np.stack(np.divmod(pairs, width), axis=1)


def _rows(
    cells: _Cells, months: Periods, ends: Ends, limit: int
) -> Iterator[tuple[object, ...]]:
    for (kind, period), within in months.items():
        at = [cells.months[month] for month in within if month in cells.months]
        k, n = cells.k[at].sum(axis=0), cells.n[at].sum(axis=0)
        stratum = standardised.pool_thin(cells.item, cells.department, n, limit)
        for of, unit in cells.subjects.items():
            names = cells.names[of]
            found = standardised.indirect(unit, stratum, k, n, len(names))
            columns = np.stack(
                [found.n, found.observed, found.expected, found.ratio, found.adjusted]
            ).T.tolist()
            for subject, told, scale in zip(names, columns, found.scale, strict=True):
                # The observation is not shown, or nothing could be expected.
                if (subject, kind, period) not in ends or np.isnan(scale):
                    continue
                interval = (end * scale for end in ends[subject, kind, period])
                held = (min(1.0, float(end)) for end in interval)
                yield (subject, kind, period, *told, *held)
