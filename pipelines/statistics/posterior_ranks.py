"""Ranks of units whose true shares are known by posteriors: exact, nothing drawn.

Given the share of one unit, each other unit lies above it or does not, independently:
its rank is one more than a Poisson-binomial count (Wang 1993). The count is mixed over
the unit's own posterior. Where two may have the very same share, either is above the
other with one half.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.statistics.mixing import Posterior

Numbers = NDArray[np.float64]

_DIGITS = 9


@dataclass(frozen=True)
class PosteriorRanks:
    """Arrays of shape (units,); 1 is best. low to high holds the rank with `level`."""

    expected: Numbers
    low: NDArray[np.int64]
    high: NDArray[np.int64]


def posterior_ranks(posterior: Posterior, level: float = 0.95) -> PosteriorRanks:
    """Expected rank and central interval of each unit's exact rank distribution."""
    distribution = rank_distribution(posterior)
    places = np.arange(1, len(distribution) + 1)
    # A sum of many products may miss a bound by its last bits.
    so_far = distribution.cumsum(axis=1).round(_DIGITS)
    tail = round((1 - level) / 2, _DIGITS)
    return PosteriorRanks(
        expected=distribution @ places,
        low=1 + (so_far < tail).sum(axis=1),
        high=1 + (so_far < 1 - tail).sum(axis=1),
    )


def rank_distribution(posterior: Posterior) -> Numbers:
    """Probability of every rank, shape (units, ranks)."""
    above = _chance_above(posterior)
    units, points = above.shape
    everyone = np.zeros((units + 1, points))
    everyone[0] = 1.0
    for unit, chance in enumerate(above, start=1):
        everyone[1 : unit + 1] += chance * (everyone[:unit] - everyone[1 : unit + 1])
        everyone[0] *= 1 - chance
    return _without_oneself(everyone, above, posterior.weights)


def beats(posterior: Posterior) -> Numbers:
    """P(true share of row > that of column) + ½ P(equal), shape (units, units)."""
    return np.asarray(_chance_above(posterior) @ posterior.weights.T)


def _chance_above(posterior: Posterior) -> Numbers:
    """P(share > point) + ½ P(share = point), shape (units, points)."""
    reached = posterior.weights.cumsum(axis=1)
    return np.clip(1 - reached + posterior.weights / 2, 0.0, 1.0)


def _without_oneself(everyone: Numbers, above: Numbers, weights: Numbers) -> Numbers:
    """The count of all without one unit, for every unit, mixed over its weights.

    everyone[r] = (1 − q) rest[r] + q rest[r − 1]: divided out from below where q ≤ ½
    and from above where it is more, so that an error never grows from step to step.
    """
    units = len(above)
    from_below = above <= 0.5
    divisor = np.where(from_below, 1 - above, above)
    ratio = np.where(from_below, above, 1 - above) / divisor
    upward, downward = weights * from_below, weights * ~from_below
    distribution = np.zeros((units, units))
    low, high = np.zeros_like(above), np.zeros_like(above)
    for step in range(units):
        low = everyone[step] / divisor - ratio * low
        distribution[:, step] += (low * upward).sum(axis=1)
        high = everyone[units - step] / divisor - ratio * high
        distribution[:, units - 1 - step] += (high * downward).sum(axis=1)
    return np.clip(distribution, 0.0, None)
