"""Scorecards: what the composite gives, adjusted, ranked and graded.

Reads what score/schemes.py declares. The composite itself is score/composite.py's.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from itertools import groupby
from operator import itemgetter

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.declarations.workspace import Workspace
from pipelines.measure.rollup import Z95
from pipelines.score import composite
from pipelines.score.ranks import DIGITS, rank
from pipelines.score.sheet import Sheet
from pipelines.statistics.quota import grades
from pipelines.tables import put


def score(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> list[Sheet]:
    """Tables score, adjustment, scorecard, pillar_score and change_part.

    Returns the sheets they were made from.
    """
    ranking = workspace.settings.ranking
    given = {
        "z": Z95,
        "ranking_indicator": ranking.indicator if ranking else None,
        "not_ranked_below": workspace.settings.limits.not_ranked_below,
    }
    _execute(con, "cards", {})
    _execute(con, "mix", {})
    sheets = composite.compute(con, workspace)
    _execute(con, "composite", given)
    _rank(con)
    _grade(con, workspace)
    _execute(con, "scorecard", {})
    return sheets


def _execute(
    con: duckdb.DuckDBPyConnection, name: str, given: Mapping[str, object]
) -> None:
    """Every statement of a file, each with the parameters that it names."""
    sql = files("pipelines.score").joinpath(f"{name}.sql").read_text("utf-8")
    for statement in con.extract_statements(sql):
        named = {k: v for k, v in given.items() if k in statement.named_parameters}
        con.execute(statement, named or None)


def _rank(con: duckdb.DuckDBPyConnection) -> None:
    """Table scorecard_rank: places among peers, period by period."""
    found = con.execute(
        "SELECT scheme_id, peers, period_kind, period, card, score, low, high "
        "FROM unranked WHERE is_ranked AND peers IS NOT NULL "
        "ORDER BY scheme_id, peers, period_kind, period, subject_id"
    ).fetchall()
    rows = []
    for _, group in groupby(found, itemgetter(0, 1, 2, 3)):
        peers = list(group)
        # A bound that is not known becomes NaN.
        numbers = np.array([unit[5:] for unit in peers], dtype=np.float64)
        places = rank(*numbers.T)
        rows += [
            (unit[4], *map(int, place), len(peers))
            for unit, *place in zip(
                peers,
                places.rank,
                places.low,
                places.high,
                places.tier,
                strict=True,
            )
        ]
    named = ("rank", "rank_low", "rank_high", "tier", "ranked_peers")
    columns = {"card": pa.int64(), **dict.fromkeys(named, pa.int32())}
    put(con, "scorecard_rank", columns, rows)


def _grade(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    """Table scorecard_grade: where the scheme grades, whoever is ranked."""
    found = con.execute(
        "SELECT scheme_id, peers, period_kind, period, card, score, ceiling_place "
        "FROM unranked WHERE is_ranked AND peers IS NOT NULL "
        "AND list_contains($graded, scheme_id) "
        "ORDER BY scheme_id, peers, period_kind, period, subject_id",
        {"graded": [s.scheme_id for s in workspace.schemes.values() if s.grades]},
    ).fetchall()
    rows = []
    for (scheme_id, *_), group in groupby(found, itemgetter(0, 1, 2, 3)):
        scheme, peers = workspace.schemes[scheme_id], list(group)
        assert scheme.grades is not None, "only schemes that grade were asked for"
        graded = grades(
            [round(unit[5], DIGITS) for unit in peers],
            [(unit[6] or 1) - 1 for unit in peers],
            [band.from_score for band in scheme.bands],
            [scheme.grades.quotas.get(band.band) for band in scheme.bands],
            scheme.grades.rounding,
        )
        rows += [
            (unit[4], scheme.bands[each.grade].band, each.why)
            for unit, each in zip(peers, graded, strict=True)
        ]
    columns = {"card": pa.int64(), "grade": pa.string(), "grade_why": pa.string()}
    put(con, "scorecard_grade", columns, rows)
