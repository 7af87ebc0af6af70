"""Indirect standardisation: what a unit's mix of work would give anybody.

Observed over expected, as for standardised mortality ratios (Breslow and Day 1987).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Standardised:
    """Arrays of shape (units,); NaN where a unit has nothing to expect."""

    n: Numbers
    observed: Numbers
    expected: Numbers
    overall: float  # the share of everything together

    @property
    def ratio(self) -> Numbers:
        """Observed over expected; 1 is what anybody would have reached."""
        return self._over_expected(self.observed)

    @property
    def scale(self) -> Numbers:
        """What takes a share of the unit, or an end of its interval, to an ordinary
        mix: n × overall / expected.
        """
        return self._over_expected(self.n * self.overall)

    @property
    def adjusted(self) -> Numbers:
        """The unit's share with an ordinary mix: ratio × overall, at most 1."""
        return np.minimum(1.0, self.ratio * self.overall)

    def _over_expected(self, counts: Numbers) -> Numbers:
        missing = np.full(len(counts), np.nan)
        some = self.expected > 0
        return np.asarray(np.divide(counts, self.expected, out=missing, where=some))


def indirect(
    unit: Codes, stratum: Codes, k: Numbers, n: Numbers, units: int
) -> Standardised:
    """k of n of a unit in a stratum, one cell each, shape (cells,).

    Expected is Σ n × the stratum's share of all units together, so that over all units
    as much is expected as was observed.
    """
    of_all, every = np.bincount(stratum, k), np.bincount(stratum, n)
    share = np.divide(of_all, every, out=np.zeros(len(every)), where=every > 0)
    total = float(n.sum())

    def by_unit(counts: Numbers) -> Numbers:
        return np.bincount(unit, counts, minlength=units).astype(np.float64)

    return Standardised(
        n=by_unit(n),
        observed=by_unit(k),
        expected=by_unit(n * share[stratum]),
        overall=float(k.sum()) / total if total else 0.0,
    )


def pool_thin(stratum: Codes, family: Codes, n: Numbers, least: float) -> Codes:
    """Strata with fewer than `least` in all become one for each family.

    stratum, family, n: shape (cells,), a stratum's cells of one family. A family's pool
    that is thin too becomes part of one pool for all.
    """
    every = np.bincount(stratum, n)
    thin = every[stratum] < least
    pool = np.where(thin, len(every) + family, stratum)
    every = np.bincount(pool, n)
    still = thin & (every[pool] < least)
    return np.asarray(np.where(still, len(every), pool))
