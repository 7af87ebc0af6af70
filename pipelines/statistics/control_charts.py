"""Control charts: usual limits of a series, and what in it is no accident.

Individuals charts (XmR) with the labels of the NHS method Making Data Count, and
Laney's p' chart for shares whose denominators are large. Whether somebody is alarmed is
decided in alerts.py, by fewer rules and the past alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# d2 of two points, and what follows from it (Montgomery, Introduction to Statistical
# Quality Control, appendix VI): 3/d2, and D4, above which a moving range is not common.
D2 = 1.128
XMR = 2.66
SCREEN = 3.267
# Points of a run or a trend, and of the rule of two in three.
_RUN = 7
_THREE = 3

COMMON = ""
ABOVE, BELOW = "above", "below"
RISING, FALLING = "rising", "falling"
NEAR_ABOVE, NEAR_BELOW = "near_above", "near_below"
RUN_ABOVE, RUN_BELOW = "run_above", "run_below"


@dataclass(frozen=True)
class Limits:
    """The middle, and its usual limits; the limits of p' differ from point to point."""

    centre: float
    low: Floats
    high: Floats


def xmr(values: Floats, usual: Flags | None = None, *, screened: bool = True) -> Limits:
    """Mean ± 2.66 mean moving ranges of the `usual` points (all of them unless told).

    Wheeler and Chambers, Understanding Statistical Process Control. screened: moving
    ranges of 3.267 times their mean and more are dropped once, as in Making Data Count.
    """
    given = values if usual is None else values[usual]
    mean = float(given.mean())
    half = np.full(len(values), XMR * _mean_range(given, screened))
    return Limits(mean, mean - half, mean + half)


def p_prime(
    hits: Floats, rows: Floats, usual: Flags | None = None, *, screened: bool = True
) -> Limits:
    """Laney's p' chart (Laney 2002, Improved control charts for attributes).

    The binomial deviation at each point's own n, times the ratio by which the usual
    points vary more than binomial chance; clipped to 0 and 1.
    """
    of = np.ones(len(rows), dtype=bool) if usual is None else usual
    centre = float(hits[of].sum() / rows[of].sum())
    deviation = np.sqrt(centre * (1 - centre) / rows)
    ratio = 1.0
    if 0 < centre < 1:
        scores = (hits[of] / rows[of] - centre) / deviation[of]
        ratio = _mean_range(scores, screened) / D2
    half = 3 * deviation * ratio
    return Limits(centre, np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1))


def labels(values: Floats, limits: Limits) -> NDArray[np.str_]:
    """What is no accident about each point; '' for common causes.

    The four rules of the NHS in their order, of which the first that holds is told:
    outside the limits; six rises or falls in a row; two of three points beyond two
    thirds of a limit and within it, all three on one side (the two are told); seven
    points in a row on one side of the middle.
    """
    side = np.sign(values - limits.centre)
    outside = (values > limits.high) | (values < limits.low)
    reach = np.where(side > 0, limits.high, limits.low) - limits.centre
    # A third of a limit is exact in thought and not in binary fractions.
    near = ~outside & (np.abs(values - limits.centre) > 2 / 3 * np.abs(reach))
    trend = _trends(values)
    run = _runs(side)
    found = np.full(len(values), COMMON, dtype="<U10")
    for where, up, down in (
        (run, RUN_ABOVE, RUN_BELOW),
        (_two_in_three(near, side), NEAR_ABOVE, NEAR_BELOW),
        (trend, RISING, FALLING),
        (outside * side, ABOVE, BELOW),
    ):
        found[where > 0] = up
        found[where < 0] = down
    return found


def _mean_range(values: Floats, screened: bool) -> float:
    ranges = np.abs(np.diff(values))
    if not len(ranges):
        return 0.0
    mean = float(ranges.mean())
    kept = ranges[ranges < SCREEN * mean]
    return float(kept.mean()) if screened and len(kept) else mean


def _trends(values: Floats) -> Floats:
    """1 for points of seven or more that only rise, −1 for those that only fall."""
    steps = np.sign(np.diff(values))
    found = np.zeros(len(values))
    for first in range(len(steps) - _RUN + 2):
        window = steps[first : first + _RUN - 1]
        if window[0] and np.all(window == window[0]):
            found[first : first + _RUN] = window[0]
    return found


def _runs(side: Floats) -> Floats:
    found = np.zeros(len(side))
    for first in range(len(side) - _RUN + 1):
        window = side[first : first + _RUN]
        if window[0] and np.all(window == window[0]):
            found[first : first + _RUN] = window[0]
    return found


def _two_in_three(near: Flags, side: Floats) -> Floats:
    found = np.zeros(len(side))
    for first in range(len(side) - _THREE + 1):
        window = slice(first, first + _THREE)
        if abs(side[window].sum()) == _THREE and near[window].sum() >= _THREE - 1:
            found[window] = np.where(near[window], side[window], found[window])
    return found
