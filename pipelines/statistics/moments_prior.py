"""How much a unit's own share tells, against what its peers' experience is worth.

The beta-binomial model fitted by moments (Kleinman 1973).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_CLIP = 1e-9


@dataclass(frozen=True)
class Prior:
    """The peers' mean share and how many answers of a unit the prior is worth."""

    mean: float
    worth: float

    def reliability(self, n: Numbers) -> Numbers:
        """n/(n + worth): the part of a unit's variance that is not chance, 0 to 1."""
        return np.asarray(n / (n + self.worth))


def prior(k: Numbers, n: Numbers) -> Prior:
    """Of k of n, shape (units,), n > 0; worth is infinite where all are alike."""
    total = n.sum()
    mean = float(k.sum() / total)
    variance = mean * (1 - mean)
    units = len(n)
    if variance == 0 or units < 2:
        return Prior(mean, np.inf)
    spread = float((n * (k / n - mean) ** 2).sum())
    excess = spread / variance - (units - 1)
    rho = excess / (total - (n**2).sum() / total - (units - 1))
    rho = float(np.clip(rho, _CLIP, 1 - _CLIP))
    return Prior(mean, (1 - rho) / rho)
