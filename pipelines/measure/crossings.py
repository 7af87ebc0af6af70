"""Cases that were open at the end of a month and are closed by now, month by month.

What was open at a month's end is these and those of today's open cases that had been
accepted by then (score/backlog.py adds them up). Nothing here follows the day of the
run: once a case is closed, it is settled which ends of months it had crossed.
"""

from __future__ import annotations

import duckdb

from pipelines.measure.asked import ACCEPTED, Scan
from pipelines.measure.dirty import Dirty
from pipelines.measure.periods import month_of

_MONTH, _CLOSED = month_of(ACCEPTED), month_of("closed_on")


def table(source: str) -> str:
    """Where the partials of a source are."""
    return f'partial."{source}_crossing"'


def prepare(con: duckdb.DuckDBPyConnection, scan: Scan) -> None:
    """Make the table, where it is not there yet."""
    con.execute(
        f"""
        -- One row: how many cases of an organ accepted in a month were open at the end
        -- of a month, by age and whether past their promised day.
        CREATE TABLE IF NOT EXISTS {table(scan.source)} (
            city_id VARCHAR, department_id VARCHAR, month DATE, counted_on DATE,
            age_days BIGINT, is_overdue BOOLEAN, n BIGINT
        )
        """
    )


def measure(
    con: duckdb.DuckDBPyConnection, scan: Scan, dirty: Dirty, rows: str
) -> None:
    """Count again what dirty months of acceptance hold, and what is added to others."""
    place = table(scan.source)
    con.execute(f"DELETE FROM {place} WHERE {dirty.condition({ACCEPTED: 'month'})}")
    con.execute(
        f"""
        INSERT INTO {place}
        SELECT
            city_id,
            department_id,
            month,
            counted_on,
            {age_sql("accepted_on", "counted_on")},
            is_overdue,
            sum(c.n)
        FROM (
            SELECT *, coalesce(due_on < counted_on, FALSE) AS is_overdue
            FROM (
                SELECT
                    * EXCLUDE (closed_month),
                    last_day(CAST(unnest(
                        range(month, closed_month, INTERVAL 1 MONTH)
                    ) AS DATE)) AS counted_on
                FROM (
                    SELECT
                        city_id,
                        department_id,
                        accepted_on,
                        due_on,
                        {_MONTH} AS month,
                        {_CLOSED} AS closed_month,
                        count(*) AS n
                    FROM {rows}
                    WHERE {dirty.to_measure({ACCEPTED: _MONTH})}
                        AND {_CLOSED} > {_MONTH}
                        AND city_id IS NOT NULL AND department_id IS NOT NULL
                    GROUP BY ALL
                )
            )
        ) AS c
        LEFT JOIN day AS accepted ON accepted.day = accepted_on
        LEFT JOIN day AS counted ON counted.day = counted_on
        GROUP BY ALL
        """
    )


def age_sql(accepted_on: str, counted_on: str) -> str:
    """Days waited since acceptance: working days, or any days without a calendar.

    Expects `day` joined as `accepted` and `counted`. Days in special procedures are not
    left out: whoever applied waited through them.
    """
    return (
        "coalesce(counted.workday_count - accepted.workday_count, "
        f"date_diff('day', {accepted_on}, {counted_on}))"
    )
