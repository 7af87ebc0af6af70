"""Alerts: months in which a unit's share departs from what it did before.

Each month is judged by the months before it and by nothing later, so that what a month
was told is told of it for ever. Charts of a whole series: control_charts.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.statistics.control_charts import D2, SCREEN

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Rule:
    """When a month is an alert.

    baseline_months: how many of the months before, those of signals left out, make a
    unit's usual; minimum_months: how many of them it must have; z: times the usual
    noise; effect: as a share; smoothing: the weight of the newest month in the moving
    average; minimum_n: rows a month must have; longest_months: after so many what was
    new is the usual.
    """

    baseline_months: int
    minimum_months: int
    z: float
    effect: float
    smoothing: float
    minimum_n: int
    longest_months: int

    @property
    def drift(self) -> float:
        """The limit of the moving average: z of its own deviations (Roberts 1959)."""
        return self.z * float(np.sqrt(self.smoothing / (2 - self.smoothing)))


@dataclass(frozen=True)
class Judged:
    """Units by months. NaN: not judged, for want of rows or of a past.

    expected: the share of the months before; noise: how far a month of so many rows
    usually is from it (one deviation); z: how many times the noise it is; average: the
    moving average of z; signal: −1 and 1 in a signal downwards and upwards, else 0;
    is_first: a signal begins; is_sudden: the month alone is enough for an alert.
    """

    expected: Floats
    noise: Floats
    z: Floats
    average: Floats
    signal: Whole
    is_first: Flags
    is_sudden: Flags

    @classmethod
    def nothing(cls, shape: tuple[int, ...]) -> Judged:
        """Nothing is judged yet."""
        return cls(
            expected=np.full(shape, np.nan),
            noise=np.full(shape, np.nan),
            z=np.full(shape, np.nan),
            average=np.full(shape, np.nan),
            signal=np.zeros(shape, dtype=np.int64),
            is_first=np.zeros(shape, dtype=bool),
            is_sudden=np.zeros(shape, dtype=bool),
        )


def judge(hits: Floats, rows: Floats, groups: Whole, rule: Rule) -> Judged:
    """Judge every month of every unit; `hits` of `rows`, units by months.

    z is Laney's (2002), with a unit's ratio drawn halfway (geometric mean) to the
    median of its group, never below binomial chance, and never more than the exact
    binomial tail gives: a first miss among twenty is no alarm. The moving average is
    that of Roberts (1959). A signal lasts while months stay beyond the average's limit
    on its side; the average begins anew when it ends. Months of a signal are no part of
    what is usual, unless it lasted so long that they are.
    """
    units, months = hits.shape
    judged = Judged.nothing(hits.shape)
    enough = rows >= rule.minimum_n
    usual = enough.copy()
    average = np.zeros(units)
    side = np.zeros(units, dtype=np.int64)
    began = np.zeros(units, dtype=np.int64)
    for month in range(months):
        # Further back by as much as a signal lasts, whose months do not count.
        furthest = month - rule.baseline_months - rule.longest_months
        window = slice(max(0, furthest), month)
        past = _Past.of(
            hits[:, window], rows[:, window], usual[:, window], groups, rule
        )
        known = past.is_known & enough[:, month]
        noise, z = past.compare(hits[:, month], rows[:, month])
        z = np.where(known, z, np.nan)
        average = np.where(
            known, (1 - rule.smoothing) * average + rule.smoothing * z, average
        )
        # It ends with the first month that is back; the average forgets it.
        ends = known & (side != 0) & (side * z <= rule.drift)
        side[ends] = 0
        average[ends] = rule.smoothing * z[ends]
        far = np.abs(hits[:, month] / np.maximum(rows[:, month], 1) - past.share)
        sudden = known & (np.abs(z) > rule.z) & (far >= rule.effect)
        drifts = known & (np.abs(average) > rule.drift)
        first = (side == 0) & (sudden | drifts)
        side[first] = np.sign(np.where(sudden, z, average)[first]).astype(np.int64)
        began[first] = month
        judged.expected[known, month] = past.share[known]
        judged.noise[known, month] = noise[known]
        judged.z[:, month] = z
        judged.average[known, month] = average[known]
        judged.signal[:, month] = side
        judged.is_first[:, month] = first
        judged.is_sudden[:, month] = sudden
        usual[:, month] = enough[:, month] & (side == 0)
        settled = (side != 0) & (month - began + 1 >= rule.longest_months)
        for unit in np.flatnonzero(settled):
            of_signal = slice(int(began[unit]), month + 1)
            usual[unit, of_signal] = enough[unit, of_signal]
        side[settled] = 0
        average[settled] = 0.0
    return judged


@dataclass(frozen=True)
class _Past:
    """What is usual of every unit: its share, rows behind it, and Laney's ratio."""

    is_known: Flags
    share: Floats
    drawn: Floats
    ratio: Floats

    @classmethod
    def of(
        cls, hits: Floats, rows: Floats, usual: Flags, groups: Whole, rule: Rule
    ) -> _Past:
        newest = np.cumsum(usual[:, ::-1], axis=1)[:, ::-1] <= rule.baseline_months
        usual = usual & newest
        count = usual.sum(axis=1)
        is_known = count >= max(rule.minimum_months, 2)
        k = np.where(usual, hits, 0.0).sum(axis=1)
        n = np.where(usual, rows, 0.0).sum(axis=1)
        share = k / np.maximum(n, 1)
        # Half a row of each sort, so that who never failed has some noise too.
        drawn = (k + 0.5) / (n + 1)
        own = _ratios(hits, rows, usual, share, drawn)
        ratio = np.ones(len(own))
        for group in np.unique(groups[is_known]):
            members = is_known & (groups == group)
            ratio[members] = np.sqrt(own[members] * np.median(own[members]))
        return cls(is_known, share, drawn, np.maximum(ratio, 1.0))

    def compare(self, hits: Floats, rows: Floats) -> tuple[Floats, Floats]:
        """One month's noise and z."""
        # Importing all of scipy.stats would cost a second of every run.
        from scipy.special import bdtr, bdtrc, ndtri

        n = np.maximum(rows, 1)
        chance = np.sqrt(self.drawn * (1 - self.drawn) / n)
        laney = (hits / n - self.share) / chance
        k, whole = np.round(hits), np.round(n).astype(np.int64)
        least = bdtr(k, whole, self.drawn)
        most = np.where(k > 0, bdtrc(np.maximum(k - 1, 0), whole, self.drawn), 1.0)
        # Far out both tails underflow to infinity, and Laney's is the smaller.
        with np.errstate(divide="ignore"):
            tail = np.abs(ndtri(np.minimum(np.minimum(least, most), 0.5)))
        z = np.sign(laney) * np.minimum(np.abs(laney), tail)
        return chance * self.ratio, z / self.ratio


def _ratios(
    hits: Floats, rows: Floats, usual: Flags, share: Floats, drawn: Floats
) -> Floats:
    """Laney's ratio of each unit: mean moving range of its z over d2, screened."""
    n = np.maximum(rows, 1)
    chance = np.sqrt((drawn * (1 - drawn))[:, None] / n)
    z = (hits / n - share[:, None]) / chance
    units, months = z.shape
    place = np.where(usual, np.arange(months), -1)
    # The usual month before, over those that are not.
    before = np.full((units, months), -1)
    before[:, 1:] = np.maximum.accumulate(place, axis=1)[:, :-1]
    follows = usual & (before >= 0)
    last = np.take_along_axis(z, np.maximum(before, 0), axis=1)
    ranges = np.where(follows, np.abs(z - last), 0.0)
    mean = ranges.sum(axis=1) / np.maximum(follows.sum(axis=1), 1)
    kept = follows & (ranges < SCREEN * mean[:, None])
    screened = np.where(kept, ranges, 0.0).sum(axis=1) / np.maximum(kept.sum(axis=1), 1)
    ratio: Floats = np.where(kept.any(axis=1), screened, mean) / D2
    return ratio
