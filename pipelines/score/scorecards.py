"""Scorecards: observations weighed by the scheme of their period, then ranked."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from itertools import groupby
from operator import itemgetter

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.declarations.scheme import Scheme
from pipelines.declarations.workspace import Workspace
from pipelines.measure.periods import Period
from pipelines.measure.rollup import Z95
from pipelines.score.ranks import rank
from pipelines.tables import put


def load_schemes(
    con: duckdb.DuckDBPyConnection,
    schemes: dict[str, Scheme],
    periods: list[Period],
    as_of: date,
) -> None:
    """Temp tables scheme_weight, scheme_period and scheme_band."""
    text, number = pa.string(), pa.float64()
    put(
        con,
        "scheme_weight",
        {
            "scheme_id": text,
            "pillar": text,
            "indicator_id": text,
            "weight": number,
            "worst": number,
            "best": number,
            "target": number,
        },
        [
            (s.scheme_id, p.pillar, w.indicator, share, w.worst, w.best, w.target)
            for s in schemes.values()
            for p, w, share in s.weights()
        ],
    )
    put(
        con,
        "scheme_period",
        {
            "scheme_id": text,
            "period_kind": text,
            "period": pa.date32(),
            "coverage_minimum": number,
        },
        [
            (s.scheme_id, p.kind, p.first, s.coverage_minimum)
            for p in periods
            for s in schemes.values()
            if s.valid_from <= min(p.last, as_of) <= s.valid_to
        ],
    )
    put(
        con,
        "scheme_band",
        {"scheme_id": text, "band": text, "from_score": number, "below_score": number},
        [
            (s.scheme_id, band.band, band.from_score, below)
            for s in schemes.values()
            for band, below in zip(
                s.bands, [101.0, *(b.from_score for b in s.bands)], strict=False
            )
        ],
    )


def score(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    """Temp tables score, scorecard and pillar_score."""
    ranking = workspace.settings.ranking
    sql = files("pipelines.score").joinpath("composite.sql").read_text("utf-8")
    given = {
        "z": Z95,
        "ranking_indicator": ranking.indicator if ranking else None,
        "not_ranked_below": workspace.settings.limits.not_ranked_below,
    }
    for statement in con.extract_statements(sql):
        named = {k: v for k, v in given.items() if k in statement.named_parameters}
        con.execute(statement, named or None)
    _rank(con)
    con.execute(files("pipelines.score").joinpath("scorecard.sql").read_text("utf-8"))


def _rank(con: duckdb.DuckDBPyConnection) -> None:
    """Temp table scorecard_rank: places among peers, period by period."""
    found = con.execute(
        "SELECT scheme_id, peers, period_kind, period, subject_id, score, low, high "
        "FROM unranked WHERE is_ranked AND peers IS NOT NULL "
        "ORDER BY scheme_id, peers, period_kind, period, subject_id"
    ).fetchall()
    rows = []
    for (scheme_id, _, period_kind, period), group in groupby(
        found, itemgetter(0, 1, 2, 3)
    ):
        peers = list(group)
        # A bound that is not known becomes NaN.
        numbers = np.array([unit[5:] for unit in peers], dtype=np.float64)
        places = rank(*numbers.T)
        rows += [
            (scheme_id, unit[4], period_kind, period, *map(int, place), len(peers))
            for unit, *place in zip(
                peers,
                places.rank,
                places.low,
                places.high,
                places.tier,
                strict=True,
            )
        ]
    whole = pa.int32()
    put(
        con,
        "scorecard_rank",
        {
            "scheme_id": pa.string(),
            "subject_id": pa.string(),
            "period_kind": pa.string(),
            "period": pa.date32(),
            "rank": whole,
            "rank_low": whole,
            "rank_high": whole,
            "tier": whole,
            "ranked_peers": whole,
        },
        rows,
    )
