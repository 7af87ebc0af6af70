"""The scorecards of one scheme as arrays: one row a card, one column a node."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.declarations.indicator import Indicator
from pipelines.measure.rollup import Z95
from pipelines.score.tree import Planted, scored, uncertainty
from pipelines.statistics.composite import Account, Floats, account

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Sheet:
    """All cards of a scheme, in all its periods; rows are the cards from `first` on.

    keys: the numbers of the nodes, leaves first, among those of all schemes. slope:
    points of the indicator's scale for a unit of its value. error: the standard error
    of a leaf's score. fewest: rows under the share that rests on fewest. counted: the
    account by which weights are published; where there is no score, of what is there.
    """

    planted: Planted
    first: int
    keys: Whole
    values: Floats
    slope: Floats
    error: Floats
    fewest: Floats
    account: Account
    counted: Account

    @property
    def size(self) -> int:
        """How many cards there are."""
        return len(self.values)

    def standard_error(self) -> Floats:
        """Of the scores; the indicators' errors are taken as independent."""
        parts = self.account.slope[:, : self.planted.tree.leaves] * self.error
        error: Floats = np.sqrt((parts**2).sum(axis=1))
        return error


def lay_out(
    planted: Planted,
    first: int,
    first_key: int,
    league: Whole,
    given: Mapping[str, Floats],
    indicators: Mapping[str, Indicator],
) -> Sheet:
    """Score the cards of a scheme.

    league: a number for each card; those with the same are peers of one period. given:
    rows of (card, leaf, value, low, high, share_n), also those of other schemes.
    """
    shape = (len(league), len(planted.weighted))
    values, low, high, share_n = (
        spread(given, name, first, shape)
        for name in ("value", "low", "high", "share_n")
    )
    score, slope, error = (np.full(shape, np.nan) for _ in range(3))
    for leaf, weighted in enumerate(planted.weighted):
        found = scored(weighted, values[:, leaf], league, indicators)
        score[:, leaf], slope[:, leaf] = found.score, found.slope
        half = uncertainty(weighted, found, low[:, leaf], high[:, leaf], indicators)
        error[:, leaf] = np.nan_to_num(half / Z95)
    strict = account(planted.tree, score)
    loose = account(planted.tree.without_minimums(), score)
    return Sheet(
        planted=planted,
        first=first,
        keys=np.arange(planted.tree.nodes) + first_key,
        values=values,
        slope=slope,
        error=error,
        fewest=np.fmin.reduce(share_n, axis=1, initial=np.nan),
        account=strict,
        counted=_either(~np.isnan(strict.score[:, [-1]]), strict, loose),
    )


def spread(
    given: Mapping[str, Floats], name: str, first: int, shape: tuple[int, ...]
) -> Floats:
    """A column of (card, leaf) rows as an array of cards by leaves; NaN elsewhere."""
    found = np.full(shape, np.nan)
    row = given["card"].astype(np.int64) - first
    inside = (row >= 0) & (row < shape[0])
    found[row[inside], given["leaf"][inside].astype(np.int64)] = given[name][inside]
    return found


def taken(whole: Account, rows: Whole) -> Account:
    """Some rows of an account."""
    return Account(**{name: getattr(whole, name)[rows] for name in _FIELDS})


def _either(is_first: NDArray[np.bool_], first: Account, other: Account) -> Account:
    return Account(
        **{
            name: np.where(is_first, getattr(first, name), getattr(other, name))
            for name in _FIELDS
        }
    )


_FIELDS = tuple(Account.__dataclass_fields__)
