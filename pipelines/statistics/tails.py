"""Upper tails: how rarely chance alone gives as many as were counted, and intervals.

Everything is in closed form through incomplete beta and gamma functions; arrays of one
shape in, arrays of that shape out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Z95 = 1.959963984540054


def binomial_tail(k: ArrayLike, n: ArrayLike, p: ArrayLike) -> Floats:
    """P(X >= k) for X binomial(n, p): I_p(k, n - k + 1) (Pearson 1924); 1 for k = 0."""
    # scipy takes long to import, and most runs have nothing to ask it.
    from scipy.special import betainc

    k, n, p = np.broadcast_arrays(*(np.asarray(a, dtype=float) for a in (k, n, p)))
    inside = (k > 0) & (k <= n)
    tail = betainc(np.where(inside, k, 1), np.where(inside, n - k + 1, 1), p)
    return np.where(inside, tail, np.where(k <= 0, 1.0, 0.0))


def crowd_tail(k: ArrayLike, mean: ArrayLike, variance: ArrayLike) -> Floats:
    """P(X >= k) for a count of this mean and variance.

    Negative binomial where counts vary more than chance, with the size r = mean² /
    (variance - mean) that gives the variance (Johnson, Kemp and Kotz 2005, chapter 5):
    I_q(k, r), q = 1 - mean / variance. Poisson otherwise: P(k, mean), the regularised
    incomplete gamma function.
    """
    from scipy.special import betainc, gammainc

    arrays = (np.asarray(a, dtype=float) for a in (k, mean, variance))
    k, mean, variance = np.broadcast_arrays(*arrays)
    at = np.maximum(k, 1e-300)
    spread = np.maximum(variance - mean, 0)
    wide = spread > 1e-9 * mean
    size = np.where(wide, mean**2 / np.where(wide, spread, 1), 1)
    share = np.where(wide, spread / np.where(wide, variance, 1), 0.5)
    tail = np.where(wide, betainc(at, size, share), gammainc(at, mean))
    return np.where(k <= 0, 1.0, tail)


def wilson(k: ArrayLike, n: ArrayLike, z: float = Z95) -> tuple[Floats, Floats]:
    """Score interval of a share (Wilson 1927); NaN where n is 0."""
    k, n = np.asarray(k, dtype=float), np.asarray(n, dtype=float)
    n = np.where(n > 0, n, np.nan)
    p, spare = k / n, z * z / n
    middle = (p + spare / 2) / (1 + spare)
    half = z * np.sqrt(p * (1 - p) / n + spare / (4 * n)) / (1 + spare)
    low = np.where(k == 0, 0.0, middle - half)
    return low + 0 * n, np.where(k == n, 1.0, middle + half) + 0 * n
