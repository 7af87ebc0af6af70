"""Ratings that look odd, month by month: bursts, right after closing, contradictions.

`partial.doubt_count` counts what there was to look at, `partial.doubtful` holds the odd
ratings one by one, `partial.burst` the runs at one window. What is odd enough to tell
is decided later (score/honesty.py); here only months whose rows changed are looked at,
so a result never depends on the order or the number of files.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.resources import files

import duckdb
import pyarrow as pa

from pipelines.declarations.workspace import Workspace
from pipelines.measure.dirty import Dirty
from pipelines.measure.doubt_cases import hold_against_cases
from pipelines.measure.doubt_rows import (
    KEY,
    Looked,
    looked_at,
    view_cases,
    view_ratings,
)
from pipelines.tables import put

TABLES = """
-- One row: what there was to look at, of an organ in a month.
CREATE TABLE IF NOT EXISTS partial.doubt_count (
    city_id VARCHAR, department_id VARCHAR, month DATE,
    given BIGINT, tagged BIGINT
);
-- One row: an odd rating; once a kind.
CREATE TABLE IF NOT EXISTS partial.doubtful (
    kind VARCHAR, city_id VARCHAR, department_id VARCHAR, month DATE,
    closed_month DATE, day DATE, rated_at TIMESTAMP, rating_key UBIGINT,
    case_id VARCHAR, channel VARCHAR, level INTEGER, tags VARCHAR,
    is_satisfied BOOLEAN, burst_at TIMESTAMP, window_id VARCHAR, lag DOUBLE
);
-- One row: a run of ratings at one window.
CREATE TABLE IF NOT EXISTS partial.burst (
    city_id VARCHAR, department_id VARCHAR, month DATE, window_id VARCHAR, day DATE,
    first_at TIMESTAMP, last_at TIMESTAMP, ratings BIGINT, peak BIGINT, alike DOUBLE,
    same_words BIGINT, usual DOUBLE, spread DOUBLE, other_days BIGINT, everywhere DOUBLE
);
"""
_DEADLINE = "deadline"


def look(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    dirty: Mapping[str, Dirty],
    as_of: date,
) -> None:
    """Look again at the months whose ratings or cases changed."""
    asked = looked_at(workspace)
    if asked is None:
        return
    con.execute(TABLES)
    ratings, cases = dirty[asked.ratings], dirty[asked.cases]
    if ratings.is_clean and cases.is_clean:
        return
    _tags(con, workspace)
    view_ratings(con, asked, ratings, as_of)
    con.execute(
        "DELETE FROM partial.doubtful WHERE "
        f"(kind <> 'burst' AND {ratings.condition({asked.rated_on: 'month'})}) OR "
        "(kind IN ('instant_rating', 'tag_against_clock') "
        f"AND {cases.condition({asked.closed_on: 'closed_month'})})"
    )
    if not ratings.is_clean:
        _count(con, asked, ratings)
        _bursts(con, asked, ratings)
    if case_key := view_cases(con, asked, cases, as_of):
        hold_against_cases(con, asked, case_key)


def _tags(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    """Temp table doubt_tag: the level a tag belongs to, and whether it blames delay."""
    put(
        con,
        "doubt_tag",
        {"tag_id": pa.string(), "level": pa.int32(), "is_deadline": pa.bool_()},
        [
            (tag.id, int(tag.fields["level"]), tag.fields.get("cause") == _DEADLINE)
            for tag in workspace.reference.tags
        ],
        temp=True,
    )


def _count(con: duckdb.DuckDBPyConnection, asked: Looked, dirty: Dirty) -> None:
    """Count what was given, and put aside what contradicts its own level."""
    con.execute(
        f"DELETE FROM partial.doubt_count WHERE "
        f"{dirty.condition({asked.rated_on: 'month'})}"
    )
    # The same few lists of tags come again and again: each is read once.
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE tags_read AS
        SELECT
            r.level,
            r.tags,
            bool_or(t.level <> r.level) AS is_against
        FROM (
            SELECT level, tags, unnest(string_split(tags, ',')) AS tag_id
            FROM (
                SELECT level, tags FROM changed_rating
                WHERE is_new AND tags IS NOT NULL GROUP BY level, tags
            )
        ) AS r
        JOIN doubt_tag AS t ON t.tag_id = r.tag_id
        GROUP BY r.level, r.tags
        """
    )
    con.execute(
        """
        INSERT INTO partial.doubt_count
        SELECT city_id, department_id, month, count(*), count(tags)
        FROM changed_rating
        WHERE is_new
        GROUP BY city_id, department_id, month
        """
    )
    con.execute(
        f"""
        INSERT INTO partial.doubtful
        SELECT
            'tag_against_level', city_id, department_id, month, NULL, day, rated_at,
            {KEY}, case_id, channel, r.level, r.tags, is_satisfied, NULL,
            window_id, NULL
        FROM changed_rating AS r
        JOIN tags_read AS t ON t.level = r.level AND t.tags = r.tags
        WHERE r.is_new AND t.is_against
        """
    )


def _bursts(con: duckdb.DuckDBPyConnection, asked: Looked, dirty: Dirty) -> None:
    """Find runs in every month that something was added to or changed in."""
    here = dirty.to_sum({asked.rated_on: "month"})
    con.execute(f"DELETE FROM partial.burst WHERE {here}")
    con.execute(f"DELETE FROM partial.doubtful WHERE kind = 'burst' AND {here}")
    burst = asked.honesty.burst
    found = files("pipelines.measure").joinpath("burst.sql").read_text("utf-8")
    con.execute(f"SET VARIABLE burst_minutes = {burst.minutes}")
    con.execute(f"SET VARIABLE burst_ratings = {burst.ratings}")
    con.execute(found)
    con.execute(
        """
        INSERT INTO partial.burst
        SELECT
            city_id, department_id, month, window_id, day, first_at, last_at, ratings,
            peak, alike, same_words, usual, spread, other_days, everywhere
        FROM found_burst
        """
    )
    con.execute(
        f"""
        INSERT INTO partial.doubtful
        SELECT
            'burst', city_id, department_id, month, NULL, day, rated_at,
            {KEY}, case_id, channel, level, tags, is_satisfied, first_at,
            window_id, NULL
        FROM run_rating
        """
    )
