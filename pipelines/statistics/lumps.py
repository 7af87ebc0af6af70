"""A distribution on a grid told in a few points that have its mean, to be followed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def lumps(weights: Numbers, grid: Numbers, most: int) -> tuple[Numbers, Numbers]:
    """(probabilities, points) of at most so many neighbouring stretches of the grid.

    weights: shape (points,), sum 1. Stretches are cut where the cumulated probability
    passes a further 1/most, and each stands at its own mean, so that the mean of the
    whole is kept: conditional expectation.
    """
    # The middle of a point's own mass, so that a heavy point falls to one side whole.
    reached = weights.cumsum() - weights / 2
    stretch = np.minimum((reached * most).astype(np.int64), most - 1)
    mass: Numbers = np.bincount(stretch, weights, most).astype(np.float64)
    first = np.bincount(stretch, weights * grid, most)
    there = mass > 0
    return mass[there], first[there] / mass[there]
