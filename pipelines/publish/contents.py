"""What each audience's file holds. Deny by default: a table not named is not written.

The public file is made from what may be public, never filtered on a screen: its
figures are those that pipelines/disclosure made from what the public sees, and internal
indicators, organs and cases never enter. Only editions tell of themselves
(editions/told.py), each audience's file from the frozen file of the same audience.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import duckdb

from pipelines.disclosure.for_public import FIGURES
from pipelines.publish import followed
from pipelines.score.memory import SCORED, SHOWN

# Tables that are the same for both audiences.
_SHARED = (
    "peer_group",
    "period",
    "limit_value",
    "age_class",
    "source",
    "item",
    "tag",
)
_OF_SCHEME = (
    "scheme",
    "scheme_pillar",
    "scheme_indicator",
    "scheme_band",
    "scheme_adjustment",
)
_INTERNAL_ONLY = (
    "rank_sensitivity",
    "rank_without",
    "lift",
    "hidden_observation",
    "item_drag",
    "tag_count",
    "overdue_case",
    "backlog",
    "backlog_age",
    "panel",
    "method_reliability",
    "attention",
    "signal",
    "control_point",
    "signal_part",
    "funnel_point",
    "honesty_flag",
    "doubt",
    "contradicting_rating",
    "load",
    "reject",
    "check_reason",
    "arrival",
    "calendar",
)
_FIGURES = ("observation", *FIGURES)
# Worked examples, each with a query of its own in worked/.
EXAMPLES = (
    *("interval", "scoring", "composite", "change", "place", "on_time", "response"),
    *("case_mix", "ranking"),
)
# What a scored row tells of the period before it.
_OF_BEFORE = {
    "score": ("previous_score",),
    "pillar_score": ("previous_score", "change_contribution"),
    "scorecard": ("previous_score", "previous_rank"),
}


def select_for(
    con: duckdb.DuckDBPyConnection, audience: str
) -> Iterator[tuple[str, str]]:
    """(published table, SELECT of its rows) for one audience."""
    con.execute(_KNOWN)
    for table in _SHARED:
        yield table, f"SELECT {_columns(con, table)} FROM {_named(con, table)}"
    if audience == "internal":
        yield from _internal(con)
    else:
        yield from _public(con)
    # Last: made of the observations that this very file holds.
    for table in ("response", "case_mix"):
        yield table, _made_of_published(f"{table}.sql")
    followed.follow(con)
    for topic in EXAMPLES:
        yield "worked_example", _made_of_published(f"worked/{topic}.sql")


def _internal(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    yield "publication", "SELECT * FROM about"
    yield "indicator", f"SELECT {_columns(con, 'indicator')} FROM given_indicator"
    yield "subject", f"SELECT {_columns(con, 'subject')} FROM subject"
    yield "break_mark", f"SELECT {_columns(con, 'break_mark')} FROM break_mark"
    for table in (*_OF_SCHEME, *_FIGURES, *_INTERNAL_ONLY):
        yield table, f"SELECT {_columns(con, table)} FROM {_named(con, table)}"


def _public(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    which = "indicator_id IN (SELECT indicator_id FROM given_indicator WHERE is_public)"
    schemes = "scheme_id IN (SELECT scheme_id FROM public_scheme)"
    yield (
        "publication",
        "SELECT * REPLACE ((SELECT coalesce(list(name ORDER BY place), []) FROM ("
        "SELECT unnest(headline) AS name, generate_subscripts(headline, 1) AS place "
        "FROM about) WHERE name IN (SELECT indicator_id FROM given_indicator "
        "WHERE is_public)) AS headline) FROM about",
    )
    yield (
        "indicator",
        f"SELECT {_columns(con, 'indicator')} FROM given_indicator WHERE is_public",
    )
    for table in ("subject", "observation", "satisfaction_ranking", "subject_group"):
        yield table, f"SELECT {_columns(con, table)} FROM {SHOWN}.{table}"
    marks = _columns(con, "break_mark")
    yield (
        "break_mark",
        f"SELECT {marks} FROM break_mark WHERE is_public "
        "AND (subject_id IS NULL OR subject_id IN (SELECT subject_id FROM "
        f"{SHOWN}.subject)) AND (indicator_id IS NULL OR {which})",
    )
    for table in _OF_SCHEME:
        named = _named(con, table)
        yield table, f"SELECT {_columns(con, table)} FROM {named} WHERE {schemes}"
    for table, of_before in _OF_BEFORE.items():
        told = ", ".join(
            f"CASE WHEN {_SCORED_BEFORE} THEN {name} END AS {name}"
            for name in of_before
        )
        rows = f"(SELECT {_columns(con, table)} FROM {SHOWN}.{table} WHERE {schemes})"
        only = f" WHERE {which}" if table == "score" else ""
        yield table, f"SELECT * REPLACE ({told}) FROM {rows}{only}"
    # A public scheme weighs and adjusts by public indicators only.
    for table, only in (("change_part", f" AND {_SCORED_BEFORE}"), ("adjustment", "")):
        columns = _columns(con, table)
        yield table, f"SELECT {columns} FROM {SHOWN}.{table} WHERE {schemes}{only}"


# A public scheme may follow one that was not: what that one gave stays inside.
_SCORED_BEFORE = (
    "(period_kind, period) IN (SELECT (p.period_kind, p.period) FROM period AS p "
    "JOIN scheme_period AS s "
    "ON s.period_kind = p.period_kind AND s.period = p.previous_period "
    "WHERE s.scheme_id IN (SELECT scheme_id FROM public_scheme))"
)


def _made_of_published(name: str) -> str:
    """Rows that can say no more than what the file already says."""
    return files("pipelines.publish").joinpath(name).read_text("utf-8")


# Asked once a file: the catalogue takes two milliseconds to answer.
_KNOWN = f"""
-- One row: a table of the file to be written, its columns, and where its rows stand:
-- what was declared in given_<table>, what was computed in <table>.
CREATE OR REPLACE TEMP TABLE published_table AS
SELECT
    c.table_name,
    string_agg('"' || c.column_name || '"', ', ' ORDER BY c.column_index) AS columns,
    coalesce(any_value(g.table_name), c.table_name) AS origin
FROM duckdb_columns() AS c
LEFT JOIN duckdb_tables() AS g
    ON g.database_name = '{SCORED}' AND g.table_name = 'given_' || c.table_name
WHERE c.database_name = 'published'
GROUP BY c.table_name
"""


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """The published columns of a table, so that helper columns stay behind."""
    return _known(con, "columns", table)


def _named(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """What was declared stands in given_<table>; what was computed in <table>."""
    return _known(con, "origin", table)


def _known(con: duckdb.DuckDBPyConnection, what: str, table: str) -> str:
    ((answer,),) = con.execute(
        f"SELECT {what} FROM published_table WHERE table_name = ?", [table]
    ).fetchall()
    return str(answer)
