"""What would lift units: the shortest lists of improvements that reach a goal."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from pipelines.statistics.composite import EPSILON, Floats, Tree, scores

# Halvings of the way: a millionth of it is left.
_STEPS = 21


@dataclass(frozen=True)
class Lift:
    """Improve these leaves to these scores, all by the same part of their way.

    way: 0 is where they stand, 1 is as far as they can reach.
    """

    leaves: tuple[int, ...]
    scores: tuple[float, ...]
    way: float


def lifts(
    tree: Tree,
    values: Floats,
    reach: Floats,
    goals: Floats,
    *,
    longest: int = 3,
    lists: int = 3,
) -> list[list[Lift]]:
    """For each unit the lists of fewest leaves that reach its goal, easiest first.

    values, reach: (units, leaves); a leaf that is missing, or already as good as it can
    get, is no improvement. goals: (units,), NaN for no goal. Of lists of one length the
    one that asks the smallest part of the way comes first. Empty for a unit that has
    reached its goal, or that no list of at most `longest` leaves brings there. Scores
    rise with every leaf, so halving finds the way.
    """
    found: list[list[Lift]] = [[] for _ in values]
    way = np.maximum(np.nan_to_num(reach - values), 0.0)
    here = _root(tree, values)
    waiting = np.flatnonzero(here < goals - EPSILON)
    for length in range(1, longest + 1):
        unit, chosen = _combined(way[waiting] > EPSILON, length)
        if not len(unit):
            break
        unit = waiting[unit]
        step = np.zeros((len(unit), tree.leaves))
        np.put_along_axis(step, chosen, np.take_along_axis(way[unit], chosen, 1), 1)
        enough = _root(tree, values[unit] + step) >= goals[unit] - EPSILON
        unit, chosen, step = unit[enough], chosen[enough], step[enough]
        part = _part(tree, values[unit], step, here[unit], goals[unit])
        order = np.lexsort((*chosen.T[::-1], np.round(part, 6), unit))
        for at in order:
            if len(found[unit[at]]) < lists:
                needed = values[unit[at]] + part[at] * step[at]
                found[unit[at]].append(
                    Lift(
                        tuple(int(leaf) for leaf in chosen[at]),
                        tuple(float(needed[leaf]) for leaf in chosen[at]),
                        float(part[at]),
                    )
                )
        waiting = np.setdiff1d(waiting, unit)
    return found


def _combined(
    is_open: NDArray[np.bool_], length: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(unit, leaves) of every list of so many leaves that are open to the unit."""
    leaves = np.array(list(combinations(range(is_open.shape[1]), length)), np.int64)
    leaves = leaves.reshape(-1, length)
    unit, row = np.nonzero(is_open[:, leaves].all(axis=2))
    return unit, leaves[row]


def _part(
    tree: Tree, values: Floats, step: Floats, here: Floats, goals: Floats
) -> Floats:
    """Which part of each step reaches the goal."""
    low, high = np.zeros(len(step)), np.ones(len(step))
    # Where all means are arithmetic the score is a line, and the first guess is right.
    guess = np.clip((goals - here) / (_root(tree, values + step) - here), 0.0, 1.0)
    for _ in range(_STEPS):
        there = _root(tree, values + guess[:, None] * step)
        high = np.where(there >= goals - EPSILON, guess, high)
        low = np.where(there < goals - EPSILON, guess, low)
        if (np.abs(there - goals) <= EPSILON).all():
            break
        guess = (low + high) / 2
    return high


def _root(tree: Tree, values: Floats) -> Floats:
    found: Floats = scores(tree, values, tree.weights()[None, :])[0]
    return found
