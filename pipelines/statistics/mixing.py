"""The spread of true shares among peers, without a shape given to it beforehand.

Empirical Bayes: what is known of a unit is its own answers and how its peers do. The
prior is the nonparametric maximum likelihood estimate of the mixing distribution on a
grid (Kiefer and Wolfowitz 1956; Laird 1978), found by the EM algorithm (Dempster, Laird
and Rubin 1977).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.statistics.arcsine import half_spread

Numbers = NDArray[np.float64]

POINTS = 300
MOST_POINTS = 3000
STEPS = 300


@dataclass(frozen=True)
class Posterior:
    """What is known of each unit: grid, shape (points,), and shape (units, points)."""

    grid: Numbers
    weights: Numbers

    @property
    def mean(self) -> Numbers:
        """The mean true share of each unit."""
        return np.asarray(self.weights @ self.grid)

    @property
    def deviation(self) -> Numbers:
        """The standard deviation of each unit's true share."""
        spread = self.weights @ self.grid**2 - self.mean**2
        return np.sqrt(np.maximum(spread, 0))


def default_grid(k: Numbers, n: Numbers) -> Numbers:
    """300 points, equally far apart on the arcsine scale; more where n is so large
    that its standard error would fall between two of them.

    They run from the lowest share to the highest: no mass of the estimate lies
    outside (Lindsay 1983).
    """
    shares = k / n
    low, high = np.arcsin(np.sqrt([shares.min(), shares.max()]))
    needed = np.ceil((high - low) / half_spread(n).min() * 2)
    points = int(np.clip(needed, POINTS, MOST_POINTS))
    return np.asarray(np.sin(np.linspace(low, high, points)) ** 2)


def fit(
    k: Numbers, n: Numbers, grid: Numbers | None = None, steps: int = STEPS
) -> Posterior:
    """Each unit's posterior under the common prior; k of n, shape (units,), n > 0.

    `steps` of EM from equal weights. A few hundred leave the estimate smooth where the
    data do not say otherwise.
    """
    points = default_grid(k, n) if grid is None else grid
    likelihood = _likelihood(k, n, points)
    prior = np.full(len(points), 1 / len(points))
    for _ in range(steps):
        prior = _posterior(likelihood, prior).mean(axis=0)
    return Posterior(points, _posterior(likelihood, prior))


def _likelihood(k: Numbers, n: Numbers, grid: Numbers) -> Numbers:
    """k of n at every point, each unit's relative to its highest."""
    with np.errstate(divide="ignore", invalid="ignore"):
        good = np.where(k[:, None] > 0, k[:, None] * np.log(grid), 0.0)
        bad = np.where((n - k)[:, None] > 0, (n - k)[:, None] * np.log1p(-grid), 0.0)
    logs = good + bad
    return np.asarray(np.exp(logs - logs.max(axis=1, keepdims=True)))


def _posterior(likelihood: Numbers, prior: Numbers) -> Numbers:
    weights = likelihood * prior
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))
