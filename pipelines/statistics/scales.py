"""Scoring functions: what a value is worth between 0 and 100.

Each gives a Scored for values of any shape; a value that is NaN has no score. Which one
is declared where, and of which period the peers are, is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scored:
    """Scores, and how many points the scale gives for one unit of the value.

    slope is the scale's own, also where a score is held at an end: what is known of a
    value does not get better by lying beyond the best. NaN: the scale has steps.
    """

    score: Floats
    slope: Floats


def goalposts(values: Floats, worst: float, best: float) -> Scored:
    """A straight line from 0 at the worst to 100 at the best, and no further.

    Fixed goalposts, as in the Human Development Index (UNDP, technical note 1).
    """
    slope = 100 / (best - worst)
    return _held(slope * (values - worst), slope)


def target_clamp(
    values: Floats, target: float, loss: float, floor: float = 0.0
) -> Scored:
    """Full marks at the target and beyond; `loss` points off for each unit short of it.

    Nobody falls below `floor`. A positive loss takes points below the target, a
    negative one above it: clamp(100 - loss (target - x), floor, 100). Unlike goalposts
    this says what a missed unit costs, and not where 0 is.
    """
    line = 100 - loss * (target - values)
    return Scored(np.clip(line, floor, 100), np.full_like(line, loss))


def steps(
    values: Floats,
    higher_is_better: bool,
    thresholds: Sequence[float],
    points: Sequence[float],
    below: float = 0.0,
) -> Scored:
    """The points of the last threshold that is reached; `below` before the first.

    Thresholds ascend where more is better, and descend where less is: reaching one is
    then to be at it or under it.
    """
    sign = 1.0 if higher_is_better else -1.0
    edges = sign * np.array(thresholds, dtype=np.float64)
    reached = np.searchsorted(edges, sign * values, side="right")
    found = np.array([below, *points], dtype=np.float64)[reached]
    unknown = np.full_like(found, np.nan)
    return Scored(np.where(np.isnan(values), np.nan, found), unknown)


def min_max(
    values: Floats, higher_is_better: bool, low: float = 0.0, high: float = 100.0
) -> Scored:
    """The worst of the peers at `low`, the best at `high`; axis 0 is the peers.

    Where all are equal nobody is better than another, and all stand in the middle.
    OECD and JRC, Handbook on constructing composite indicators (2008), section 5.
    """
    least, most = _ends(values)
    span = most - least
    line = np.divide(
        values - least, span, out=np.full_like(values, 0.5), where=span > 0
    )
    line = np.where(np.isnan(values), np.nan, line)
    slope = np.divide(high - low, span, out=np.zeros_like(span), where=span > 0)
    if not higher_is_better:
        line, slope = 1 - line, -slope
    return Scored(low + (high - low) * line, np.broadcast_to(slope, values.shape))


def z(
    values: Floats, higher_is_better: bool, middle: float = 50.0, spread: float = 10.0
) -> Scored:
    """`middle` at the peers' mean, `spread` points a standard deviation, 0 to 100.

    The standard deviation is the sample's (n - 1); axis 0 is the peers. Where all are
    equal, or there is one, everybody stands in the middle.
    """
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    total = np.where(known, values, 0.0).sum(axis=0)
    mean = np.divide(total, count, out=np.zeros_like(total), where=count > 0)
    squares = (np.where(known, values - mean, 0.0) ** 2).sum(axis=0)
    deviation = np.sqrt(squares / np.maximum(count - 1, 1))
    # Equal values differ from their own mean by the last digit.
    differs = deviation > 1e-12 * np.maximum(1.0, np.abs(mean))
    slope = np.divide(spread, deviation, out=np.zeros_like(deviation), where=differs)
    slope = slope if higher_is_better else -slope
    line = middle + slope * (values - mean)
    return Scored(np.clip(line, 0, 100), np.broadcast_to(slope, values.shape))


def _held(line: Floats, slope: float) -> Scored:
    return Scored(np.clip(line, 0, 100), np.full_like(line, slope))


def _ends(values: Floats) -> tuple[Floats, Floats]:
    known = ~np.isnan(values)
    least = np.where(known, values, np.inf).min(axis=0, initial=np.inf)
    most = np.where(known, values, -np.inf).max(axis=0, initial=-np.inf)
    some = known.any(axis=0)
    return np.where(some, least, 0.0), np.where(some, most, 0.0)
