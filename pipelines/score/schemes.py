"""The declared schemes as tables that SQL joins: weights, nodes, bands, rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import duckdb
import pyarrow as pa

from pipelines.declarations.indicator import Indicator
from pipelines.declarations.scheme import Scheme
from pipelines.declarations.weighted import Weighted
from pipelines.measure.periods import Period
from pipelines.score.tree import higher_is_better, plant
from pipelines.tables import put

_TEXT, _NUMBER, _WHOLE = pa.string(), pa.float64(), pa.int64()
Row = tuple[object, ...]


def load(
    con: duckdb.DuckDBPyConnection,
    schemes: Mapping[str, Scheme],
    indicators: Mapping[str, Indicator],
    periods: list[Period],
    as_of: date,
) -> None:
    """Tables scheme_<weight, node, period, band, rule, adjustment>."""
    put(
        con,
        "scheme_weight",
        {
            "scheme_id": _TEXT,
            "pillar": _TEXT,
            "indicator_id": _TEXT,
            "leaf": _WHOLE,
            "weight": _NUMBER,
            "target": _NUMBER,
            "higher_is_better": pa.bool_(),
            "span": _NUMBER,
        },
        [row for s in schemes.values() for row in _weights(s, indicators)],
    )
    put(
        con,
        "scheme_node",
        {
            "key": _WHOLE,
            "scheme_id": _TEXT,
            "pillar": _TEXT,
            "indicator_id": _TEXT,
            "parent": _TEXT,
            "depth": pa.int32(),
            "position": pa.int32(),
        },
        [
            (key, *row)
            for key, row in enumerate(
                row for s in schemes.values() for row in _nodes(s)
            )
        ],
    )
    put(
        con,
        "scheme_period",
        {"scheme_id": _TEXT, "period_kind": _TEXT, "period": pa.date32()},
        [
            (s.scheme_id, p.kind, p.first)
            for p in periods
            for s in schemes.values()
            if s.valid_from <= min(p.last, as_of) <= s.valid_to
        ],
    )
    put(
        con,
        "scheme_band",
        {
            "scheme_id": _TEXT,
            "band": _TEXT,
            "place": _WHOLE,
            "from_score": _NUMBER,
            "below_score": _NUMBER,
        },
        [
            (s.scheme_id, band.band, place, band.from_score, below)
            for s in schemes.values()
            for place, (band, below) in enumerate(
                zip(s.bands, [101.0, *(b.from_score for b in s.bands)], strict=False), 1
            )
        ],
    )
    put(
        con,
        "scheme_rule",
        {"scheme_id": _TEXT, "most_bonus": _NUMBER, "most_deduction": _NUMBER},
        [(s.scheme_id, s.most_bonus, s.most_deduction) for s in schemes.values()],
    )
    put(
        con,
        "scheme_adjustment",
        {
            "scheme_id": _TEXT,
            "adjustment": _TEXT,
            "kind": _TEXT,
            "indicator_id": _TEXT,
            "subjects": pa.list_(_TEXT),
            "above": _NUMBER,
            "below": _NUMBER,
            "points": _NUMBER,
            "most": _NUMBER,
            "ceiling_place": _WHOLE,
            "position": _WHOLE,
        },
        [row for s in schemes.values() for row in _adjustments(s)],
    )


def _weights(scheme: Scheme, indicators: Mapping[str, Indicator]) -> Iterator[Row]:
    for number, leaf in enumerate(scheme.leaves()):
        yield (
            scheme.scheme_id,
            leaf.pillar.pillar,
            leaf.weighted.indicator,
            number,
            leaf.weight,
            leaf.weighted.target,
            higher_is_better(leaf.weighted, indicators),
            span(leaf.weighted),
        )


def span(weighted: Weighted) -> float | None:
    """How far a value must go for 100 points; None where that depends on the peers."""
    if weighted.best is not None and weighted.worst is not None:
        return abs(weighted.best - weighted.worst)
    if weighted.loss is not None:
        return 100 / weighted.loss
    if weighted.steps and len(weighted.steps) > 1:
        return abs(weighted.steps[-1].at - weighted.steps[0].at)
    return None


def _nodes(scheme: Scheme) -> Iterator[Row]:
    """In the order of the tree's nodes, so that keys number them."""
    planted, name = plant(scheme), scheme.scheme_id
    for leaf in scheme.leaves():
        yield name, leaf.pillar.pillar, leaf.weighted.indicator, None, None, None
    placed = {
        node.pillar.pillar: (node.parent, node.depth, position)
        for position, node in enumerate(scheme.nodes(), 1)
    }
    for pillar in planted.pillars:
        yield name, pillar, None, *placed[pillar]
    yield name, None, None, None, 0, 0


def _adjustments(scheme: Scheme) -> Iterator[Row]:
    place = {band.band: number for number, band in enumerate(scheme.bands, 1)}
    for position, each in enumerate(scheme.adjustments, 1):
        yield (
            scheme.scheme_id,
            each.adjustment,
            each.kind,
            each.indicator,
            list(each.subjects),
            each.from_above,
            each.below,
            each.points,
            each.most,
            None if each.ceiling is None else place[each.ceiling],
            position,
        )
