"""Special procedures: what they move the limits of a case by, and its time.

Days inside a suspension are not counted; an extension adds to both limits. Cases are
worked out again when their pauses come, change or go.
"""

from __future__ import annotations

from datetime import date

import duckdb

from pipelines.declarations.source import Source
from pipelines.declarations.source_rules import OF_CLOCK
from pipelines.validate.clock import select
from pipelines.validate.keys import rows_among
from pipelines.validate.typed import Statement


def stop_clocks(
    con: duckdb.DuckDBPyConnection,
    statement: Statement,
    pause_days: str,
    provisional_from: date,
) -> None:
    """Work out again the clocks of the cases named in temp table `touched_case`.

    A pause counts for a limit when it begins on or before the day the limit would end
    without it (earlier pauses included); pauses that overlap are one pause; one that
    has no end ends with its case.
    """
    source, derived = statement.source, statement.derived_sql()
    changing = (*OF_CLOCK, *derived)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE touched_row AS
        SELECT * EXCLUDE ({", ".join(f'"{column}"' for column in changing)})
        FROM {rows_among(con, statement, "touched_case")}
        """
    )
    terms = _terms(source, pause_days)
    con.execute(_SHIFT.format(cases="touched_row", **_TOUCHED, **terms))
    selected = select(source, "touched_row", provisional_from, "clock_shift")
    again = "".join(f', {sql} AS "{name}"' for name, sql in derived.items())
    sets = ", ".join(f'"{column}" = again."{column}"' for column in changing)
    con.execute(
        f'UPDATE typed."{source.source}" AS t SET {sets} '
        f"FROM (SELECT *{again} FROM ({selected})) AS again "
        "WHERE t.file_id = again.file_id AND t.row = again.row"
    )


def count_stopped(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    cases: str,
    pause_days: str,
    as_of: date,
) -> None:
    """Temp table stopped_case: the paused_days that open cases had by the end of a day.

    `cases` names a relation with the columns of the typed rows.
    """
    assert source.clock is not None and source.clock.pauses is not None
    con.execute(
        "CREATE OR REPLACE TEMP TABLE paused_case AS "
        f'SELECT DISTINCT p.case_id FROM typed."{source.clock.pauses}" AS p '
        f'JOIN {cases} AS c ON c."{source.key[0]}" = p.case_id '
        "WHERE p.standing = 0 AND p.kind = 'suspend'"
    )
    terms = {**_terms(source, pause_days), "end": f"DATE '{as_of}'"}
    con.execute(
        _SHIFT.format(cases=cases, shift="stopped_case", touched="paused_case", **terms)
    )


def _terms(source: Source, pause_days: str) -> dict[str, str]:
    clock = source.clock
    assert clock is not None and clock.pauses is not None
    first = "p.started_on" if pause_days in ("both", "first") else "p.started_on + 1"
    last = "p.ended_on" if pause_days in ("both", "last") else "p.ended_on - 1"
    paused = f' + coalesce("{clock.paused_days}", 0)' if clock.paused_days else ""
    return {
        "pauses": f'typed."{clock.pauses}"',
        "key": f'"{source.key[0]}"',
        "first": first,
        "last": last,
        "start": f'"{clock.start}"',
        "end": f'"{clock.end}"',
        "promised": f'"{clock.promised}"{paused}' if clock.promised else "NULL",
        "legal": f'"{clock.legal}"{paused}' if clock.legal else "NULL",
        "unit": f'"{clock.unit}"' if clock.unit else "'working'",
    }


_TOUCHED = {"shift": "clock_shift", "touched": "touched_case"}
_SHIFT = """
-- One row a case that was stopped or extended: what its limits and its time move by.
CREATE OR REPLACE TEMP TABLE {shift} AS
WITH extension AS (
    SELECT case_id, sum(extra_days) AS extra_days
    FROM {pauses}
    WHERE standing = 0 AND kind = 'extend'
        AND case_id IN (SELECT case_id FROM {touched})
    GROUP BY case_id
),
theirs AS (
    SELECT
        c.file_id,
        c.row,
        c.{key} AS case_id,
        {unit} = 'natural' AS is_natural,
        CAST({start} AS DATE) AS start_on,
        CAST({end} AS DATE) AS end_on,
        {promised} AS promised,
        {legal} AS legal,
        coalesce(x.extra_days, 0) AS extra_days,
        s.workday_count AS started_count,
        e.workday_count AS ended_count
    FROM {cases} AS c
    LEFT JOIN extension AS x ON x.case_id = c.{key}
    LEFT JOIN day AS s ON s.day = CAST({start} AS DATE)
    LEFT JOIN day AS e ON e.day = CAST({end} AS DATE)
    WHERE c.{key} IN (SELECT case_id FROM {touched})
),
pause AS (
    SELECT
        t.file_id,
        t.row,
        {first} AS first_day,
        coalesce({last}, t.end_on, DATE '9999-12-30') AS last_day
    FROM theirs AS t
    JOIN {pauses} AS p ON p.case_id = t.case_id
    WHERE p.standing = 0 AND p.kind = 'suspend'
),
island AS (
    SELECT
        *,
        sum(is_new) OVER (
            PARTITION BY file_id, row ORDER BY first_day, last_day
        ) AS number
    FROM (
        SELECT
            *,
            CASE WHEN first_day <= max(last_day) OVER (
                PARTITION BY file_id, row ORDER BY first_day, last_day
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) + 1 THEN 0 ELSE 1 END AS is_new
        FROM pause
        WHERE first_day <= last_day
    )
),
span AS (
    SELECT file_id, row, min(first_day) AS first_day, max(last_day) AS last_day
    FROM island
    GROUP BY file_id, row, number
),
-- Each pause as a stretch (after, until] on the axis its limit is counted on.
stretch AS (
    SELECT
        t.*,
        p.first_day,
        CASE WHEN is_natural THEN date_diff('day', start_on, p.first_day) - 1
            ELSE b.workday_count - started_count END AS before_pause,
        CASE WHEN is_natural THEN date_diff('day', start_on, p.last_day)
            ELSE u.workday_count - started_count END AS until_pause,
        greatest(
            least(u.workday_count, ended_count)
            - greatest(b.workday_count, started_count), 0
        ) AS paused_inside
    FROM theirs AS t
    JOIN span AS p ON p.file_id = t.file_id AND p.row = t.row
    LEFT JOIN day AS b ON b.day = least(p.first_day - 1, (SELECT max(day) FROM day))
    LEFT JOIN day AS u ON u.day = least(p.last_day, (SELECT max(day) FROM day))
),
measured AS (
    SELECT
        *,
        greatest(until_pause - greatest(before_pause, 0), 0) AS length,
        coalesce(sum(greatest(until_pause - greatest(before_pause, 0), 0)) OVER (
            PARTITION BY file_id, row ORDER BY first_day
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS earlier
    FROM stretch
)
SELECT
    t.file_id,
    t.row,
    any_value(t.extra_days) + coalesce(sum(m.length) FILTER (
        WHERE greatest(m.before_pause, 0) < m.promised + m.extra_days + m.earlier
    ), 0) AS promised_shift,
    any_value(t.extra_days) + coalesce(sum(m.length) FILTER (
        WHERE greatest(m.before_pause, 0) < m.legal + m.extra_days + m.earlier
    ), 0) AS legal_shift,
    coalesce(sum(m.paused_inside), 0) AS paused_days
FROM theirs AS t
LEFT JOIN measured AS m ON m.file_id = t.file_id AND m.row = t.row
GROUP BY t.file_id, t.row
"""
