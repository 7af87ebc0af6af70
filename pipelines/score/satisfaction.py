"""The satisfaction ranking: who is placed, who is only listed, who is withheld.

Order, ranges, tiers and claims come from score/placing.py. Units with fewer ratings
than the limit, and vertical organs, are listed and take no part in the order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.declarations.ranking import Ranking
from pipelines.declarations.workspace import Workspace
from pipelines.score import placing
from pipelines.score.kept import Kept
from pipelines.tables import put

_WHOLE, _NUMBER, _TEXT = pa.int32(), pa.float64(), pa.string()
_OF_UNIT: dict[str, pa.DataType] = {
    "subject_id": _TEXT,
    "kind": _TEXT,
    "peer_group": _TEXT,
    "period_kind": _TEXT,
    "period": pa.date32(),
    "n": _NUMBER,
    "share": _NUMBER,
    "low": _NUMBER,
    "high": _NUMBER,
    "state": _TEXT,
}
_OF_PLACE: dict[str, pa.DataType] = {
    "adjusted": _NUMBER,
    "order_by": _TEXT,
    "drawn_to": _TEXT,
    "reliability": _NUMBER,
    "rank": _WHOLE,
    "rank_low": _WHOLE,
    "rank_high": _WHOLE,
    "tier": _WHOLE,
    "expected_rank": _NUMBER,
    "peers": _WHOLE,
    "set_low": _WHOLE,
    "set_high": _WHOLE,
    "best": _WHOLE,
    "could_be_best": pa.bool_(),
    "differs": _TEXT,
    "group_rank": _WHOLE,
    "group_rank_low": _WHOLE,
    "group_rank_high": _WHOLE,
    "group_tier": _WHOLE,
    "group_peers": _WHOLE,
}
_OF_GROUP: dict[str, pa.DataType] = {
    "subject_id": _TEXT,
    "peer_group": _TEXT,
    "period_kind": _TEXT,
    "period": pa.date32(),
    "rank": _WHOLE,
    "rank_low": _WHOLE,
    "rank_high": _WHOLE,
    "tier": _WHOLE,
    "peers": _WHOLE,
}
_NOWHERE: tuple[object, ...] = (None,) * 5
_UNITS = """
-- One row: a subject that may be ranked or listed in a period, with its groups.
SELECT s.subject_id, s.kind, s.peer_group, s.ranked,
    o.period_kind, o.period, o.numerator, o.denominator AS n,
    o.value AS share, o.low, o.high, o.state,
    list_sort(m.groups) AS groups
FROM observation AS o
JOIN subject AS s ON s.subject_id = o.subject_id
JOIN (
    SELECT subject_id, period_kind, period, list(peer_group) AS groups
    FROM membership GROUP BY ALL
) AS m
    ON m.subject_id = o.subject_id
    AND m.period_kind = o.period_kind
    AND m.period = o.period
WHERE o.indicator_id = $indicator
ORDER BY o.period_kind, o.period, s.kind, s.position, s.subject_id
"""


class _Unit(NamedTuple):
    """A subject in one period, with the observation it is ranked by."""

    subject_id: str
    kind: str
    peer_group: str
    ranked: bool
    period_kind: str
    period: date
    numerator: float
    n: float
    share: float | None
    low: float | None
    high: float | None
    state: str
    groups: list[str]

    @property
    def is_shown(self) -> bool:
        return self.share is not None

    def told(self, place: Sequence[object]) -> tuple[object, ...]:
        """Its row; `place` is what it has if it is placed."""
        shown = (self.n, self.share, self.low, self.high)
        state = "withheld" if self.state == "withheld" else "no_data"
        if self.is_shown:
            state = "ranked" if place[0] is not None else "listed"
        return (
            *(self.subject_id, self.kind, self.peer_group),
            *(self.period_kind, self.period),
            *(shown if self.is_shown else (None,) * len(shown)),
            state,
            *place,
        )


def rank_satisfaction(
    con: duckdb.DuckDBPyConnection, workspace: Workspace, kept: Kept
) -> None:
    """Tables satisfaction_ranking and subject_group.

    Both are empty when the workspace declares no ranking. Expects score/groups.py's.
    """
    ranking = workspace.settings.ranking
    rows: list[tuple[object, ...]] = []
    group_rows: list[tuple[object, ...]] = []
    if ranking:
        found = con.execute(_UNITS, {"indicator": ranking.indicator}).fetchall()
        limit = workspace.settings.limits.not_ranked_below
        units = map(_Unit._make, found)
        for _, league in groupby(units, lambda u: (u.period_kind, u.period, u.kind)):
            of_units, of_groups = _league(list(league), limit, ranking, kept)
            rows += of_units
            group_rows += of_groups
    put(con, "satisfaction_ranking", _OF_UNIT | _OF_PLACE, rows)
    put(con, "subject_group", _OF_GROUP, group_rows)


def _league(
    league: list[_Unit], not_ranked_below: int, ranking: Ranking, kept: Kept
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Rows of satisfaction_ranking and of subject_group."""
    placed = [u for u in league if u.ranked and u.is_shown and u.n >= not_ranked_below]
    places = _Placed(placed, ranking, kept) if placed else None
    at = {unit.subject_id: number for number, unit in enumerate(placed)}
    of_units: list[tuple[object, ...]] = []
    of_groups: list[tuple[object, ...]] = []
    for unit in league:
        number = at.get(unit.subject_id)
        within: dict[str, tuple[object, ...]]
        if places is None or number is None:
            of_units.append(unit.told((None,) * len(_OF_PLACE)))
            within = dict.fromkeys(unit.groups, _NOWHERE)
        else:
            within = {group: places.within(group, number) for group in unit.groups}
            of_units.append(unit.told((*places.of(number), *within[unit.peer_group])))
        of_groups += [
            (unit.subject_id, group, unit.period_kind, unit.period, *place)
            for group, place in within.items()
        ]
    return of_units, of_groups


class _Placed:
    """The places of one league, as they are published."""

    def __init__(self, placed: list[_Unit], ranking: Ranking, kept: Kept) -> None:
        self._peers = len(placed)
        # "Among the best ten" says little of fifteen.
        self._best = max(1, min(ranking.best, self._peers // 3))
        self._groups = sorted({group for unit in placed for group in unit.groups})
        self._circles = sorted({unit.peer_group for unit in placed})
        league = placing.League(
            k=np.array([unit.numerator for unit in placed], dtype=np.float64),
            n=np.array([unit.n for unit in placed], dtype=np.float64),
            circles=np.array([self._circles.index(u.peer_group) for u in placed]),
            groups=np.array(
                [[name in unit.groups for unit in placed] for name in self._groups]
            ),
            shrunk_from=ranking.shrunk_from,
        )
        self._found: dict[str, Any] = kept.of(
            "places",
            *(league.k, league.n, league.circles, league.groups),
            float(league.shrunk_from),
            compute=lambda: placing.place(league),
        )

    def of(self, number: int) -> Iterator[object]:
        """What is published of a unit's place in the league."""
        found = {name: values[..., number] for name, values in self._found.items()}
        drawn_to = int(found["drawn_to"])
        low, high = int(found["set_low"]), int(found["set_high"])
        middle = (self._peers + 1) / 2
        yield float(found["adjusted"])
        yield "raw" if drawn_to == placing.NOT_SHRUNK else "npmle"
        yield self._circle(drawn_to)
        yield float(found["reliability"])
        for name in ("rank", "low", "high", "tier"):
            yield int(found[name])
        yield float(found["expected"])
        yield self._peers
        yield low
        yield high
        yield self._best
        yield low <= self._best
        yield "above" if high < middle else "below" if low > middle else None

    def within(self, group: str, number: int) -> tuple[object, ...]:
        """Rank, its range, tier and peers of a unit in one of its groups."""
        places = self._found["within"][:, self._groups.index(group)]
        return (*map(int, places[:, number]), int((places[0] > 0).sum()))

    def _circle(self, drawn_to: int) -> str | None:
        """The peer group a unit was drawn to; 'all' for its league."""
        if drawn_to == placing.NOT_SHRUNK:
            return None
        return "all" if drawn_to == placing.BY_LEAGUE else self._circles[drawn_to]
