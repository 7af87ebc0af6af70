"""The satisfaction ranking: who is placed, who is only listed, who is withheld.

Order: the share after shrinkage toward the peers (score/shrink.py). Units with fewer
ratings than the limit, and vertical organs, are listed and take no part in the order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

import duckdb
import numpy as np
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


class _Unit(NamedTuple):
    """A subject in one period, with the observation it is ranked by."""

    subject_id: str
    kind: str
    peer_group: str | None
    ranked: bool
    period_kind: str
    period: date
    numerator: float
    n: float
    share: float | None
    low: float | None
    high: float | None
    state: str

    @property
    def is_shown(self) -> bool:
        return self.share is not None


def rank_satisfaction(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    """Temp table satisfaction_ranking; empty when the workspace declares none."""
    ranking = workspace.settings.ranking
    rows: list[tuple[object, ...]] = []
    if ranking:
        found = con.execute(
            """
            SELECT s.subject_id, s.kind, s.peer_group, s.ranked,
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
        ).fetchall()
        limit = workspace.settings.limits.not_ranked_below
        units = map(_Unit._make, found)
        for _, league in groupby(units, lambda u: (u.period_kind, u.period, u.kind)):
            rows += _league(list(league), limit)
    put(con, "satisfaction_ranking", COLUMNS, rows)


def _league(league: list[_Unit], not_ranked_below: int) -> Iterator[tuple[object, ...]]:
    placed = [u for u in league if u.ranked and u.is_shown and u.n >= not_ranked_below]
    everyone = _places(placed)
    groups = {
        subject: place
        for group in {unit.peer_group for unit in placed} - {None}
        for subject, place in _places(
            [unit for unit in placed if unit.peer_group == group]
        ).items()
    }
    for unit in league:
        share_after, *whole = everyone.get(unit.subject_id, (None,) * 6)
        group = groups.get(unit.subject_id, (None,) * 6)
        shown = unit.is_shown
        yield (
            unit.subject_id,
            unit.kind,
            unit.peer_group,
            unit.period_kind,
            unit.period,
            unit.n if shown else None,
            unit.share if shown else None,
            unit.low if shown else None,
            unit.high if shown else None,
            share_after,
            *whole,
            group[1],
            group[2],
            group[3],
            group[5],
            _state(unit, everyone),
        )


def _state(unit: _Unit, everyone: Collection[str]) -> str:
    if unit.is_shown:
        return "ranked" if unit.subject_id in everyone else "listed"
    return "withheld" if unit.state == "withheld" else "no_data"


def _places(group: list[_Unit]) -> dict[str, tuple[object, ...]]:
    """Subject to (adjusted share, rank, rank_low, rank_high, tier, peers)."""
    if not group:
        return {}
    numbers = np.array(
        [(u.numerator, u.n, u.low, u.high) for u in group], dtype=np.float64
    )
    k, n, low, high = numbers.T
    shares = adjusted(k, n)
    places = rank(shares, low, high)
    return {
        unit.subject_id: (float(share), *map(int, place), len(group))
        for unit, share, *place in zip(
            group,
            shares,
            places.rank,
            places.low,
            places.high,
            places.tier,
            strict=True,
        )
    }
