"""Invented units that never change, to count how often they are alarmed still."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipelines.statistics import alerts

Floats = NDArray[np.float64]
UNITS, MONTHS = 200, 6
# As the default workspace declares, with a whole baseline.
DECLARED = alerts.Rule(
    baseline_months=24,
    minimum_months=24,
    z=3.0,
    effect=0.02,
    smoothing=0.3,
    minimum_n=10,
    longest_months=12,
)


def months_of(
    seed: int,
    months: int,
    *,
    units: int = UNITS,
    shares: tuple[float, float] = (46, 4),
    rows: float = 200,
    custom: float = 0.03,
) -> tuple[Floats, Floats]:
    """(hits, rows) of units whose share stays, but for `custom` from month to month.

    shares: parameters of the beta distribution units come from; rows: their median.
    """
    chance = np.random.default_rng(seed)
    share = chance.beta(*shares, units)[:, None]
    size = np.exp(chance.normal(np.log(rows), 1, units))[:, None]
    n = np.maximum(3, np.round(size * chance.uniform(0.6, 1.4, (units, months))))
    known = custom**-2
    month = chance.beta(share * known, (1 - share) * known, (units, months))
    return chance.binomial(n.astype(int), month).astype(np.float64), n


def alarms_a_month(rule: alerts.Rule, past: int, seeds: range) -> tuple[float, float]:
    """(by a month alone, by either rule): new alarms a month among all units, in the
    first six months in which anybody is judged, after so many months of past."""
    sudden, either = [], []
    for seed in seeds:
        hits, rows = months_of(seed, past + MONTHS)
        judged = alerts.judge(hits, rows, np.zeros(UNITS, dtype=np.int64), rule)
        first = judged.is_first[:, past:]
        either.append(first.sum() / MONTHS)
        sudden.append((first & judged.is_sudden[:, past:]).sum() / MONTHS)
    return float(np.mean(sudden)), float(np.mean(either))
