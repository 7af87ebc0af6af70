"""Rank sets that hold with a stated confidence, for claims about places.

Mogstad, Romano, Shaikh and Wilhelm (Inference for ranks, Review of Economic Studies
2024), for independent normal estimates. The critical values, which they draw by
bootstrap, are integrated here, so that the same figures always give the same sets.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.statistics.normal import below, quantile

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

# The trapezoid rule on a normal density: the ends have no mass, the steps are short.
_NODES, _STEP = np.linspace(-6.4, 6.4, 97, retstep=True)
_MASS = _STEP * np.exp(-(_NODES**2) / 2) / np.sqrt(2 * np.pi)
_UNITS_AT_ONCE = 25  # what a product over all others takes of memory
_PRECISE = 1e-7
_TRIES = 40
_HALVINGS = 60


@dataclass(frozen=True)
class RankSets:
    """Arrays of shape (units,); 1 is the largest estimate."""

    low: NDArray[np.int64]
    high: NDArray[np.int64]


def marginal_sets(
    estimates: Numbers, errors: Numbers, level: float = 0.95, *, step_down: bool = True
) -> RankSets:
    """For each unit by itself, places that hold its rank with probability `level`.

    estimates and their standard errors, shape (units,). A unit's set leaves out the
    places of those that are significantly above or below it, where the chance of any
    error among its comparisons is at most 1 − level.
    """
    units = len(estimates)
    before, behind = np.zeros(units, dtype=int), np.zeros(units, dtype=int)
    for first in range(0, units if units > 1 else 0, _UNITS_AT_ONCE):
        chosen = np.arange(first, min(first + _UNITS_AT_ONCE, units))
        compared = _Comparisons.of(errors, chosen)
        lead = (estimates - estimates[chosen, None]) / compared.apart
        is_above, is_below = _significant(compared, lead, level, step_down)
        before[chosen], behind[chosen] = is_above.sum(axis=1), is_below.sum(axis=1)
    return RankSets(1 + before, units - behind)


def critical_values(errors: Numbers, level: float = 0.95) -> Numbers:
    """What no comparison of a unit with all others exceeds with probability `level`."""
    return _critical(_Comparisons.of(errors, np.arange(len(errors))), level)


def simultaneous_critical_value(units: int, level: float = 0.95) -> float:
    """What no two of that many units exceed: Tukey (1953), Kramer (1956).

    The quantile of the studentised range over √2; conservative where standard errors
    differ (Hayter 1984).
    """
    low, high = 0.0, 12.0
    for _ in range(_HALVINGS):
        c = (low + high) / 2
        within = below(_NODES) - below(_NODES - c * np.sqrt(2))
        held = units * (_MASS @ within ** (units - 1))
        low, high = (c, high) if held < level else (low, c)
    return high


def expected_ranks(estimates: Numbers, errors: Numbers) -> Numbers:
    """1 + Σ Φ((other − own)/error of the difference): ranks of normals, no prior."""
    apart = np.sqrt(errors[:, None] ** 2 + errors**2)
    # A unit stands above itself with one half, which is taken off again.
    return np.asarray(0.5 + below((estimates - estimates[:, None]) / apart).sum(axis=1))


@dataclass(frozen=True)
class _Comparisons:
    """Some units with all: which one-sided questions are still asked of each pair."""

    own: Numbers  # (some,)
    errors: Numbers  # (units,)
    apart: Numbers  # (some, units), as the rest
    ask_above: Flags
    ask_below: Flags

    @classmethod
    def of(cls, errors: Numbers, chosen: NDArray[np.intp]) -> _Comparisons:
        apart = np.sqrt(errors[chosen, None] ** 2 + errors**2)
        others = chosen[:, None] != np.arange(len(errors))
        return cls(errors[chosen], errors, apart, others, others)

    def only(self, rows: Flags, no_above: Flags, no_below: Flags) -> _Comparisons:
        """Of those rows, without what has been answered."""
        return _Comparisons(
            self.own[rows],
            self.errors,
            self.apart[rows],
            (self.ask_above & ~no_above)[rows],
            (self.ask_below & ~no_below)[rows],
        )

    def held(self, c: Numbers) -> Numbers:
        """P(nothing that is asked exceeds c | all are equal), for each unit."""
        chance = np.ones((*self.apart.shape, len(_NODES)))
        chance[self.ask_above] = self._below(self.ask_above, c[:, None] * self.apart)
        chance[self.ask_below] -= self._below(self.ask_below, -c[:, None] * self.apart)
        return np.asarray(chance.prod(axis=1) @ _MASS)

    def excess(self, c: Numbers, level: float) -> Numbers:
        """By how much c errs too often, on a log scale; 0 at the critical value."""
        missed = (1 - self.held(c)).clip(min=1e-300)
        return np.asarray(np.log(missed / (1 - level)))

    def _below(self, asked: Flags, shift: Numbers) -> Numbers:
        """Φ of the other unit's bound at every node, shape (asked pairs, nodes)."""
        row, column = np.nonzero(asked)
        bound = self.own[row, None] * _NODES + shift[asked][:, None]
        return below(bound / self.errors[column, None])


def _significant(
    compared: _Comparisons, lead: Numbers, level: float, step_down: bool
) -> tuple[Flags, Flags]:
    """Who is above and who below each unit, shape (some, units).

    Stepping down: with fewer questions left to err in, those are asked more sharply.
    """
    is_above, is_below = np.zeros(lead.shape, bool), np.zeros(lead.shape, bool)
    left, start = np.ones(len(lead), bool), None
    while left.any():
        asked = compared.only(left, is_above, is_below)
        critical = _critical(asked, level, start, lead[left])
        now_above = asked.ask_above & (lead[left] > critical[:, None])
        now_below = asked.ask_below & (lead[left] < -critical[:, None])
        is_above[left] |= now_above
        is_below[left] |= now_below
        more = (now_above | now_below).any(axis=1) & step_down
        left[left], start = more, critical[more]
    return is_above, is_below


def _critical(
    compared: _Comparisons,
    level: float,
    start: Numbers | None = None,
    lead: Numbers | None = None,
) -> Numbers:
    """Root of held(c) = level for each unit, by the secant method on a log scale.

    With `lead`, a root is left as soon as no lead lies so near that its place on one
    side of the root could be wrong.
    """
    if start is None:
        asked = compared.ask_above.sum(axis=1) + compared.ask_below.sum(axis=1)
        # Bonferroni's value is never less than the root, and mostly near it.
        start = _bonferroni(asked, level)
    before = start.copy()
    at_before = compared.excess(before, level)
    # The tail of a normal density falls like exp(−c²/2).
    root = (before + at_before / (before + 0.4)).clip(min=0)
    for _ in range(_TRIES):
        step = np.abs(root - before)
        left = step > _PRECISE
        if lead is not None:
            left &= (np.abs(np.abs(lead) - root[:, None]) <= step[:, None]).any(axis=1)
        if not left.any():
            break
        nothing = np.zeros_like(left)[:, None]
        at_root = compared.only(left, nothing, nothing).excess(root[left], level)
        slope = (at_root - at_before[left]) / (root - before)[left]
        before[left], at_before[left] = root[left], at_root
        root[left] = (root[left] - at_root / slope).clip(min=0)
    return root


def _bonferroni(questions: NDArray[np.int64], level: float) -> Numbers:
    """Each asked at its share of the error; of no question, as of one."""
    values = {
        each: -quantile((1 - level) / max(each, 1)) for each in set(questions.tolist())
    }
    return np.array([values[each] for each in questions.tolist()])
