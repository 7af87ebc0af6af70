"""How well each organ works: the rates the invented year is drawn from.

Calibrated on published figures: hardly anybody is unhappy (99 % good), so organs
differ in how many are *very* satisfied, 84 to 96 %; 1 to 3 % of cases are late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.declarations.reference import Entry
from pipelines.demo import planned

Shares = NDArray[np.float32]

VERY_SATISFIED = 0.905
WORST, BEST = 0.872, 0.957
LATE = 0.02
ACTIVE, DEFAULT = 0.315, 0.068
# The end of the year and the weeks around Spring Festival are harder than others.
LATE_MONTH = {12: 1.25, 1: 1.05, 2: 1.3, 6: 0.9, 8: 0.9}
LATE_MATTERS = 1.7  # taken off the logit of the very satisfied when a case is late


@dataclass(frozen=True)
class Rates:
    """Shares by organ (first axis) and, where it matters, month (second axis)."""

    late: Shares  # organ x month
    stays_open: Shares  # city x month
    very_satisfied: Shares  # (on time, late) x organ x month
    active: Shares  # organ
    default: Shares  # organ
    pace: Shares  # organ: how much of the promised time it uses, around 1


def invent(
    cities: Sequence[Entry],
    departments: Sequence[Entry],
    organ_share: NDArray[np.float64],
    months: Sequence[date],
    rng: np.random.Generator,
) -> Rates:
    """Rates of every organ, `city * len(departments) + department`."""
    c, d = len(cities), len(departments)
    weight = organ_share / organ_share.sum()
    return Rates(
        late=_late(cities, departments, weight, months, rng),
        stays_open=_stays_open(cities, months),
        very_satisfied=_very_satisfied(departments, c, weight, months, rng),
        active=_around(ACTIVE, rng.normal(0, 0.16, (c, 1)) + rng.normal(0, 0.14, d)),
        default=_around(DEFAULT, rng.normal(0, 0.2, (c, 1)) + rng.normal(0, 0.1, d)),
        pace=_around(1.0, rng.normal(0, 0.1, (c, 1)) + rng.normal(0, 0.12, d)),
    )


def _late(
    cities: Sequence[Entry],
    departments: Sequence[Entry],
    weight: NDArray[np.float64],
    months: Sequence[date],
    rng: np.random.Generator,
) -> Shares:
    c, d = len(cities), len(departments)
    odds = np.exp(
        rng.normal(0, 0.25, (c, 1)) + rng.normal(0, 0.4, d) + rng.normal(0, 0.2, (c, d))
    )
    late = odds * LATE / float((odds.ravel() * weight).sum())
    late = late[:, :, None] * np.array([LATE_MONTH.get(m.month, 1.0) for m in months])
    for k, month in enumerate(months):
        for i, city in enumerate(cities):
            if city.id == planned.HIDING_CITY and month >= planned.HIDING_SINCE:
                late[i, :, k] *= planned.HIDING_LATE
        for j, department in enumerate(departments):
            if department.id == planned.SLIPPING_DEPARTMENT:
                # Otherwise an ordinary department, so that only the slip stands out.
                late[:, j, k] = LATE
                if month in planned.SLIPPING_MONTHS:
                    late[:, j, k] = planned.SLIPPING_LATE
    return _shares(np.clip(late, 0.002, 0.2).reshape(c * d, len(months)))


def _stays_open(cities: Sequence[Entry], months: Sequence[date]) -> Shares:
    return _shares(
        [
            [
                planned.HIDING_OPEN
                if city.id == planned.HIDING_CITY and month >= planned.HIDING_SINCE
                else planned.USUALLY_OPEN
                for month in months
            ]
            for city in cities
        ]
    )


def _very_satisfied(
    departments: Sequence[Entry],
    c: int,
    weight: NDArray[np.float64],
    months: Sequence[date],
    rng: np.random.Generator,
) -> Shares:
    d = len(departments)
    levels = rng.permutation(np.linspace(_logit(WORST), _logit(BEST), d))
    organ = levels + rng.normal(0, 0.17, (c, 1)) + rng.normal(0, 0.12, (c, d))
    # Everybody improves a little over the year, some do and some do not by themselves.
    trend = np.linspace(-0.5, 0.5, len(months))
    logit = organ[:, :, None] + (0.1 + rng.normal(0, 0.2, (d, 1))) * trend
    logit = logit + rng.normal(0, 0.05, (c, d, len(months)))
    for j, department in enumerate(departments):
        if department.id == planned.SLIPPING_DEPARTMENT:
            for k, month in enumerate(months):
                if month in planned.SLIPPING_MONTHS:
                    logit[:, j, k] -= planned.SLIPPING_UNHAPPY
    logit = logit.reshape(c * d, len(months))
    mean = float((_share(logit).mean(axis=1) * weight).sum())
    logit += _logit(VERY_SATISFIED) - _logit(mean)
    return _shares(np.stack([_share(logit), _share(logit - LATE_MATTERS)]))


def _around(middle: float, deviation: NDArray[np.float64]) -> Shares:
    return _shares((middle * np.exp(deviation)).ravel())


def _logit(share: float) -> float:
    return float(np.log(share / (1 - share)))


def _share(logit: NDArray[np.float64]) -> NDArray[np.float64]:
    share: NDArray[np.float64] = 1 / (1 + np.exp(-logit))
    return share


def _shares(values: Any) -> Shares:
    return np.asarray(values, dtype=np.float32)
