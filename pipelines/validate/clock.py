"""The clock of a case: when it is due, how long it took, whether it was on time.

Working days as in domain practice: the day of acceptance is day 0, make-up days count,
a limit in natural days that ends on a rest day ends on the next working day, an
instant case (limit 0) is due on the first working day on or after acceptance. Days
inside a special procedure are not counted; an extension adds to both limits.
"""

from __future__ import annotations

from datetime import date

from pipelines.declarations.source import Clock, Source
from pipelines.declarations.source_rules import OF_CLOCK
from pipelines.validate.cells import has_time
from pipelines.validate.days import NATURAL


def kinds(clock: Clock) -> dict[str, str]:
    """The columns a clock adds, with their SQL types."""
    del clock
    types = ("DATE", "DATE", "DATE", "DATE", "INTEGER", *("BOOLEAN",) * 3)
    return dict(zip(OF_CLOCK, types, strict=True))


def deadline_has_time(source: Source, raw: str) -> str:
    """The hidden column that says to which precision a given deadline is compared."""
    return f"{has_time(raw)} AS deadline_has_time" if source.clock else ""


def select(
    source: Source, relation: str, provisional_from: date, shift: str | None = None
) -> str:
    """SELECT that adds OF_CLOCK to `relation`.

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
    # greatest() passes over NULL, so for an open case both have to be NULL.
    elapsed = (
        f"greatest(e.workday_count - s.workday_count - {inside}, 0 * e.workday_count)"
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
            {_in_time(clock, end)} AS is_on_time,
            closed_on <= legal_due_on AS is_legal_on_time,
            coalesce(due_on >= DATE '{provisional_from}', FALSE)
                OR coalesce(legal_due_on >= DATE '{provisional_from}', FALSE)
                AS is_provisional
        FROM (
            SELECT
                c.*,
                s.day IS NULL AND {start} IS NOT NULL AS is_outside_calendar,
                e.day IS NULL AND {end} IS NOT NULL AS closes_outside_calendar,
                CAST({start} AS DATE) AS accepted_on,
                CAST({end} AS DATE) AS closed_on,
                {due} AS due_on,
                {legal} AS legal_due_on,
                CAST({elapsed} AS INTEGER) AS elapsed_days
            FROM {relation} AS c
            {" ".join(joins)}
        ) AS c
    """


def _in_time(clock: Clock, end: str) -> str:
    """Whether a case was closed in time; NULL while it is open."""
    if not clock.deadline:
        return "closed_on <= due_on"
    precise = f'{end} <= c."{clock.deadline}"'
    return f"CASE WHEN deadline_has_time THEN {precise} ELSE closed_on <= due_on END"


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
    conditions = {
        clock.start: "is_outside_calendar",
        clock.end: "closes_outside_calendar",
    }
    for limit, due in ((clock.promised, "due_on"), (clock.legal, "legal_due_on")):
        if limit:
            conditions[limit] = (
                f'"{limit}" IS NOT NULL AND {due} IS NULL '
                "AND accepted_on IS NOT NULL AND NOT is_outside_calendar"
            )
    return conditions
