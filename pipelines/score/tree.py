"""A declared scheme as a tree of numbers, and values as scores on its scales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.declarations.indicator import Indicator
from pipelines.declarations.scheme import Scheme
from pipelines.declarations.weighted import Weighted
from pipelines.statistics import scales
from pipelines.statistics.composite import Branch, Floats, Tree
from pipelines.statistics.scales import Scored


@dataclass(frozen=True)
class Planted:
    """The tree of a scheme, and what its nodes are called.

    Leaves are the indicators in the order of Scheme.leaves; `pillars` names the
    branches but for the root, which is the scheme itself.
    """

    tree: Tree
    weighted: tuple[Weighted, ...]
    pillars: tuple[str, ...]

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators of the leaves."""
        return tuple(each.indicator for each in self.weighted)

    def is_built_like(self, other: Planted) -> bool:
        """Whether only weights, minimums and scales may differ."""

        def build(planted: Planted) -> object:
            joined = [(b.children, b.mean, b.floor) for b in planted.tree.branches]
            return planted.indicators, planted.pillars, joined

        return build(self) == build(other)


def plant(scheme: Scheme) -> Planted:
    """The tree of a scheme: children before parents, the scheme last."""
    leaves, nodes = scheme.leaves(), scheme.nodes()
    # Backwards, what is inside a pillar comes before it.
    nodes = nodes[::-1]
    number = {node.pillar.pillar: len(leaves) + n for n, node in enumerate(nodes)}
    leaf = {each.weighted.indicator: n for n, each in enumerate(leaves)}
    branches = [
        Branch(
            (
                *(number[inner.pillar] for inner in node.pillar.pillars),
                *(leaf[each.indicator] for each in node.pillar.indicators),
            ),
            node.pillar.weights(),
            node.pillar.mean,
            node.pillar.floor,
            scheme.coverage_minimum
            if node.pillar.coverage_minimum is None
            else node.pillar.coverage_minimum,
        )
        for node in nodes
    ]
    root = Branch(
        tuple(number[pillar.pillar] for pillar in scheme.pillars),
        tuple(pillar.weight for pillar in scheme.pillars),
        scheme.mean,
        scheme.floor,
        scheme.coverage_minimum,
    )
    return Planted(
        Tree(len(leaves), (*branches, root)),
        tuple(each.weighted for each in leaves),
        tuple(node.pillar.pillar for node in nodes),
    )


def scored(
    weighted: Weighted,
    values: Floats,
    league: NDArray[np.int64],
    indicators: Mapping[str, Indicator],
) -> Scored:
    """Scores of an indicator's values, shape (units,); `league` numbers the peers.

    min_max and z hold a value against those of the same league; the others do not.
    """
    if weighted.scoring in ("min_max", "z"):
        score, slope = np.full_like(values, np.nan), np.full_like(values, np.nan)
        order = np.argsort(league, kind="stable")
        starts = np.flatnonzero(np.diff(league[order], prepend=-1))
        for peers in np.split(order, starts[1:]):
            found = _scored(weighted, values[peers], indicators)
            score[peers], slope[peers] = found.score, found.slope
        return Scored(score, slope)
    return _scored(weighted, values, indicators)


def uncertainty(
    weighted: Weighted,
    found: Scored,
    low: Floats,
    high: Floats,
    indicators: Mapping[str, Indicator],
) -> Floats:
    """Half the interval of a value in points, as if the scale went on; NaN: unknown.

    Steps have no slope: theirs is half of what lies between the interval's ends.
    """
    if weighted.scoring == "steps":
        ends = [_scored(weighted, each, indicators).score for each in (low, high)]
        return np.abs(ends[1] - ends[0]) / 2
    return np.abs(found.slope) * (high - low) / 2


def _scored(
    weighted: Weighted, values: Floats, indicators: Mapping[str, Indicator]
) -> Scored:
    rises = higher_is_better(weighted, indicators)
    least, most = weighted.points()
    match weighted.scoring:
        case "goalposts":
            assert weighted.worst is not None and weighted.best is not None
            return scales.goalposts(values, weighted.worst, weighted.best)
        case "target_clamp":
            assert weighted.target is not None and weighted.loss is not None
            loss = weighted.loss if rises else -weighted.loss
            return scales.target_clamp(values, weighted.target, loss, least)
        case "steps":
            steps = weighted.steps or ()
            at, points = [s.at for s in steps], [s.points for s in steps]
            return scales.steps(values, rises, at, points, least)
        case "min_max":
            return scales.min_max(values, rises, least, most)
        case "z":
            return scales.z(values, rises, *weighted.peers_scale())


def at_target(weighted: Weighted, indicators: Mapping[str, Indicator]) -> float | None:
    """What the target scores; None without one, or where peers make the scale."""
    if weighted.target is None or weighted.scoring in ("min_max", "z"):
        return None
    return float(_scored(weighted, np.array([weighted.target]), indicators).score[0])


def value_at(
    weighted: Weighted, score: float, indicators: Mapping[str, Indicator]
) -> float | None:
    """The value that has a score, or the first of a step that has as much.

    None where the scale goes by the peers, and beyond the last step.
    """
    match weighted.scoring:
        case "goalposts":
            assert weighted.worst is not None and weighted.best is not None
            return weighted.worst + score / 100 * (weighted.best - weighted.worst)
        case "target_clamp":
            assert weighted.target is not None and weighted.loss is not None
            short = (100 - score) / weighted.loss
            rises = higher_is_better(weighted, indicators)
            return weighted.target - short if rises else weighted.target + short
        case "steps":
            enough = [
                step.at for step in weighted.steps or () if step.points >= score - 1e-6
            ]
            return enough[0] if enough else None
        case _:
            return None


def higher_is_better(weighted: Weighted, indicators: Mapping[str, Indicator]) -> bool:
    """Which way is better: by the goalposts or steps, else by the indicator."""
    own = weighted.higher_is_better
    if own is None:
        own = indicators[weighted.indicator].higher_is_better
    return own is not False
