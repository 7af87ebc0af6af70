"""What would lift a unit: the shortest lists of improvements that reach a goal."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

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
    goal: float,
    *,
    longest: int = 3,
    lists: int = 3,
) -> list[Lift]:
    """The lists of fewest leaves that bring the root to the goal, easiest first.

    values, reach: (leaves,); a leaf that is missing, or already as good as it can get,
    is no improvement. Of lists of one length the one that asks the smallest part of the
    way comes first. Empty when the goal is reached already, or when no list of at most
    `longest` leaves reaches it. Scores rise with every leaf, so halving finds the way.
    """
    open_to = np.flatnonzero(np.nan_to_num(reach - values, nan=0.0) > EPSILON)
    if not _root(tree, values[None, :])[0] < goal - EPSILON:
        return []
    for length in range(1, min(longest, len(open_to)) + 1):
        chosen = np.array(list(combinations(open_to, length)))
        wanted = np.zeros((len(chosen), tree.leaves))
        np.put_along_axis(wanted, chosen, 1.0, axis=1)
        step = wanted * np.nan_to_num(reach - values)
        enough = _root(tree, values + step) >= goal - EPSILON
        if enough.any():
            return _easiest(tree, values, step[enough], chosen[enough], goal)[:lists]
    return []


def _easiest(
    tree: Tree, values: Floats, step: Floats, chosen: Floats, goal: float
) -> list[Lift]:
    low, high = np.zeros(len(step)), np.ones(len(step))
    here = _root(tree, values[None, :])[0]
    # Where all means are arithmetic the score is a line, and the first guess is right.
    guess = np.clip((goal - here) / (_root(tree, values + step) - here), 0.0, 1.0)
    for _ in range(_STEPS):
        there = _root(tree, values + guess[:, None] * step)
        high = np.where(there >= goal - EPSILON, guess, high)
        low = np.where(there < goal - EPSILON, guess, low)
        if (np.abs(there - goal) <= EPSILON).all():
            break
        guess = (low + high) / 2
    needed = values + high[:, None] * step
    order = np.lexsort((*chosen.T[::-1], np.round(high, 6)))
    return [
        Lift(
            tuple(int(leaf) for leaf in chosen[at]),
            tuple(float(needed[at, leaf]) for leaf in chosen[at]),
            float(high[at]),
        )
        for at in order
    ]


def _root(tree: Tree, values: Floats) -> Floats:
    found: Floats = scores(tree, values, tree.weights()[None, :])[0]
    return found
