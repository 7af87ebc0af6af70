"""Funnels: which of many units differ from the rest by more than chance and custom.

Source: Spiegelhalter 2005, Funnel plots for comparing institutional performance;
overdispersion as in Spiegelhalter et al. 2012, Statistical methods for healthcare
regulation. A unit is compared with the mean of all, never ranked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Two-sided 95 % and 99.8 %.
Z_WATCH, Z_ALARM = 1.959964, 3.090232
_WINSORISED = 0.1


@dataclass(frozen=True)
class Funnel:
    """centre: the share of all; phi: mean squared z, 1 by chance alone; tau: deviation
    between units on the arcsine scale, 0 where chance explains all."""

    centre: float
    phi: float
    tau: float

    def z(self, hits: Floats, rows: Floats) -> Floats:
        """How far each unit is from the centre, in deviations of chance and custom."""
        chance = 1 / (2 * np.sqrt(rows))
        apart = np.arcsin(np.sqrt(hits / rows)) - _arcsine(self.centre)
        result: Floats = apart / np.sqrt(chance**2 + self.tau**2)
        return result

    def limits(self, rows: Floats, z: float) -> tuple[Floats, Floats]:
        """Between which shares a unit of so many rows is expected."""
        half = z * np.sqrt(1 / (4 * rows) + self.tau**2)
        middle = _arcsine(self.centre)
        # Without the clip the limits of small units fold back at 0 and 1.
        low, high = (
            np.sin(np.clip(middle + sign * half, 0, np.pi / 2)) ** 2 for sign in (-1, 1)
        )
        return low, high


def funnel(hits: Floats, rows: Floats) -> Funnel:
    """Fit the funnel: arcsine scale, z winsorised at 10 % on either side, moments."""
    centre = float(hits.sum() / rows.sum())
    chance = 1 / (2 * np.sqrt(rows))
    z = (np.arcsin(np.sqrt(hits / rows)) - _arcsine(centre)) / chance
    kept = np.clip(z, *np.quantile(z, (_WINSORISED, 1 - _WINSORISED)))
    phi = float((kept**2).mean())
    units, weights = len(z), 1 / chance**2
    spread = float(weights.sum() - (weights**2).sum() / weights.sum())
    excess = units * phi - (units - 1)
    tau2 = excess / spread if excess > 0 and spread > 0 else 0.0
    return Funnel(centre, phi, float(np.sqrt(tau2)))


def exact_limits(rows: Floats, centre: float, z: float) -> tuple[Floats, Floats]:
    """Binomial limits without custom, interpolated (Spiegelhalter 2005, appendix A).

    Not clipped: where hardly any outcome is unusual, they lie outside 0 and 1.
    """
    # Importing all of scipy.stats would cost a second of every run.
    from scipy.special import bdtr, ndtr

    whole, of_unit = np.unique(np.round(rows).astype(np.int64), return_inverse=True)
    chance = np.sqrt(whole * centre * (1 - centre))
    results = []
    for quantile, sign in ((1 - float(ndtr(z)), -1), (float(ndtr(z)), 1)):
        # The smallest count whose distribution function reaches the quantile, sought
        # around where the normal distribution has it.
        about = whole * centre + sign * z * chance
        low, high = np.floor(about - chance - 3), np.ceil(about + chance + 3)
        low = np.where((low < 0) | (bdtr(low, whole, centre) >= quantile), -1.0, low)
        reaches = (high < whole) & (bdtr(high, whole, centre) >= quantile)
        high = np.where(reaches, high, whole.astype(np.float64))
        while np.any(high - low > 1):
            middle = np.floor((low + high) / 2)
            reached = bdtr(middle, whole, centre) >= quantile
            high = np.where(reached, middle, high)
            low = np.where(reached, low, middle)
        at = bdtr(high, whole, centre)
        before = np.where(high > 0, bdtr(np.maximum(high - 1, 0), whole, centre), 0.0)
        limit = (high - (at - quantile) / (at - before)) / whole
        results.append(limit[of_unit])
    return results[0], results[1]


def _arcsine(share: float) -> float:
    return float(np.arcsin(np.sqrt(share)))
