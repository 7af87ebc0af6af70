"""Histograms that add up: organs to subjects, months to periods; and their quantiles.

What is counted are whole numbers of rows by a level of theirs (days, answers), so every
sum and every quantile here is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]
# 0.07 of 100 is 7, and not a little more as in binary fractions.
DIGITS = 6


@dataclass(frozen=True)
class Histograms:
    """One element a place and level where something is counted, sorted by both.

    A place is a subject in a period: period * subjects + subject. `counts` has a row
    for each kind of thing that was counted.
    """

    place: Wholes
    level: Wholes
    counts: Wholes

    @property
    def starts(self) -> Wholes:
        """Where each place begins."""
        if not len(self.place):
            return np.empty(0, dtype=np.int64)
        return np.flatnonzero(np.append(True, self.place[1:] != self.place[:-1]))


def add_up(
    members: Sequence[Wholes],
    subjects: int,
    month: Wholes,
    spans: Sequence[tuple[int, int]],
    level: Wholes,
    counts: Sequence[Wholes],
) -> Histograms:
    """Sum histograms of organs and months to subjects and periods.

    `members`: arrays of subjects that each element counts for, below 0 where there is
    none. `month` numbers months from 0; a period spans those from the first number of
    its pair up to the second, which it leaves out. Levels of a subject are laid side by
    side, so that a period is one difference of running sums over months.
    """
    levels, at_level = np.unique(level, return_inverse=True)
    member = np.stack(members)
    counted = member >= 0
    pair = (member * len(levels) + at_level)[counted]
    seen = np.zeros(subjects * len(levels), dtype=np.bool_)
    seen[pair] = True
    pairs = np.flatnonzero(seen)
    months = int(month.max(initial=-1)) + 1
    position = np.cumsum(seen) - 1
    cell = np.broadcast_to(month, member.shape)[counted] * len(pairs) + position[pair]
    running = [
        _running(cell, np.broadcast_to(each, member.shape)[counted], months, len(pairs))
        for each in counts
    ]
    places, where, summed = [], [], []
    for number, (first, beyond) in enumerate(spans):
        low, high = (min(max(month_at, 0), months) for month_at in (first, beyond))
        sums = np.stack([each[high] - each[low] for each in running])
        here = np.flatnonzero(sums.any(axis=0))
        places.append(number * subjects + pairs[here] // max(len(levels), 1))
        where.append(pairs[here] % max(len(levels), 1))
        summed.append(sums[:, here])
    if not places:
        none = np.empty(0, dtype=np.int64)
        return Histograms(none, none, np.empty((len(counts), 0), dtype=np.int64))
    return Histograms(
        np.concatenate(places),
        levels[np.concatenate(where)],
        np.concatenate(summed, axis=1),
    )


def _running(cell: Wholes, count: Wholes, months: int, pairs: int) -> Wholes:
    """Sums over the months before each, one row a month and one after the last."""
    # Whole numbers are exact in floating point as far as anybody can count.
    sums = np.bincount(cell, weights=count, minlength=months * pairs)
    running = np.zeros((months + 1, pairs), dtype=np.int64)
    np.cumsum(sums.reshape(months, pairs), axis=0, dtype=np.int64, out=running[1:])
    return running


@dataclass(frozen=True)
class Quantiles:
    """One element a place: how many rows, the quantile, and its interval."""

    place: Wholes
    n: Wholes
    value: Wholes
    low: Wholes
    high: Wholes


def quantiles(found: Histograms, q: float, z: float) -> Quantiles:
    """The smallest level that at least the share `q` of rows does not exceed.

    The interval is that of order statistics, with the normal approximation of their
    ranks (Conover 1999, Practical Nonparametric Statistics, section 3.2).
    """
    (n,), starts = found.counts, found.starts
    so_far = np.cumsum(n)
    before = so_far[starts] - n[starts]
    total = np.add.reduceat(n, starts) if len(starts) else n
    spread = z * np.sqrt(total * q * (1 - q))

    def at(rank: Floats) -> Wholes:
        """The first level of each place by which so many rows are counted."""
        wanted = before + np.ceil(rank).astype(np.int64)
        first: Wholes = np.maximum(np.searchsorted(so_far, wanted), starts)
        return found.level[first]

    return Quantiles(
        found.place[starts],
        total,
        at(np.round(q * total, DIGITS)),
        at(q * total - spread),
        at(np.minimum(total, 1 + q * total + spread)),
    )
