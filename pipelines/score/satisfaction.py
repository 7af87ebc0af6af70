"""The satisfaction ranking: who is placed, who is only listed, who is withheld.

Order: the share after shrinkage toward the peers (score/shrink.py). Units with fewer
ratings than the limit, and vertical organs, are listed and take no part in the order.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from pipelines.declarations.workspace import Workspace
from pipelines.score.ranks import rank
from pipelines.score.shrink import adjusted
from pipelines.tables import put

PERIOD_KINDS = ("quarter", "year", "rolling12")
_WHOLE, _NUMBER, _TEXT = pa.int32(), pa.float64(), pa.string()
COLUMNS: dict[str, pa.DataType] = {
    "subject_id": _TEXT,
    "kind": _TEXT,
    "peer_group": _TEXT,
    "period_kind": _TEXT,
    "period": pa.date32(),
    "n": _NUMBER,
    "share": _NUMBER,
    "low": _NUMBER,
    "high": _NUMBER,
    "adjusted": _NUMBER,
    "rank": _WHOLE,
    "rank_low": _WHOLE,
    "rank_high": _WHOLE,
    "tier": _WHOLE,
    "peers": _WHOLE,
    "group_rank": _WHOLE,
    "group_rank_low": _WHOLE,
    "group_rank_high": _WHOLE,
    "group_peers": _WHOLE,
    "state": _TEXT,
}


def rank_satisfaction(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    """Temp table satisfaction_ranking; empty when the workspace declares none."""
    ranking = workspace.settings.ranking
    rows: list[tuple[object, ...]] = []
    if ranking:
        frame = con.execute(
            """
            SELECT s.subject_id, s.kind, s.peer_group, s.ranked, s.position,
                o.period_kind, o.period, o.numerator, o.denominator AS n,
                o.value AS share, o.low, o.high, o.state
            FROM observation AS o
            JOIN subject AS s ON s.subject_id = o.subject_id
            WHERE o.indicator_id = $indicator
                AND list_contains($kinds, s.kind)
                AND list_contains($period_kinds, o.period_kind)
            ORDER BY o.period_kind, o.period, s.kind, s.position
            """,
            {
                "indicator": ranking.indicator,
                "kinds": list(ranking.kinds),
                "period_kinds": list(PERIOD_KINDS),
            },
        ).df()
        limit = workspace.settings.limits.not_ranked_below
        for _, league in frame.groupby(["period_kind", "period", "kind"], sort=False):
            rows += _league(league, limit)
    put(con, "satisfaction_ranking", COLUMNS, rows)


def _league(
    league: pd.DataFrame, not_ranked_below: int
) -> Iterator[tuple[object, ...]]:
    shown = league["share"].notna()
    placed = shown & league["ranked"] & (league["n"] >= not_ranked_below)
    league = league.assign(
        state=np.select(
            [placed, shown, league["state"] == "withheld"],
            ["ranked", "listed", "withheld"],
            "no_data",
        )
    )
    everyone = _places(league[placed])
    groups = {
        subject: place
        for _, group in league[placed].groupby("peer_group", sort=False)
        for subject, place in _places(group).items()
    }
    for row in league.to_dict("records"):
        place = everyone.get(row["subject_id"], (None,) * 6)
        share_after, *whole = place
        group = groups.get(row["subject_id"], (None,) * 6)
        known = row["state"] in ("ranked", "listed")
        yield (
            row["subject_id"],
            row["kind"],
            row["peer_group"],
            row["period_kind"],
            row["period"].date(),
            row["n"] if known else None,
            row["share"] if known else None,
            row["low"] if known else None,
            row["high"] if known else None,
            share_after,
            *whole,
            group[1],
            group[2],
            group[3],
            group[5],
            row["state"],
        )


def _places(group: pd.DataFrame) -> dict[str, tuple[object, ...]]:
    """Subject to (adjusted share, rank, rank_low, rank_high, tier, peers)."""
    if group.empty:
        return {}
    k, n, low, high = (
        group[c].to_numpy(np.float64) for c in ("numerator", "n", "low", "high")
    )
    shares = adjusted(k, n)
    places = rank(shares, low, high)
    return {
        subject: (float(share), *map(int, place), len(group))
        for subject, share, *place in zip(
            group["subject_id"],
            shares,
            places.rank,
            places.low,
            places.high,
            places.tier,
            strict=True,
        )
    }
