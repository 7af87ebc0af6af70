"""How long something lasts where some of it is not over yet: Kaplan and Meier's curve.

Leaving out what is not over makes the slow look fast, and taking it as over on the day
of the count does so too. Here it counts among those at risk for as long as it has
lasted, and then leaves without an end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]
# Products of fractions have no last bit: 1/2 reached in five steps is 1/2.
DIGITS = 9


@dataclass(frozen=True)
class Curves:
    """Step curves of many groups, one after the other: a step where something is known.

    `starts` is where each group begins. `surviving` is the estimated share that lasts
    longer than the step's time; `greenwood` is the variance of its logarithm.
    """

    starts: Wholes
    time: Floats
    at_risk: Floats
    surviving: Floats
    greenwood: Floats

    @property
    def standard_error(self) -> Floats:
        """Of `surviving`, by Greenwood (1926); 0 where nobody survives."""
        finite = np.where(self.surviving > 0, self.greenwood, 0.0)
        return self.surviving * np.sqrt(finite)

    def bounds(self, z: float) -> tuple[Floats, Floats]:
        """Interval of `surviving`, by log(-log S) (Kalbfleisch and Prentice 1980).

        Before the first end it is 1 on both sides; where nobody survives the upper
        bound is unknown, and NaN.
        """
        inside = (self.surviving > 0) & (self.surviving < 1)
        share = np.where(inside, self.surviving, 0.5)
        spread = np.sqrt(np.where(inside, self.greenwood, 0.0)) / np.abs(np.log(share))
        low = np.where(inside, share ** np.exp(z * spread), self.surviving)
        high = np.where(inside, share ** np.exp(-z * spread), self.surviving)
        return low, np.where(self.surviving > 0, high, np.nan)


@dataclass(frozen=True)
class Quantiles:
    """One value a group, NaN where the curve, or its bound, does not come down so far.

    `last` is the last time anything is known of: an unknown value lies beyond it.
    """

    value: Floats
    low: Floats
    high: Floats
    last: Floats


def kaplan_meier(group: Wholes, time: Floats, ended: Floats, open_: Floats) -> Curves:
    """Product-limit estimate (Kaplan, Meier 1958) of every group.

    One element a group and time, sorted by group and then time: how many ended at that
    time, and how many had lasted as long and were not over. Those were at risk still.
    """
    starts = _starts(group)
    sizes = np.diff(np.append(starts, len(group)))
    leaving = ended + open_
    before = np.cumsum(leaving) - leaving
    total = np.add.reduceat(leaving, starts) if len(starts) else leaving
    at_risk = np.repeat(total + before[starts], sizes) - before
    none_left = ended >= at_risk
    share = np.where(none_left, 0.0, ended / at_risk)
    # Whoever ends last ends the curve: 0, and nothing follows in the group.
    surviving = np.exp(_running(np.log1p(-share), starts, sizes))
    surviving = np.where(none_left, 0.0, surviving)
    step = np.where(none_left, 0.0, share / np.where(none_left, 1.0, at_risk - ended))
    greenwood = np.where(none_left, np.inf, _running(step, starts, sizes))
    return Curves(starts, time, at_risk, surviving, greenwood)


def quantiles(curves: Curves, q: float, z: float) -> Quantiles:
    """The first time by which the share `q` is over, with its interval.

    The interval is where the bounds of the curve come down to 1 - q (Brookmeyer and
    Crowley 1982, on the log(-log S) scale).
    """
    low, high = curves.bounds(z)
    lasts = np.append(curves.starts, len(curves.time))[1:] - 1
    return Quantiles(
        _first(curves, curves.surviving, q),
        _first(curves, low, q),
        _first(curves, high, q),
        curves.time[lasts],
    )


def _first(curves: Curves, share: Floats, q: float) -> Floats:
    """The first time of each group at which the share is at most 1 - q; else NaN."""
    down = np.round(share, DIGITS) <= round(1 - q, DIGITS)  # NaN is never
    time = np.where(down, curves.time, np.inf)
    if not len(time):
        return time
    first = np.minimum.reduceat(time, curves.starts)
    return np.where(np.isinf(first), np.nan, first)


def _starts(group: Wholes) -> Wholes:
    """Where each group begins."""
    if not len(group):
        return np.empty(0, dtype=np.int64)
    return np.flatnonzero(np.append(True, group[1:] != group[:-1]))


def _running(values: Floats, starts: Wholes, sizes: Wholes) -> Floats:
    """Running sums that begin anew in every group.

    Summed up at the highest precision there is, for the sums before are taken off.
    """
    sums = np.cumsum(values, dtype=np.longdouble)
    before = np.repeat(sums[starts] - values[starts], sizes)
    return (sums - before).astype(np.float64)
