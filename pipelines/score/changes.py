"""Why scorecards changed since the period before: performance, weights and mix.

The mathematics is composite_change.py's. Here two cards of one subject meet, which may
be scored by two schemes: other weights and goalposts are a matter of weight, and where
a scheme is built otherwise, indicators are compared by what they weigh in all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipelines.declarations.indicator import Indicator
from pipelines.score.sheet import Sheet, Whole, taken
from pipelines.score.tree import scored
from pipelines.statistics.composite import Account, Floats
from pipelines.statistics.composite_change import Change, change

# The key of what belongs to no node: what a scheme built otherwise does of itself.
NOWHERE = -1
_BY_PEERS = ("min_max", "z")


@dataclass(frozen=True)
class Changes:
    """Parts of the changes of some cards; arrays have shape (cards, columns).

    cards: their numbers. keys: whose the columns are (Sheet.keys, or NOWHERE). A row is
    NaN where either card has no score, and else sums to the change of the base score.
    """

    cards: Whole
    keys: Whole
    performance: Floats
    weight: Floats
    mix: Floats

    def within(self, sheet: Sheet) -> Floats:
        """What each node and everything beneath it did, shape (cards, nodes)."""
        tree = sheet.planted.tree
        total = np.zeros((len(self.cards), tree.nodes))
        mine = np.isin(self.keys, sheet.keys)
        parts = self.performance + self.weight + self.mix
        total[:, self.keys[mine] - sheet.keys[0]] = parts[:, mine]
        for node, branch in tree.each():
            total[:, node] += total[:, list(branch.children)].sum(axis=1)
        return total


def changes(
    old: Sheet,
    new: Sheet,
    rows: tuple[Whole, Whole],
    mix: Floats,
    indicators: Mapping[str, Indicator],
) -> Changes:
    """Compare rows of two sheets; mix: (cards of new, leaves), in the value's unit."""
    there, here = rows
    before, after = taken(old.account, there), taken(new.account, here)
    if new.planted.is_built_like(old.planted):
        keys, found = new.keys, change(new.planted.tree, before, after)
    else:
        keys, found = _by_indicator(old, new, before, after)
    performance, weight = found.performance.copy(), found.weight.copy()
    moved = np.zeros_like(performance)
    earlier = {name: leaf for leaf, name in enumerate(old.planted.indicators)}
    for leaf, weighted in enumerate(new.planted.weighted):
        match = earlier.get(weighted.indicator)
        if match is None:
            continue
        (column,) = np.flatnonzero(keys == new.keys[leaf])
        passed, was = found.passed[:, column], before.score[:, match]
        if weighted != old.planted.weighted[match] and (
            weighted.scoring not in _BY_PEERS
        ):
            # Other goalposts are the scheme's doing: the old value on the new scale.
            value, alone = old.values[there, match], np.zeros(len(there), np.int64)
            on_new = scored(weighted, value, alone, indicators).score
            by_scheme = np.nan_to_num(passed * (on_new - was))
            weight[:, column] += by_scheme
            performance[:, column] -= by_scheme
            was = on_new
        part = (
            passed
            * mix[here, leaf]
            * _steepness(
                after.score[:, leaf] - was,
                new.values[here, leaf] - old.values[there, match],
                new.slope[here, leaf],
            )
        )
        moved[:, column] = np.nan_to_num(part)
        performance[:, column] -= moved[:, column]
    return Changes(here + new.first, keys, performance, weight, moved)


def _steepness(rise: Floats, moved: Floats, slope: Floats) -> Floats:
    """Points of the score for a unit of the value, between the two; NaN: unknown."""
    still = np.abs(moved) <= 1e-9
    between = np.divide(rise, moved, out=np.zeros_like(rise), where=~still)
    return np.where(still, slope, between)


def _by_indicator(
    old: Sheet, new: Sheet, before: Account, after: Account
) -> tuple[Whole, Change]:
    """Parts by what indicators weigh in all, and one column for what remains."""
    names = list(dict.fromkeys((*new.planted.indicators, *old.planted.indicators)))
    keys = [
        new.keys[new.planted.indicators.index(name)]
        if name in new.planted.indicators
        else old.keys[old.planted.indicators.index(name)]
        for name in names
    ]
    (old_score, old_weight), (new_score, new_weight) = (
        _columns(sheet, account, names)
        for sheet, account in ((old, before), (new, after))
    )
    both = (old_weight > 0) & (new_weight > 0)
    passed = np.where(both, (old_weight + new_weight) / 2, 0.0)
    performance = passed * np.where(both, new_score - old_score, 0.0)
    ends = before.score[:, [-1]], after.score[:, [-1]]
    first = np.where(old_weight > 0, old_score, new_score)
    last = np.where(new_weight > 0, new_score, first)
    first = np.where(np.isnan(first), last, first)
    centred = np.nan_to_num((first + last) / 2) - (ends[0] + ends[1]) / 2
    weight = centred * (new_weight - old_weight)
    rest = ends[1] - ends[0] - (performance + weight).sum(axis=1, keepdims=True)
    nothing = np.zeros_like(rest)
    return np.array([*keys, NOWHERE], dtype=np.int64), Change(
        np.where(np.isnan(rest), np.nan, np.hstack([performance, nothing])),
        np.hstack([weight, rest]),
        np.hstack([passed, nothing]),
    )


def _columns(sheet: Sheet, account: Account, names: list[str]) -> tuple[Floats, Floats]:
    """Scores and effective weights of indicators; NaN and 0 for those not weighed."""
    score = np.full((len(account.score), len(names)), np.nan)
    weight = np.zeros_like(score)
    for leaf, name in enumerate(sheet.planted.indicators):
        score[:, names.index(name)] = account.score[:, leaf]
        weight[:, names.index(name)] = account.weight[:, leaf]
    return score, weight
