"""Histograms of partials, added up to every subject and period, and what is read there.

Expects tables subject, period and period_month, and the enumerations of rollup.py;
makes table `level_quantile`. The sums are statistics/histograms.py.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
from numpy.typing import NDArray

from pipelines.statistics.histograms import Histograms, Wholes, add_up
from pipelines.tables import put_arrays

_PLACES = """
-- One row: what an indicator that is read off a histogram is, of a subject and period.
CREATE OR REPLACE TABLE level_quantile (
    indicator_id VARCHAR, subject_id rolled_subject, period_kind rolled_kind,
    period DATE, n DOUBLE, value DOUBLE, low DOUBLE, high DOUBLE, more_than DOUBLE
);
-- One row: a period by its number, with its months as numbers.
CREATE OR REPLACE TABLE level_period AS
SELECT
    row_number() OVER (ORDER BY period_kind, period) - 1 AS number,
    period_kind::rolled_kind AS period_kind,
    period,
    date_diff('month', (SELECT min(month) FROM period_month), min(month)) AS first,
    date_diff('month', (SELECT min(month) FROM period_month), max(month)) + 1 AS beyond
FROM period_month
GROUP BY period_kind, period;
-- One row: a subject and period by its number.
CREATE OR REPLACE TABLE level_place AS
SELECT
    p.number * (SELECT count(*) FROM subject)
        + enum_code(s.subject_id::rolled_subject) AS place,
    s.subject_id::rolled_subject AS subject_id,
    p.period_kind,
    p.period
FROM level_period AS p
CROSS JOIN subject AS s
"""
# A place that a subject names and no row does is of nobody here.
_SUBJECTS = """
SELECT
    enum_code(subject_id::rolled_subject)::BIGINT AS subject,
    if(city_id IS NULL, $cities, enum_code(city)) AS city,
    if(department_id IS NULL, $departments, enum_code(department)) AS department
FROM (
    SELECT
        *,
        TRY_CAST(city_id AS rolled_city) AS city,
        TRY_CAST(department_id AS rolled_department) AS department
    FROM subject
)
WHERE (city_id IS NULL OR city IS NOT NULL)
    AND (department_id IS NULL OR department IS NOT NULL)
"""
_ROWS = """
SELECT
    coalesce(enum_code(city_id::rolled_city), $cities) AS city,
    coalesce(enum_code(department_id::rolled_department), $departments) AS department,
    date_diff('month', first, month) AS month,
    level,
    {counts}
FROM ({rows})
CROSS JOIN (
    SELECT min(month) AS first, max(month) AS last FROM period_month
)
WHERE month BETWEEN first AND last
"""


class Levels:
    """Subjects in periods, each a place with a number, of one run."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        con.execute(_PLACES)
        self._spans = con.execute(
            "SELECT first, beyond FROM level_period ORDER BY number"
        ).fetchall()
        ((self._subjects, self._cities, self._departments),) = con.execute(
            "SELECT (SELECT count(*) FROM subject), "
            "len(enum_range(NULL::rolled_city)), "
            "len(enum_range(NULL::rolled_department))"
        ).fetchall()
        # The last city and department stand for none: of all, and of rows without one.
        shape = (self._cities + 1, self._departments + 1)
        self._subject = np.full(shape, -1, dtype=np.int64)
        found = self._fetch(_SUBJECTS)
        self._subject[found["city"], found["department"]] = found["subject"]

    def add_up(self, rows: str, counts: Sequence[str], **values: object) -> Histograms:
        """Sum rows of an organ, month and level; `counts` are their columns.

        Organs add up to cities, departments and all.
        """
        found = self._fetch(_ROWS.format(rows=rows, counts=", ".join(counts)), **values)
        city, department = found["city"], found["department"]
        no_city = np.full_like(city, self._cities)
        no_department = np.full_like(department, self._departments)
        organ = self._subject[city, department]
        in_city, in_department = city != no_city, department != no_department
        members = [
            np.where(in_city & in_department, organ, -1),
            np.where(in_city, self._subject[city, no_department], -1),
            np.where(in_department, self._subject[no_city, department], -1),
            self._subject[no_city, no_department],
        ]
        return add_up(
            members,
            self._subjects,
            found["month"],
            self._spans,
            found["level"],
            [found[name] for name in counts],
        )

    def note(self, indicator_id: str, columns: dict[str, NDArray[np.generic]]) -> None:
        """Add rows to level_quantile: a place and what was found there."""
        put_arrays(self._con, "level_found", columns)
        self._con.execute(
            "INSERT INTO level_quantile BY NAME "
            "SELECT ? AS indicator_id, p.* EXCLUDE (place), f.* EXCLUDE (place) "
            "FROM level_found AS f JOIN level_place AS p ON p.place = f.place",
            [indicator_id],
        )

    def _fetch(self, sql: str, **values: object) -> dict[str, Wholes]:
        given = {"cities": self._cities, "departments": self._departments, **values}
        found = self._con.execute(sql, given).fetchnumpy()
        return {name: np.asarray(v, dtype=np.int64) for name, v in found.items()}
