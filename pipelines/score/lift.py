"""What would lift a subject into the next band: the shortest lists of improvements.

An indicator can reach its target, or what the best quarter of the peers reach; nobody
is asked for more than is declared or done elsewhere. Of the latest complete quarter and
year only: what is over cannot be lifted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.declarations.indicator import Indicator
from pipelines.declarations.scheme import Scheme
from pipelines.declarations.sensitivity import Sensitivity
from pipelines.declarations.workspace import Workspace
from pipelines.score.kept import Kept, Results
from pipelines.score.ranks import DIGITS
from pipelines.score.sensitivity import League, leagues
from pipelines.score.sheet import Sheet
from pipelines.score.tree import at_target, value_at
from pipelines.statistics.composite import Floats
from pipelines.statistics.lifts import lifts
from pipelines.tables import put

# The share of the peers that do not reach what a subject is thought able to reach.
_BEST_QUARTER = 75
_COLUMNS = {
    "scheme_id": pa.string(),
    "subject_id": pa.string(),
    "period_kind": pa.string(),
    "period": pa.date32(),
    "band": pa.string(),
    "place": pa.int32(),
    "indicator_id": pa.string(),
    "score": pa.float64(),
    "needed_score": pa.float64(),
    "value": pa.float64(),
    "needed_value": pa.float64(),
}


def find_lifts(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    sheets: Sequence[Sheet],
    kept: Kept,
) -> None:
    """Table lift."""
    latest = set(
        con.execute(
            "SELECT period_kind, max(period) FROM period WHERE is_complete "
            "AND period_kind IN ('quarter', 'year') GROUP BY period_kind"
        ).fetchall()
    )
    held_down = {
        card
        for (card,) in con.execute(
            "SELECT card FROM unranked WHERE vetoed_by IS NOT NULL"
        ).fetchall()
    }
    rows: list[tuple[object, ...]] = []
    for league in leagues(con, sheets):
        if (league.period_kind, league.period) in latest:
            rows += _of_league(league, workspace, held_down, kept)
    put(con, "lift", _COLUMNS, rows)


def _of_league(
    league: League, workspace: Workspace, held_down: set[int], kept: Kept
) -> Iterator[tuple[object, ...]]:
    scheme = workspace.schemes[league.scheme_id]
    reach = _reach(league, workspace.indicators)
    base = league.sheet.account.score[league.rows, -1]
    goals = [_next_band(scheme, score) for score in base + league.added]
    needed = np.array([np.nan if g is None else g[1] for g in goals]) - league.added
    rule = workspace.settings.sensitivity
    found = kept.of(
        "lifts",
        str(league.tree),
        float(rule.longest),
        float(rule.lists),
        league.values,
        reach,
        needed,
        compute=lambda: _lists(league, reach, needed, rule),
    )
    for place, number, leaf, score in found["lists"]:
        unit, at = int(place), int(leaf)
        if int(league.rows[unit]) + league.sheet.first in held_down:
            continue
        goal = goals[unit]
        assert goal is not None, "who has no next band has no list"
        weighted = league.sheet.planted.weighted[at]
        yield (
            *league.key(unit),
            goal[0],
            int(number),
            weighted.indicator,
            float(league.values[unit, at]),
            float(score),
            float(league.sheet.values[league.rows[unit], at]),
            value_at(weighted, float(score), workspace.indicators),
        )


def _lists(league: League, reach: Floats, needed: Floats, rule: Sensitivity) -> Results:
    """Rows of unit, list, leaf and the score it needs."""
    found = lifts(
        league.tree,
        league.values,
        reach,
        needed,
        longest=rule.longest,
        lists=rule.lists,
    )
    rows = [
        (unit, number, leaf, score)
        for unit, of_unit in enumerate(found)
        for number, lift in enumerate(of_unit, start=1)
        for leaf, score in zip(lift.leaves, lift.scores, strict=True)
    ]
    return {"lists": np.array(rows, dtype=np.float64).reshape(-1, 4)}


def _reach(league: League, indicators: Mapping[str, Indicator]) -> Floats:
    """How far each indicator's score could come, (units, leaves)."""
    known = ~np.isnan(league.values)
    best = np.full(league.tree.leaves, -np.inf)
    for leaf, weighted in enumerate(league.sheet.planted.weighted):
        if known[:, leaf].any():
            scores = league.values[known[:, leaf], leaf]
            best[leaf] = np.percentile(scores, _BEST_QUARTER)
        best[leaf] = max(best[leaf], at_target(weighted, indicators) or -np.inf)
    return np.where(known, np.maximum(league.values, best), np.nan)


def _next_band(scheme: Scheme, score: float) -> tuple[str, float] | None:
    """The next better band and where it begins; None for the best."""
    for better, band in pairwise(scheme.bands):
        if round(score, DIGITS) >= band.from_score:
            above = round(score, DIGITS) >= better.from_score
            return None if above else (better.band, better.from_score)
    return None
