"""Backlog: what is open and how old it is, at the end of each month and now.

Whatever was open at a month's end has been closed since, and is kept month by month
(measure/crossings.py), or is open still. So a case that is kept open stays in sight.
"""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import duckdb
import pyarrow as pa

from pipelines import fingerprint
from pipelines.declarations.workspace import Workspace
from pipelines.measure import crossings, open_cases
from pipelines.measure.plan import Plan
from pipelines.tables import put

_EMPTY = """
CREATE OR REPLACE TABLE open_cell (
    city_id VARCHAR, department_id VARCHAR, counted_on DATE, age_days BIGINT,
    is_overdue BOOLEAN, n BIGINT
);
CREATE OR REPLACE TABLE clocked_source (source VARCHAR);
CREATE SCHEMA IF NOT EXISTS kept;
-- One row: what was open of a subject on a day, and in each class of age.
CREATE TABLE IF NOT EXISTS kept.backlog (
    made_from VARCHAR, subject_id VARCHAR, counted_on DATE, open_count BIGINT,
    overdue_count BIGINT, median_age_days BIGINT, p90_age_days BIGINT, by_age BIGINT[]
);
"""


def count(
    con: duckdb.DuckDBPyConnection, workspace: Workspace, plan: Plan, as_of: date
) -> None:
    """Tables backlog, backlog_age, given_age_class; expects open_cases.find."""
    _declare_classes(con, workspace.settings.backlog_ages)
    con.execute(_EMPTY)
    for name, scan in plan.scans.items():
        if scan.has_clock:
            con.execute("INSERT INTO clocked_source VALUES (?)", [name])
            con.execute(_cells_sql(name, as_of))
    con.execute(f"SET VARIABLE as_of = DATE '{as_of}'")
    ages = ",".join(str(age) for age in workspace.settings.backlog_ages)
    rules = f"{fingerprint.code_version()} {duckdb.__version__} {ages}"
    con.execute("SET VARIABLE backlog_rules = ?", [rules])
    con.execute(files("pipelines.score").joinpath("backlog.sql").read_text("utf-8"))


def _declare_classes(con: duckdb.DuckDBPyConnection, ages: tuple[int, ...]) -> None:
    """Each class ends at a declared age; the last has no end."""
    firsts = (0, *(age + 1 for age in ages))
    rows = enumerate(zip(firsts, (*ages, None), strict=True), start=1)
    whole = pa.int32()
    put(
        con,
        "given_age_class",
        {"age_class": whole, "from_days": whole, "to_days": whole},
        [(number, *days) for number, days in rows],
    )


def _cells_sql(source: str, as_of: date) -> str:
    """Of a source: what has been closed since, and what is open still."""
    return f"""
        INSERT INTO open_cell
        SELECT city_id, department_id, counted_on, age_days, is_overdue, n
        FROM {crossings.table(source)}
        UNION ALL
        SELECT
            city_id,
            department_id,
            counted_on,
            {crossings.age_sql("accepted_on", "counted_on")},
            is_overdue,
            sum(c.n)
        FROM (
            SELECT *, coalesce(due_on < counted_on, FALSE) AS is_overdue
            FROM (
                SELECT
                    * EXCLUDE (month),
                    least(last_day(CAST(month AS DATE)), DATE '{as_of}') AS counted_on
                FROM (
                    SELECT
                        city_id,
                        department_id,
                        accepted_on,
                        due_on,
                        unnest(range(
                            date_trunc('month', accepted_on),
                            DATE '{as_of}' + 1,
                            INTERVAL 1 MONTH
                        )) AS month,
                        count(*) AS n
                    FROM {open_cases.table(source)}
                    GROUP BY city_id, department_id, accepted_on, due_on
                )
            )
        ) AS c
        LEFT JOIN day AS accepted ON accepted.day = accepted_on
        LEFT JOIN day AS counted ON counted.day = counted_on
        GROUP BY ALL
    """
