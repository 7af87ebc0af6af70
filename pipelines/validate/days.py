"""The working calendar as two tables a query joins: constant time a row.

`workday_count` is the number of working days up to and including a day, so working
days after `a` up to and including `b` are count(b) - count(a), and the n-th working day
after `a` is the one with number count(a) + n (docs/method.md, Time; checked against
the published vectors).
"""

from __future__ import annotations

from datetime import date

import duckdb
import pyarrow as pa

from pipelines.declarations.calendar import Day
from pipelines.tables import put_columns

NATURAL = 1_000_000


def load(con: duckdb.DuckDBPyConnection, days: tuple[Day, ...]) -> None:
    """Temp tables day, workday and limit_end; all empty without a calendar."""
    count = 0
    counts: list[int] = []
    for day in days:
        count += day.is_workday
        counts.append(count)
    put_columns(
        con,
        "calendar_row",
        {
            "day": (pa.date32(), [day.date for day in days]),
            "is_workday": (pa.bool_(), [day.is_workday for day in days]),
            "provisional": (pa.bool_(), [day.provisional for day in days]),
            "workday_count": (pa.int32(), counts),
        },
        temp=True,
    )
    con.execute(
        """
        -- One row a day; next_workday is the day itself when it is worked.
        CREATE OR REPLACE TEMP TABLE day AS
        SELECT
            day,
            is_workday,
            provisional,
            workday_count,
            min(day) FILTER (WHERE is_workday) OVER (
                ORDER BY day ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
            ) AS next_workday
        FROM calendar_row
        """
    )
    con.execute(
        """
        -- One row a working day, numbered from the calendar's beginning.
        CREATE OR REPLACE TEMP TABLE workday AS
        SELECT workday_count AS number, day FROM day WHERE is_workday
        """
    )
    con.execute(
        f"""
        -- One row a place a limit can end at: after n working days (key n), or after
        -- some days of any kind (key {NATURAL} + days since 1970), on a working day.
        CREATE OR REPLACE TEMP TABLE limit_end AS
        SELECT number AS key, day FROM workday
        UNION ALL
        SELECT {NATURAL} + (day - DATE '1970-01-01'), next_workday
        FROM day
        WHERE next_workday IS NOT NULL
        """
    )


def first_provisional(days: tuple[Day, ...]) -> date:
    """The first day whose kind may still change; far away when all are sure."""
    return min(
        (day.date for day in days if day.provisional), default=date(9999, 12, 31)
    )
