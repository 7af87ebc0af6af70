"""What each audience's file holds. Deny by default: a table not named is not written.

The public file is made from what may be public, never filtered on a screen: withheld
cells lose numerator and denominator here, and internal indicators, organs and cases
never enter.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

# Tables that are the same for both audiences.
_SHARED = (
    "peer_group",
    "period",
    "scheme",
    "scheme_pillar",
    "scheme_indicator",
    "scheme_band",
    "limit_value",
    "source",
    "item",
    "tag",
    "satisfaction_ranking",
)
_INTERNAL_ONLY = (
    "item_drag",
    "tag_count",
    "overdue_case",
    "attention",
    "load",
    "reject",
    "arrival",
)
_BY_SUBJECT = ("scorecard",)
_BY_INDICATOR = ("observation", "score")


def select_for(
    con: duckdb.DuckDBPyConnection, audience: str
) -> Iterator[tuple[str, str]]:
    """(published table, SELECT of its rows) for one audience."""
    yield "publication", "SELECT * FROM about"
    for table in _SHARED:
        yield table, f"SELECT {_columns(con, table)} FROM {_named(con, table)}"
    if audience == "internal":
        yield from _internal(con)
    else:
        yield from _public(con)


def _internal(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    yield "indicator", f"SELECT {_columns(con, 'indicator')} FROM given_indicator"
    yield "subject", f"SELECT {_columns(con, 'subject')} FROM subject"
    yield "pillar_score", "FROM pillar_score"
    for table in (*_BY_SUBJECT, *_BY_INDICATOR):
        yield table, f"SELECT {_columns(con, table)} FROM {table}"
    for table in _INTERNAL_ONLY:
        yield table, f"SELECT {_columns(con, table)} FROM {_named(con, table)}"


def _public(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    yield (
        "indicator",
        f"SELECT {_columns(con, 'indicator')} FROM given_indicator WHERE is_public",
    )
    yield (
        "subject",
        f"SELECT {_columns(con, 'subject')} FROM subject "
        "WHERE kind IN (SELECT kind FROM public_kind)",
    )
    whom = (
        "subject_id IN (SELECT subject_id FROM subject "
        "WHERE kind IN (SELECT kind FROM public_kind))"
    )
    which = "indicator_id IN (SELECT indicator_id FROM given_indicator WHERE is_public)"
    kept = ", ".join(
        f"CASE WHEN state IN ('ok', 'provisional') THEN {name} END AS {name}"
        for name in ("numerator", "denominator", "n")
    )
    yield (
        "observation",
        f"SELECT * REPLACE ({kept}) FROM "
        f"(SELECT {_columns(con, 'observation')} FROM observation) "
        f"WHERE {whom} AND {which}",
    )
    schemes = "scheme_id IN (SELECT scheme_id FROM public_scheme)"
    yield (
        "score",
        f"SELECT {_columns(con, 'score')} FROM score WHERE {whom} AND {which} "
        f"AND {schemes}",
    )
    yield "pillar_score", f"FROM pillar_score WHERE {whom} AND {schemes}"
    yield (
        "scorecard",
        f"SELECT {_columns(con, 'scorecard')} FROM scorecard "
        f"WHERE {whom} AND {schemes}",
    )


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """The published columns of a table, so that helper columns stay behind."""
    found = con.execute(f"DESCRIBE published.{table}").fetchall()
    return ", ".join(f'"{name}"' for (name, *_) in found)


def _named(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """What was declared stands in given_<table>; what was computed in <table>."""
    ((count,),) = con.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [f"given_{table}"]
    ).fetchall()
    return f"given_{table}" if count else table
