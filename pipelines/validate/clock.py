"""The clock of a case: when it is due, how long it took, whether it was on time.

Working days as in domain practice: the day of acceptance is day 0, make-up days count,
a limit in natural days that ends on a rest day ends on the next working day, an
instant case (limit 0) is due on the first working day on or after acceptance. Days
inside a special procedure are not counted; an extension adds to both limits.
"""

from __future__ import annotations

from datetime import date

import duckdb

from pipelines.declarations.source import Clock, Source
from pipelines.validate.cells import has_time
from pipelines.validate.days import NATURAL

COLUMNS = (
    "accepted_on",
    "closed_on",
    "due_on",
    "legal_due_on",
    "elapsed_days",
    "is_on_time",
    "is_legal_on_time",
    "is_provisional",
)


def kinds(clock: Clock) -> dict[str, str]:
    """The columns a clock adds, with their SQL types."""
    del clock
    types = ("DATE", "DATE", "DATE", "DATE", "INTEGER", *("BOOLEAN",) * 3)
    return dict(zip(COLUMNS, types, strict=True))


def deadline_has_time(source: Source, raw: str) -> str:
    """The hidden column that says to which precision a given deadline is compared."""
    return f"{has_time(raw)} AS deadline_has_time" if source.clock else ""


def select(
    source: Source, relation: str, provisional_from: date, shift: str | None = None
) -> str:
    """SELECT that adds COLUMNS to `relation`.

    `shift` names a relation with file_id, row, promised_shift, legal_shift and
    paused_days, for cases whose clock was stopped or extended.
    """
    clock = source.clock
    assert clock is not None
    start, end = f'c."{clock.start}"', f'c."{clock.end}"'
    joins = [
        f"LEFT JOIN day AS s ON s.day = CAST({start} AS DATE)",
        f"LEFT JOIN day AS e ON e.day = CAST({end} AS DATE)",
    ]
    if shift:
        joins.append(
            f"LEFT JOIN {shift} AS f ON f.file_id = c.file_id AND f.row = c.row"
        )
    paused = f'coalesce(c."{clock.paused_days}", 0)' if clock.paused_days else "0"
    inside = f"({paused} + coalesce(f.paused_days, 0))" if shift else paused
    # greatest() passes over NULL, so an open case must not reach it.
    elapsed = (
        "CASE WHEN e.workday_count IS NOT NULL "
        f"THEN greatest(e.workday_count - s.workday_count - {inside}, 0) END"
    )
    if clock.deadline:
        due = f'CAST(c."{clock.deadline}" AS DATE)'
        natural = f"date_diff('day', CAST({start} AS DATE), CAST({end} AS DATE))"
        elapsed = f"coalesce({elapsed}, {natural})"
    else:
        due = _due(clock, clock.promised, "promised", paused, shift, joins)
    legal = _due(clock, clock.legal, "legal", paused, shift, joins)
    return f"""
        SELECT
            *,
            CASE
                WHEN {end} IS NULL THEN NULL
                {_precise(clock, end)}
                ELSE closed_on <= due_on
            END AS is_on_time,
            closed_on <= legal_due_on AS is_legal_on_time,
            coalesce(due_on >= DATE '{provisional_from}', FALSE)
                OR coalesce(legal_due_on >= DATE '{provisional_from}', FALSE)
                AS is_provisional
        FROM (
            SELECT
                c.*,
                s.day IS NULL AND {start} IS NOT NULL AS is_outside_calendar,
                CAST({start} AS DATE) AS accepted_on,
                CAST({end} AS DATE) AS closed_on,
                {due} AS due_on,
                {legal} AS legal_due_on,
                CAST({elapsed} AS INTEGER) AS elapsed_days
            FROM {relation} AS c
            {" ".join(joins)}
        ) AS c
    """


def _precise(clock: Clock, end: str) -> str:
    if not clock.deadline:
        return ""
    return f'WHEN deadline_has_time THEN {end} <= c."{clock.deadline}"'


def _due(
    clock: Clock,
    limit: str | None,
    which: str,
    paused: str,
    shift: str | None,
    joins: list[str],
) -> str:
    """The due day of one limit, and the joins it needs."""
    if limit is None:
        return "CAST(NULL AS DATE)"
    moved = f"coalesce(f.{which}_shift, 0)" if shift else "0"
    days = f'CAST(c."{limit}" + {paused} + {moved} AS INTEGER)'
    start = f'CAST(c."{clock.start}" AS DATE)'
    natural = f"c.\"{clock.unit}\" = 'natural' OR " if clock.unit else ""
    joins.append(
        f"LEFT JOIN limit_end AS {which} ON {which}.key = "
        f"CASE WHEN {natural}{days} = 0 "
        f"THEN {NATURAL} + ({start} - DATE '1970-01-01') + {days} "
        f"ELSE s.workday_count + {days} END"
    )
    return f"{which}.day"


def problems(source: Source) -> dict[str, str]:
    """Column to a condition under which no due day can be said, with its reason."""
    clock = source.clock
    if clock is None or clock.deadline:
        return {}
    conditions = {clock.start: "is_outside_calendar"}
    for limit, due in ((clock.promised, "due_on"), (clock.legal, "legal_due_on")):
        if limit:
            conditions[limit] = (
                f'"{limit}" IS NOT NULL AND accepted_on IS NOT NULL AND {due} IS NULL'
            )
    return conditions


def stop_clocks(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    pause_days: str,
    provisional_from: date,
) -> None:
    """Work out again the clocks of the cases named in temp table `touched_case`.

    A pause counts for a limit when it begins on or before the day the limit would end
    without it (earlier pauses included); pauses that overlap are one pause.
    """
    clock = source.clock
    assert clock is not None and clock.pauses is not None
    con.execute(
        _SHIFT.format(cases=f"typed.{source.source}", **_terms(clock, pause_days))
    )
    selected = select(source, "touched_row", provisional_from, "clock_shift")
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE touched_row AS
        SELECT * EXCLUDE ({", ".join(COLUMNS)})
        FROM typed.{source.source}
        WHERE "{source.key[0]}" IN (SELECT case_id FROM touched_case)
        """
    )
    sets = ", ".join(f"{column} = again.{column}" for column in COLUMNS)
    con.execute(
        f"UPDATE typed.{source.source} AS t SET {sets} FROM ({selected}) AS again "
        "WHERE t.file_id = again.file_id AND t.row = again.row"
    )


def _terms(clock: Clock, pause_days: str) -> dict[str, str]:
    first = "p.started_on" if pause_days in ("both", "first") else "p.started_on + 1"
    last = "p.ended_on" if pause_days in ("both", "last") else "p.ended_on - 1"
    return {
        "pauses": f"typed.{clock.pauses}",
        "first": first,
        "last": last,
        "start": f'"{clock.start}"',
        "end": f'"{clock.end}"',
        "promised": f'"{clock.promised}"' if clock.promised else "NULL",
        "legal": f'"{clock.legal}"' if clock.legal else "NULL",
        "unit": f'"{clock.unit}"' if clock.unit else "'working'",
    }


_SHIFT = """
-- One row a case that was stopped or extended: what its limits and its time move by.
CREATE OR REPLACE TEMP TABLE clock_shift AS
WITH pause AS (
    SELECT
        p.case_id,
        {first} AS first_day,
        coalesce({last}, DATE '9999-12-30') AS last_day
    FROM {pauses} AS p
    WHERE p.standing = 0 AND p.kind = 'suspend'
        AND p.case_id IN (SELECT case_id FROM touched_case)
),
island AS (
    SELECT
        *,
        sum(is_new) OVER (
            PARTITION BY case_id ORDER BY first_day, last_day
        ) AS number
    FROM (
        SELECT
            *,
            CASE WHEN first_day <= max(last_day) OVER (
                PARTITION BY case_id ORDER BY first_day, last_day
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) + 1 THEN 0 ELSE 1 END AS is_new
        FROM pause
        WHERE first_day <= last_day
    )
),
span AS (
    SELECT case_id, min(first_day) AS first_day, max(last_day) AS last_day
    FROM island GROUP BY case_id, number
),
extension AS (
    SELECT case_id, sum(extra_days) AS extra_days
    FROM {pauses}
    WHERE standing = 0 AND kind = 'extend'
        AND case_id IN (SELECT case_id FROM touched_case)
    GROUP BY case_id
),
theirs AS (
    SELECT
        c.file_id,
        c.row,
        c.case_id,
        {unit} = 'natural' AS is_natural,
        CAST({start} AS DATE) AS start_on,
        CAST({end} AS DATE) AS end_on,
        {promised} AS promised,
        {legal} AS legal,
        coalesce(x.extra_days, 0) AS extra_days,
        s.workday_count AS started_count,
        e.workday_count AS ended_count
    FROM {cases} AS c
    LEFT JOIN extension AS x ON x.case_id = c.case_id
    LEFT JOIN day AS s ON s.day = CAST({start} AS DATE)
    LEFT JOIN day AS e ON e.day = CAST({end} AS DATE)
    WHERE c.case_id IN (SELECT case_id FROM touched_case)
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
    JOIN span AS p ON p.case_id = t.case_id
    LEFT JOIN day AS b ON b.day = p.first_day - 1
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
