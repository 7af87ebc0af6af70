"""Empirical Bayes for shares: small units are drawn to their peers' mean.

Raw shares put the smallest units at both ends of every league table; the posterior
mean under a common prior does not (methods.md 0.2, 1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FEWEST = 10
_CLIP = 1e-9


@dataclass(frozen=True)
class Prior:
    """The peers' mean share and how many ratings of a unit the prior is worth."""

    mean: float
    worth: float


def prior(k: NDArray[np.float64], n: NDArray[np.float64]) -> Prior:
    """Fit by moments (methods.md 1, Shrinkage); k of n, shape (units,), n > 0."""
    total = n.sum()
    mean = k.sum() / total
    variance = mean * (1 - mean)
    units = len(n)
    if variance == 0 or units < 2:
        return Prior(float(mean), np.inf)
    spread = float((n * (k / n - mean) ** 2).sum())
    excess = spread / variance - (units - 1)
    rho = excess / (total - (n**2).sum() / total - (units - 1))
    rho = float(np.clip(rho, _CLIP, 1 - _CLIP))
    return Prior(float(mean), (1 - rho) / rho)


def adjusted(k: NDArray[np.float64], n: NDArray[np.float64]) -> NDArray[np.float64]:
    """Posterior mean of each unit; the raw share where fewer than ten units compare."""
    if len(n) < FEWEST:
        return k / n
    fitted = prior(k, n)
    if np.isinf(fitted.worth):
        return np.full(len(n), fitted.mean)
    return (k + fitted.mean * fitted.worth) / (n + fitted.worth)
