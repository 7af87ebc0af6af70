"""How far places hang on weights and on chance, and on each pillar alone.

Reads tables unranked and period, and the sheets of score/composite.py; makes
rank_sensitivity and rank_without.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.declarations.sensitivity import Sensitivity
from pipelines.score.kept import Kept, Results
from pipelines.score.sheet import Sheet
from pipelines.statistics.composite import Floats, Tree, scores
from pipelines.statistics.sensitivity import Ranges, places, rank_ranges, without
from pipelines.tables import put

PERIOD_KINDS = ("quarter", "year", "rolling12")
_CARD = {
    "scheme_id": pa.string(),
    "subject_id": pa.string(),
    "period_kind": pa.string(),
    "period": pa.date32(),
}
_RANGES = {
    **_CARD,
    **dict.fromkeys(
        ("rank_low", "rank_high", "by_weights_low", "by_weights_high"), pa.int32()
    ),
}
_WITHOUT = {
    **_CARD,
    "pillar": pa.string(),
    "score": pa.float64(),
    "rank": pa.int32(),
}


@dataclass(frozen=True)
class League:
    """Those who are ranked with each other in one period, as rows of a sheet.

    added: what bonus and deduction put on top of each base score.
    """

    sheet: Sheet
    scheme_id: str
    kind: str
    period_kind: str
    period: date
    subjects: tuple[str, ...]
    rows: np.ndarray
    added: Floats

    @property
    def tree(self) -> Tree:
        return self.sheet.planted.tree

    @property
    def values(self) -> Floats:
        """Scores of the indicators, (units, leaves)."""
        found: Floats = self.sheet.account.score[self.rows, : self.tree.leaves]
        return found

    @property
    def errors(self) -> Floats:
        """Standard errors of those."""
        found: Floats = self.sheet.error[self.rows]
        return found

    def key(self, place: int) -> tuple[object, ...]:
        """What names a unit's card in the published tables."""
        subject = self.subjects[place]
        return (self.scheme_id, subject, self.period_kind, self.period)


def leagues(
    con: duckdb.DuckDBPyConnection, sheets: Sequence[Sheet]
) -> Iterator[League]:
    """Every league of at least two, by scheme, peers and period."""
    found = con.execute(
        "SELECT u.scheme_id, u.peers, u.period_kind, u.period, s.kind, u.card, "
        "u.subject_id, u.adjustment "
        "FROM unranked AS u JOIN subject AS s ON s.subject_id = u.subject_id "
        "WHERE u.is_ranked AND u.peers IS NOT NULL "
        "AND list_contains($kinds, u.period_kind) "
        "ORDER BY u.scheme_id, u.peers, u.period_kind, u.period, u.subject_id",
        {"kinds": list(PERIOD_KINDS)},
    ).fetchall()
    for key, group in groupby(found, itemgetter(0, 1, 2, 3, 4)):
        scheme_id, _, period_kind, period, kind = key
        units = list(group)
        cards = np.array([unit[5] for unit in units], dtype=np.int64)
        (sheet,) = (s for s in sheets if s.first <= cards[0] < s.first + s.size)
        if len(units) > 1:
            yield League(
                sheet,
                scheme_id,
                kind,
                period_kind,
                period,
                tuple(unit[6] for unit in units),
                cards - sheet.first,
                np.array([unit[7] for unit in units], dtype=np.float64),
            )


def try_ranks(
    con: duckdb.DuckDBPyConnection,
    sheets: Sequence[Sheet],
    rule: Sensitivity,
    kept: Kept,
) -> None:
    """Tables rank_sensitivity and rank_without."""
    ranges: list[tuple[object, ...]] = []
    left_out: list[tuple[object, ...]] = []
    for league in leagues(con, sheets):
        if league.kind in rule.kinds:
            ranges += _ranges(league, rule, kept)
            left_out += _without(league)
    put(con, "rank_sensitivity", _RANGES, ranges)
    put(con, "rank_without", _WITHOUT, left_out)


def _ranges(
    league: League, rule: Sensitivity, kept: Kept
) -> Iterator[tuple[object, ...]]:
    def ranges(errors: Floats | None) -> Ranges:
        return rank_ranges(
            league.tree,
            league.values,
            errors,
            league.added,
            spread=rule.spread,
            draws=rule.draws,
            seed=rule.seed,
        )

    def compute() -> Results:
        both, weights = ranges(league.errors), ranges(None)
        return {
            "all": np.stack([both.low, both.high]),
            "weights": np.stack([weights.low, weights.high]),
        }

    found = kept.of(
        "rank ranges",
        str(league.tree),
        rule.spread,
        float(rule.draws),
        float(rule.seed),
        league.values,
        league.errors,
        league.added,
        compute=compute,
    )
    for place, ends in enumerate(zip(*found["all"], *found["weights"], strict=True)):
        yield (*league.key(place), *map(int, ends))


def _without(league: League) -> Iterator[tuple[object, ...]]:
    pillars = league.sheet.planted.pillars
    for child, tree in without(league.tree):
        base = scores(tree, league.values, tree.weights()[None, :])[0]
        total = np.clip(base + league.added, 0.0, 100.0)
        there = np.flatnonzero(~np.isnan(total))
        ranks = places(total[there])
        for place, rank in zip(there, ranks, strict=True):
            name = pillars[child - tree.leaves]
            yield (*league.key(int(place)), name, float(total[place]), int(rank))
