"""Cities and organs beside what their mix of items would give anybody.

A city that takes many hard items does worse by no fault of its own. Departments are not
compared: an item belongs to one department, so there its expectation is its own doing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from pipelines.declarations.workspace import Workspace
from pipelines.measure.plan import Plan
from pipelines.statistics import standardised
from pipelines.tables import put_arrays

_TEXTS = ("indicator_id", "subject_id", "period_kind", "period")
_NUMBERS = ("n", "observed", "expected", "ratio", "adjusted", "scale")
_ITEMS = """
CREATE TYPE mixed_item AS ENUM (
    SELECT DISTINCT coalesce(item_id, '') AS item_id FROM partial."{source}"
    ORDER BY item_id
)
"""
# Places and items as numbers: texts would have to be sorted here.
_CELLS = """
-- One row: an item of an organ in a month.
SELECT
    date_diff('month', DATE '1970-01-01', month_{period_by}) AS month,
    -- Where no indicator counts anything, as of a place whose only case was withdrawn,
    -- the place has no code, and its cells have nothing to compare.
    enum_code(TRY_CAST(city_id AS rolled_city)) AS city,
    enum_code(TRY_CAST(department_id AS rolled_department)) AS department,
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
# Only where the observation itself is shown. Its interval goes to the same scale; the
# expectation is taken as known.
_TOLD = """
CREATE OR REPLACE TABLE case_mix AS
SELECT
    o.indicator_id,
    o.subject_id,
    o.period_kind,
    o.period,
    m.n,
    m.observed,
    m.expected,
    m.ratio,
    m.adjusted,
    least(1, o.low * m.scale) AS low,
    least(1, o.high * m.scale) AS high
FROM mix AS m
JOIN observation AS o
    ON o.indicator_id = m.indicator_id
    AND o.subject_id = m.subject_id
    AND o.period_kind = m.period_kind
    AND o.period = m.period::VARCHAR::DATE
WHERE o.value IS NOT NULL AND o.low IS NOT NULL AND m.scale IS NOT NULL
"""
Columns = dict[str, list[NDArray[np.object_] | NDArray[np.float64]]]


def compare(con: duckdb.DuckDBPyConnection, workspace: Workspace, plan: Plan) -> None:
    """Table case_mix."""
    months: dict[tuple[str, date], list[int]] = {}
    for kind, period, month in con.execute(
        "SELECT period_kind, period, "
        "date_diff('month', DATE '1970-01-01', month) AS month "
        "FROM period_month ORDER BY ALL"
    ).fetchall():
        months.setdefault((kind, period), []).append(month)
    limit = workspace.settings.limits.withheld_below
    columns: Columns = {
        **{name: [np.empty(0, np.object_)] for name in _TEXTS},
        **{name: [np.empty(0)] for name in _NUMBERS},
    }
    for name in workspace.settings.case_mix_indicators:
        cells = _Cells.of(con, plan, workspace.indicators[name].source, name)
        for period, within in months.items():
            cells.standardise(columns, name, period, within, limit)
    put_arrays(con, "mix", {name: np.concatenate(columns[name]) for name in columns})
    con.execute(_TOLD)


@dataclass(frozen=True)
class _Cells:
    """Items of organs; k and n have shape (months, cells)."""

    months: NDArray[np.int64]  # since 1970
    subjects: list[NDArray[np.int64]]  # for cities and for organs: that of each cell
    names: list[NDArray[np.object_]]  # subject ids by those numbers
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
        months, month = np.unique(_codes(found["month"]), return_inverse=True)
        organ, organs = _joined(_codes(found["city"]), _codes(found["department"]))
        cell, cells = _joined(organ, _codes(found["item"]))
        organ_of, item = cells.T
        city, department = organs[organ_of].T
        k, n = np.zeros((2, len(months), len(cells)))
        k[month, cell], n[month, cell] = found["k"], found["n"]
        return cls(
            months=months,
            subjects=[city, organ_of],
            names=[
                np.array([f"city:{each}" for each in cities], np.object_),
                np.array(
                    [f"organ:{cities[c]}/{departments[d]}" for c, d in organs],
                    np.object_,
                ),
            ],
            item=item,
            department=department,
            k=k,
            n=n,
        )

    def standardise(
        self,
        columns: Columns,
        indicator: str,
        period: tuple[str, date],
        within: list[int],
        limit: int,
    ) -> None:
        """Add what one period gives to every column."""
        at = np.isin(self.months, within)
        k, n = self.k[at].sum(axis=0), self.n[at].sum(axis=0)
        stratum = standardised.pool_thin(self.item, self.department, n, limit)
        for unit, names in zip(self.subjects, self.names, strict=True):
            found = standardised.indirect(unit, stratum, k, n, len(names))
            texts = (indicator, names, period[0], period[1].isoformat())
            for name, text in zip(_TEXTS, texts, strict=True):
                columns[name].append(np.full(len(names), text, np.object_))
            for name in _NUMBERS:
                columns[name].append(getattr(found, name))


def _codes(column: NDArray[np.generic]) -> NDArray[np.int64]:
    return np.asarray(column, dtype=np.int64)


def _joined(
    one: NDArray[np.int64], other: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The number of each pair, and the pairs by number, shape (pairs, 2)."""
    width = int(other.max(initial=0)) + 1
    pairs, number = np.unique(one * width + other, return_inverse=True)
    return number, np.stack(np.divmod(pairs, width), axis=1)
