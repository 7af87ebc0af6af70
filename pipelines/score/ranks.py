"""Ranks that admit what they do not know: ties share, intervals give a range, tiers.

Values are rounded before they are ranked, so that the last bit of a computation never
decides a place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DIGITS = 6


@dataclass(frozen=True)
class Ranks:
    """Arrays of length n, in the order of the values given; 1 is best."""

    rank: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    tier: NDArray[np.int64]


def rank(
    values: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
) -> Ranks:
    """Rank values, larger is better.

    values, low, high: shape (n,), no NaN in values; a NaN bound counts as the value.
    The range runs from one more than the number of units whose whole interval lies
    above, to n less the number whose whole interval lies below. A tier begins at its
    best unit and holds those whose intervals reach up to that unit's interval.
    """
    rounded = np.round(values, DIGITS)
    low = np.where(np.isnan(low), rounded, low)
    high = np.where(np.isnan(high), rounded, high)
    places = 1 + (rounded[:, None] < rounded[None, :]).sum(axis=1)
    above = (low[None, :] > high[:, None]).sum(axis=1)
    below = (high[None, :] < low[:, None]).sum(axis=1)
    best = np.minimum(1 + above, places)
    worst = np.maximum(len(values) - below, places)
    return Ranks(places, best, worst, _tiers(rounded, low, high))


def _tiers(
    values: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
) -> NDArray[np.int64]:
    tiers = np.zeros(len(values), dtype=np.int64)
    tier, floor = 0, np.inf
    for unit in np.lexsort((-high, -values)):
        if high[unit] < floor:
            tier, floor = tier + 1, low[unit]
        tiers[unit] = tier
    return tiers
