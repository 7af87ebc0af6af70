"""Tiers: runs of an order in which no two can be told apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def tiers(order: NDArray[np.int64], are_apart: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The tier of each unit, 1 first.

    order: units from best to worst; are_apart: shape (units, units), symmetric. A tier
    takes in one after the other and ends before the first that can be told apart from
    somebody in it. Units of different tiers need not differ: a line had to be drawn.
    """
    found = np.zeros(len(order), dtype=np.int64)
    tier, members = 0, np.zeros(len(order), dtype=bool)
    for unit in order:
        if tier == 0 or are_apart[unit, members].any():
            tier, members = tier + 1, np.zeros(len(order), dtype=bool)
        members[unit] = True
        found[unit] = tier
    return found
