"""What each audience's file holds. Deny by default: a table not named is not written.

The public file is made from what may be public, never filtered on a screen: its
figures are those that pipelines/disclosure made from what the public sees, and internal
indicators, organs and cases never enter. Only editions tell of themselves
(editions/told.py), each audience's file from the frozen file of the same audience.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files

import duckdb

from pipelines.disclosure.for_public import FIGURES
from pipelines.publish import followed
from pipelines.score.memory import SCORED, SHOWN, looking_first

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
# Worked examples, each with a query of its own in worked/, and whose rows it follows.
EXAMPLES = {
    "interval": "observation",
    "scoring": "score",
    "composite": "scorecard",
    "change": "change_part",
    "place": "scorecard",
    "on_time": "observation",
    "response": "response",
    "case_mix": "case_mix",
    "ranking": "followed",
}
# What a scored row tells of the period before it.
_OF_BEFORE = {
    "score": ("previous_score",),
    "pillar_score": ("previous_score", "change_contribution"),
    "scorecard": ("previous_score", "previous_rank"),
}


# Published table to its columns, without those that stay behind, and to where its rows
# stand: what was declared in given_<table>, or what was computed.
Known = Mapping[str, tuple[str, str]]


def known(con: duckdb.DuckDBPyConnection, schema: str) -> Known:
    """What can be published of what `con` scored, by the tables that `schema` makes.

    Asked before files are written: whoever asks the catalogue has a part in every
    attached database, and keeps it from being brought to the disk until it ends.
    """
    con.execute("ATTACH ':memory:' AS outline")
    try:
        with looking_first(con, "outline"):
            con.execute(schema)
            found = con.execute(
                """
                SELECT
                    c.table_name,
                    string_agg(
                        '"' || c.column_name || '"', ', ' ORDER BY c.column_index
                    ),
                    $scored || '.' || coalesce(any_value(g.table_name), c.table_name)
                FROM duckdb_columns() AS c
                LEFT JOIN duckdb_tables() AS g
                    ON g.database_name = $scored
                    AND g.table_name = 'given_' || c.table_name
                WHERE c.database_name = 'outline'
                GROUP BY c.table_name
                """,
                {"scored": SCORED},
            ).fetchall()
    finally:
        con.execute("DETACH outline")
    return {table: (columns, origin) for table, columns, origin in found}


def select_for(
    con: duckdb.DuckDBPyConnection, audience: str, known: Known
) -> Iterator[tuple[str, str]]:
    """(published table, SELECT of its rows) for one audience.

    `con` finds a table in the file being written before any other: what is made of what
    the file says names its tables plainly, and everything else says where it stands.
    """
    for table in _SHARED:
        yield table, _all(known, table)
    if audience == "internal":
        yield from _internal(known)
    else:
        yield from _public(known)
    # Last: made of the observations that this very file holds.
    for table in ("response", "case_mix"):
        yield table, _made_of_published(f"{table}.sql")
    followed.follow(con)
    yield from _examples(con)


def _examples(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    """Only of what has rows to follow: to plan an example takes longer than to look."""
    asked = ", ".join(f"EXISTS (FROM {table})" for table in EXAMPLES.values())
    (there,) = con.execute(f"SELECT {asked}").fetchall()
    for topic, is_there in zip(EXAMPLES, there, strict=True):
        if is_there:
            yield "worked_example", _made_of_published(f"worked/{topic}.sql")


def _internal(known: Known) -> Iterator[tuple[str, str]]:
    yield "publication", "SELECT * FROM about"
    for table in ("indicator", "subject", "break_mark"):
        yield table, _all(known, table)
    for table in (*_OF_SCHEME, *_FIGURES, *_INTERNAL_ONLY):
        yield table, _all(known, table)


def _public(known: Known) -> Iterator[tuple[str, str]]:
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
        f"{_all(known, 'indicator')} WHERE is_public",
    )
    for table in ("subject", "observation", "satisfaction_ranking", "subject_group"):
        yield table, f"SELECT {known[table][0]} FROM {SHOWN}.{table}"
    yield (
        "break_mark",
        f"{_all(known, 'break_mark')} WHERE is_public "
        "AND (subject_id IS NULL OR subject_id IN (SELECT subject_id FROM "
        f"{SHOWN}.subject)) AND (indicator_id IS NULL OR {which})",
    )
    for table in _OF_SCHEME:
        yield table, f"{_all(known, table)} WHERE {schemes}"
    for table, of_before in _OF_BEFORE.items():
        told = ", ".join(
            f"CASE WHEN {_SCORED_BEFORE} THEN {name} END AS {name}"
            for name in of_before
        )
        rows = f"(SELECT {known[table][0]} FROM {SHOWN}.{table} WHERE {schemes})"
        only = f" WHERE {which}" if table == "score" else ""
        yield table, f"SELECT * REPLACE ({told}) FROM {rows}{only}"
    # A public scheme weighs and adjusts by public indicators only.
    for table, only in (("change_part", f" AND {_SCORED_BEFORE}"), ("adjustment", "")):
        columns, _ = known[table]
        yield table, f"SELECT {columns} FROM {SHOWN}.{table} WHERE {schemes}{only}"


# A public scheme may follow one that was not: what that one gave stays inside.
_SCORED_BEFORE = (
    "(period_kind, period) IN (SELECT (p.period_kind, p.period) "
    f"FROM {SCORED}.period AS p JOIN scheme_period AS s "
    "ON s.period_kind = p.period_kind AND s.period = p.previous_period "
    "WHERE s.scheme_id IN (SELECT scheme_id FROM public_scheme))"
)


def _made_of_published(name: str) -> str:
    """Rows that can say no more than what the file already says."""
    return files("pipelines.publish").joinpath(name).read_text("utf-8")


def _all(known: Known, table: str) -> str:
    """SELECT of every row of a table."""
    columns, origin = known[table]
    return f"SELECT {columns} FROM {origin}"
