"""Ratings held against their cases: given right after closing, or blaming no delay.

A rating is held against its case only where the case was closed shortly before. Cases
that arrive later than their ratings then touch some days, and never the whole year.
"""

from __future__ import annotations

import duckdb

from pipelines.measure.doubt_rows import KEY, Looked


def hold_against_cases(
    con: duckdb.DuckDBPyConnection, asked: Looked, case_key: str
) -> None:
    """New ratings against all cases, and old ratings against new cases.

    `case_key` is what view_cases() says.
    """
    for statement, back in ((_INSTANT, 0), (_CLOCK, asked.honesty.clock.days)):
        for each in (_new_ratings(con, back), _new_cases(con, back)):
            if each:
                table, ratings, cases = each
                con.execute(
                    statement.format(
                        table=table,
                        key=KEY,
                        case_key=case_key,
                        ratings=ratings,
                        cases=cases,
                        seconds=asked.honesty.instant.seconds,
                        back=back,
                    )
                )


# Days stand there as constants: only blocks of rows that hold them are read.
def _new_ratings(
    con: duckdb.DuckDBPyConnection, back: int
) -> tuple[str, str, str] | None:
    """Table of ratings, and which of them to hold against which cases; None: none."""
    ((first, last),) = con.execute(
        "SELECT min(day), max(day) FROM changed_rating WHERE is_new"
    ).fetchall()
    if first is None:
        return None
    cases = f"closed_on BETWEEN DATE '{first}' - {back} AND DATE '{last}'"
    return "changed_rating", "is_new", cases


def _new_cases(
    con: duckdb.DuckDBPyConnection, back: int
) -> tuple[str, str, str] | None:
    ((first, last),) = con.execute(
        "SELECT min(closed_on), max(closed_on) FROM closed_case WHERE is_new"
    ).fetchall()
    if first is None:
        return None
    days = f"day BETWEEN DATE '{first}' AND DATE '{last}' + {back}"
    return "given_rating", f"NOT is_new AND {days}", "is_new"


# Times that both end on a whole minute are likely to have no seconds at all.
_INSTANT = """
INSERT INTO partial.doubtful
SELECT
    'instant_rating', r.city_id, r.department_id, r.month, c.closed_month, r.day,
    r.rated_at, {key}, r.case_id, r.channel, r.level, r.tags, r.is_satisfied,
    NULL, r.window_id, epoch(r.rated_at - c.closed_at)
FROM (SELECT * FROM {table} WHERE {ratings}) AS r
JOIN (SELECT * FROM closed_case WHERE {cases}) AS c
    ON c.key = {case_key} AND c.closed_on = r.day
WHERE r.rated_at BETWEEN c.closed_at AND c.closed_at + INTERVAL {seconds} SECOND
    AND (epoch_us(r.rated_at) % 60000000 <> 0 OR epoch_us(c.closed_at) % 60000000 <> 0)
"""
_CLOCK = """
INSERT INTO partial.doubtful
SELECT
    'tag_against_clock', r.city_id, r.department_id, r.month, c.closed_month, r.day,
    r.rated_at, {key}, r.case_id, r.channel, r.level, r.tags, r.is_satisfied,
    NULL, r.window_id, NULL
FROM (
    SELECT * FROM {table}
    WHERE {ratings} AND tags IS NOT NULL AND list_has_any(
        string_split(tags, ','),
        (SELECT coalesce(list(tag_id), []) FROM doubt_tag WHERE is_deadline)
    )
) AS r
JOIN (SELECT * FROM closed_case WHERE {cases}) AS c ON c.key = {case_key}
WHERE c.is_on_time AND c.closed_at <= r.rated_at
    AND c.closed_on BETWEEN r.day - {back} AND r.day
"""
