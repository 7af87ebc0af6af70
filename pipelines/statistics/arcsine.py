"""Shares on a scale on which their spread depends on n alone (Anscombe 1948)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def arcsine(k: Numbers, n: Numbers) -> Numbers:
    """asin √((k + 3/8)/(n + 3/4)); finite error also where k is 0 or n."""
    return np.asarray(np.arcsin(np.sqrt((k + 0.375) / (n + 0.75))))


def half_spread(n: Numbers) -> Numbers:
    """The standard error on that scale: 1 / (2 √(n + ½))."""
    return np.asarray(0.5 / np.sqrt(n + 0.5))
