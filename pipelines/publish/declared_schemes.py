"""The declared schemes as rows to publish: trees, scales, bands and adjustments."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import duckdb
import pyarrow as pa

from pipelines.declarations.indicator import Indicator
from pipelines.declarations.scheme import Leaf, Scheme
from pipelines.score.tree import higher_is_better
from pipelines.tables import TEXTS, put

_TEXT, _NUMBER, _WHOLE, _DAY = pa.string(), pa.float64(), pa.int32(), pa.date32()


def load(
    con: duckdb.DuckDBPyConnection,
    schemes: Mapping[str, Scheme],
    indicators: Mapping[str, Indicator],
) -> None:
    """Tables given_scheme and given_scheme_<pillar, indicator, band, …>."""
    every = schemes.values()
    put(
        con,
        "given_scheme",
        {
            "scheme_id": _TEXT,
            "name": TEXTS,
            "valid_from": _DAY,
            "valid_to": _DAY,
            "coverage_minimum": _NUMBER,
            "note": TEXTS,
            "mean": _TEXT,
            "floor": _NUMBER,
            "most_bonus": _NUMBER,
            "most_deduction": _NUMBER,
            "rounding": _TEXT,
        },
        [
            (
                s.scheme_id,
                s.name,
                s.valid_from,
                s.valid_to,
                s.coverage_minimum,
                s.note,
                s.mean,
                s.floor if s.mean == "geometric" else None,
                s.most_bonus if _has(s, "bonus") else None,
                s.most_deduction if _has(s, "deduction") else None,
                s.grades.rounding if s.grades else None,
            )
            for s in every
        ],
    )
    _pillars(con, every)
    _indicators(con, every, indicators)
    put(
        con,
        "given_scheme_band",
        {
            "scheme_id": _TEXT,
            "band": _TEXT,
            "name": TEXTS,
            "from_score": _NUMBER,
            "quota": _NUMBER,
        },
        [
            (
                s.scheme_id,
                band.band,
                band.name,
                band.from_score,
                s.grades.quotas.get(band.band) if s.grades else None,
            )
            for s in every
            for band in s.bands
        ],
    )
    _adjustments(con, every)


def _has(scheme: Scheme, kind: str) -> bool:
    return any(each.kind == kind for each in scheme.adjustments)


def _pillars(con: duckdb.DuckDBPyConnection, schemes: Collection[Scheme]) -> None:
    put(
        con,
        "given_scheme_pillar",
        {
            "scheme_id": _TEXT,
            "pillar": _TEXT,
            "name": TEXTS,
            "weight": _NUMBER,
            "position": _WHOLE,
            "parent": _TEXT,
            "depth": _WHOLE,
            "top": _TEXT,
            "share": _NUMBER,
            "mean": _TEXT,
            "floor": _NUMBER,
            "coverage_minimum": _NUMBER,
        },
        [
            (
                s.scheme_id,
                node.pillar.pillar,
                node.pillar.name,
                node.weight,
                position,
                node.parent,
                node.depth,
                node.top,
                node.share,
                node.pillar.mean,
                node.pillar.floor if node.pillar.mean == "geometric" else None,
                s.coverage_minimum
                if node.pillar.coverage_minimum is None
                else node.pillar.coverage_minimum,
            )
            for s in schemes
            for position, node in enumerate(s.nodes(), start=1)
        ],
    )


def _indicators(
    con: duckdb.DuckDBPyConnection,
    schemes: Collection[Scheme],
    indicators: Mapping[str, Indicator],
) -> None:
    put(
        con,
        "given_scheme_indicator",
        {
            "scheme_id": _TEXT,
            "indicator_id": _TEXT,
            "pillar": _TEXT,
            "weight": _NUMBER,
            "worst": _NUMBER,
            "best": _NUMBER,
            "target": _NUMBER,
            "share": _NUMBER,
            "scoring": _TEXT,
            "higher_is_better": pa.bool_(),
            "loss": _NUMBER,
            "least": _NUMBER,
            "most": _NUMBER,
            "middle": _NUMBER,
            "spread": _NUMBER,
            "steps_at": pa.list_(_NUMBER),
            "steps_points": pa.list_(_NUMBER),
        },
        [
            (
                s.scheme_id,
                leaf.weighted.indicator,
                leaf.pillar.pillar,
                leaf.weight,
                leaf.weighted.worst,
                leaf.weighted.best,
                leaf.weighted.target,
                leaf.share,
                leaf.weighted.scoring,
                higher_is_better(leaf.weighted, indicators),
                leaf.weighted.loss,
                *_held(leaf),
                [step.at for step in leaf.weighted.steps or ()],
                [step.points for step in leaf.weighted.steps or ()],
            )
            for s in schemes
            for leaf in s.leaves()
        ],
    )


def _held(leaf: Leaf) -> tuple[float | None, ...]:
    """least, most, middle and spread, also where the declaration leaves them out."""
    scoring = leaf.weighted.scoring
    least, most = leaf.weighted.points()
    middle, spread = leaf.weighted.peers_scale()
    return (
        least if scoring in ("target_clamp", "steps", "min_max") else None,
        most if scoring == "min_max" else None,
        middle if scoring == "z" else None,
        spread if scoring == "z" else None,
    )


def _adjustments(con: duckdb.DuckDBPyConnection, schemes: Collection[Scheme]) -> None:
    put(
        con,
        "given_scheme_adjustment",
        {
            "scheme_id": _TEXT,
            "adjustment": _TEXT,
            "name": TEXTS,
            "kind": _TEXT,
            "indicator_id": _TEXT,
            "subjects": pa.list_(_TEXT),
            "above": _NUMBER,
            "below": _NUMBER,
            "points": _NUMBER,
            "most": _NUMBER,
            "ceiling": _TEXT,
            "position": _WHOLE,
        },
        [
            (
                s.scheme_id,
                each.adjustment,
                each.name,
                each.kind,
                each.indicator,
                list(each.subjects),
                each.from_above,
                each.below,
                each.points,
                each.most,
                each.ceiling,
                position,
            )
            for s in schemes
            for position, each in enumerate(s.adjustments, start=1)
        ],
    )
