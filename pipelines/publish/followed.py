"""One published place followed: what is likely true of one office, in a few points.

The satisfaction ranking keeps of a posterior only its mean and the range of places. For
the worked example it is made once more, for the one unit whose share was drawn to its
peers furthest; who would lead a pocket calculator to another last digit is passed over.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.score.placing import LEVEL
from pipelines.statistics import mixing
from pipelines.statistics.lumps import lumps
from pipelines.statistics.mixing import Posterior
from pipelines.statistics.posterior_ranks import rank_distribution
from pipelines.tables import put

# What a reader still follows: six probabilities and six shares.
_POINTS = 6
_TEXT = pa.string()
_COLUMNS = {
    "subject_id": _TEXT,
    "period_kind": _TEXT,
    "period": pa.date32(),
    "position": pa.int32(),
    "symbol": _TEXT,
    "part": _TEXT,
    "value": pa.float64(),
    "digits": pa.int32(),
    "unit": _TEXT,
}
_LEAGUE = """
-- One row: a unit ranked by what is likely true of it, in the latest complete quarter;
-- kinds apart, best example first.
SELECT
    r.subject_id, r.period_kind, r.period, r.kind, r.peer_group, r.n,
    round(r.n * r.share) AS k, r.drawn_to, r.adjusted, r.rank_low, r.rank_high
FROM satisfaction_ranking AS r
JOIN subject AS s ON s.subject_id = r.subject_id
WHERE r.period_kind = 'quarter'
    AND r.state = 'ranked'
    AND r.order_by = 'npmle'
    AND r.period = (SELECT latest_period FROM publication)
ORDER BY r.kind, abs(r.adjusted - r.share) DESC, r.rank, s.position
"""
Step = tuple[str, str | None, float, int, str]


class _Unit(NamedTuple):
    """A row of the league."""

    subject_id: str
    period_kind: str
    period: date
    kind: str
    peer_group: str
    n: float
    k: float
    drawn_to: str
    adjusted: float
    rank_low: int
    rank_high: int


def follow(con: duckdb.DuckDBPyConnection) -> None:
    """Table followed: the steps of the example, or no row.

    Asks the file that is being written, and so says nothing that it does not say.
    """
    found = [_Unit(*row) for row in con.execute(_LEAGUE).fetchall()]
    league = [unit for unit in found if unit.kind == found[0].kind]
    put(con, "followed", _COLUMNS, _first(league), temp=True)


def _first(league: list[_Unit]) -> list[tuple[object, ...]]:
    """The rows of the first unit that can be followed."""
    for number, unit in enumerate(league):
        steps = _steps(league, number)
        if steps:
            return [(*unit[:3], at, *step) for at, step in enumerate(steps, 1)]
    return []


def _steps(league: list[_Unit], number: int) -> list[Step] | None:
    """The steps of one unit; None where they do not lead to what is published."""
    unit = league[number]
    known = _posterior(league)
    chances, points = lumps(known.weights[number], known.grid, _POINTS)
    chances, points = chances.round(6), points.round(6)
    # Probabilities are one together, as printed too.
    chances[-1] = round(1 - chances[:-1].sum(), 6)
    mean = round(float(chances @ points), 4)
    so_far = rank_distribution(known)[number].cumsum().round(4)
    tail = (1 - LEVEL) / 2
    first, last = 1 + int((so_far < tail).sum()), 1 + int((so_far < 1 - tail).sum())
    if mean != round(unit.adjusted, 4) or (first, last) != unit[-2:]:
        return None
    told = sorted({max(first - 1, 1), first, max(last - 1, 1), last})
    return [
        ("k", None, unit.k, 0, "count"),
        ("n", None, unit.n, 0, "count"),
        ("p", None, round(unit.k / unit.n, 4), 4, "share"),
        *(
            step
            for at, (chance, point) in enumerate(zip(chances, points, strict=True), 1)
            for step in (
                ("chance", str(at), float(chance), 6, "number"),
                ("true", str(at), float(point), 6, "share"),
            )
        ),
        ("mean", None, mean, 4, "share"),
        *(("up_to", str(at), float(so_far[at - 1]), 4, "number") for at in told),
        ("low", None, float(first), 0, "place"),
        ("high", None, float(last), 0, "place"),
    ]


def _posterior(league: list[_Unit]) -> Posterior:
    """What is known of everybody of a league, each from the peers it was drawn to."""
    k = np.array([unit.k for unit in league])
    n = np.array([unit.n for unit in league])
    grid = mixing.default_grid(k, n)
    weights = mixing.fit(k, n, grid).weights
    for circle in {unit.drawn_to for unit in league} - {"all"}:
        own = np.array([unit.peer_group == circle for unit in league])
        weights[own] = mixing.fit(k[own], n[own], grid).weights
    return Posterior(grid, weights)
