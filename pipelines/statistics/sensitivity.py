"""How far ranks hang on choices and on chance: many weightings, many possible values.

A rank by one set of weights is one of many that reasonable people would have made, and
every value in it could have come out a little otherwise. Both are drawn many times with
a fixed seed (OECD and JRC, Handbook on constructing composite indicators, 2008, step 7;
M. Saisana, A. Saltelli and S. Tarantola, JRSS A 168, 2005), so that the same numbers
give the same ranges.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipelines.statistics.composite import Branch, Floats, Tree, scores

Whole = NDArray[np.int64]
# Of every hundred draws, five lie below the range and five above.
LOW, HIGH = 0.05, 0.95
DIGITS = 6
# So many numbers are drawn at once.
_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Ranges:
    """The 5th and the 95th percentile of the ranks, 1 is best; shape (units,)."""

    low: Whole
    high: Whole


def rank_ranges(
    tree: Tree,
    values: Floats,
    errors: Floats | None = None,
    added: Floats | float = 0.0,
    *,
    spread: float,
    draws: int,
    seed: int,
) -> Ranges:
    """Ranks of units under weights, and values, that are drawn again and again.

    values, errors: (units, leaves), scores on 0 to 100 and their standard errors, NaN
    where missing; every unit must have a score. Weights lie evenly within `spread`,
    a share of what is declared, to either side (0: they stand); values are normal
    around their own, held between 0 and 100 (None: they stand). added: points on top
    of every score, which nobody draws, (units,).
    """
    ranks = np.concatenate(
        [
            places(np.clip(scores(tree, drawn, weights) + added, 0.0, 100.0))
            for drawn, weights in _draws(tree, values, errors, spread, draws, seed)
        ]
    )
    low, high = np.quantile(ranks, [LOW, HIGH], axis=0, method="inverted_cdf")
    return Ranges(low.astype(np.int64), high.astype(np.int64))


def places(found: Floats) -> Whole:
    """Ranks along the last axis, 1 for the highest; equals share the best rank.

    Rounded first, so that the last bit of a sum decides no place.
    """
    rounded = np.round(found, DIGITS)
    order = np.argsort(-rounded, axis=-1, kind="stable")
    falling = np.take_along_axis(rounded, order, axis=-1)
    begins = np.ones(falling.shape, dtype=bool)
    begins[..., 1:] = falling[..., 1:] < falling[..., :-1]
    place = np.where(begins, np.arange(1, falling.shape[-1] + 1), 0)
    shared = np.maximum.accumulate(place, axis=-1)
    ranks = np.empty_like(shared)
    np.put_along_axis(ranks, order, shared, axis=-1)
    return ranks


def without(tree: Tree) -> Iterator[tuple[int, Tree]]:
    """Each child of the root, and the tree in which it counts for nothing.

    A root with one child cannot do without it. Nobody loses the score for it: with a
    part less, the minimum asks nothing of the root.
    """
    root = tree.branches[-1]
    for child in root.children if len(root.children) > 1 else ():
        weights = tuple(
            0.0 if other == child else weight
            for other, weight in zip(root.children, root.weights, strict=True)
        )
        yield child, _with_root(tree, replace(root, weights=weights, minimum=0.0))


def _with_root(tree: Tree, root: Branch) -> Tree:
    return replace(tree, branches=(*tree.branches[:-1], root))


def _draws(
    tree: Tree,
    values: Floats,
    errors: Floats | None,
    spread: float,
    draws: int,
    seed: int,
) -> Iterator[tuple[Floats, Floats]]:
    """(values, weights) of as many draws as fit into memory, until all are made."""
    generator = np.random.default_rng(seed)
    declared = tree.weights()
    many = draws if errors is None else max(1, _AT_ONCE // max(values.size, 1))
    for begin in range(0, draws, many):
        count = min(many, draws - begin)
        factor = generator.uniform(1 - spread, 1 + spread, (count, tree.nodes))
        drawn = values
        if errors is not None:
            noise = generator.standard_normal((count, *values.shape))
            # What nobody knows the error of stands as it is.
            drawn = np.clip(values + noise * np.nan_to_num(errors), 0.0, 100.0)
        yield drawn, declared * factor
