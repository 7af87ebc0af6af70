"""Places of those who are ranked together, in their league and in each of its groups.

Everybody is ordered by one figure, whoever they are compared with: the share after it
was drawn to the smallest circle of peers that is large enough to learn from, the unit's
own peer group or else the whole league. In a league that is too small nobody is drawn
to anybody; the order is that of raw shares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.score.ranks import DIGITS
from pipelines.statistics import mixing, moments_prior
from pipelines.statistics.arcsine import arcsine, half_spread
from pipelines.statistics.mixing import Posterior
from pipelines.statistics.posterior_ranks import beats, posterior_ranks
from pipelines.statistics.rank_sets import (
    expected_ranks,
    marginal_sets,
    simultaneous_critical_value,
)
from pipelines.statistics.tiers import tiers

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]

LEVEL = 0.95
NOT_SHRUNK, BY_LEAGUE = -2, -1


@dataclass(frozen=True)
class League:
    """k of n answers of each unit, and who belongs together.

    circles: shape (units,), the peer group of each as a number, −1 for none; groups:
    shape (groups, units), whom a reader may choose to compare; shrunk_from: how many
    units it takes to learn a prior from them.
    """

    k: Numbers
    n: Numbers
    circles: Whole
    groups: NDArray[np.bool_]
    shrunk_from: int


class Places(NamedTuple):
    """Arrays of shape (units,); the rank is always within low and high."""

    rank: Whole
    low: Whole
    high: Whole
    tier: Whole
    expected: Numbers


def place(league: League) -> dict[str, NDArray[np.generic]]:
    """Every result by name: of units (units,), of group places (groups, units).

    Where a unit is not in a group its place there is 0.
    """
    drawn_to, posterior = _posterior(league)
    adjusted = league.k / league.n if posterior is None else posterior.mean
    everyone = np.ones(len(league.n), dtype=bool)
    x, error = arcsine(league.k, league.n), half_spread(league.n)
    sets = marginal_sets(x, error, LEVEL)
    prior = moments_prior.prior(league.k, league.n)
    results: dict[str, NDArray[np.generic]] = {
        "adjusted": adjusted,
        "drawn_to": drawn_to,
        "reliability": prior.reliability(league.n),
        "set_low": sets.low,
        "set_high": sets.high,
        **_places(league, posterior, adjusted, everyone)._asdict(),
    }
    within = np.zeros((4, *league.groups.shape), dtype=np.int64)
    for number, members in enumerate(league.groups):
        if members.any():
            found = _places(league, posterior, adjusted, members)
            within[:, number, members] = found[:4]
    return {**results, "within": within}


def _posterior(league: League) -> tuple[Whole, Posterior | None]:
    """Whose experience each unit was drawn to, and what is then known of it."""
    units = len(league.n)
    if units < league.shrunk_from:
        return np.full(units, NOT_SHRUNK), None
    grid = mixing.default_grid(league.k, league.n)
    weights = mixing.fit(league.k, league.n, grid).weights
    drawn_to = np.full(units, BY_LEAGUE)
    for circle in range(league.circles.max() + 1):
        members = league.circles == circle
        if league.shrunk_from <= members.sum() < units:
            own = mixing.fit(league.k[members], league.n[members], grid)
            weights[members] = own.weights
            drawn_to[members] = circle
    return drawn_to, Posterior(grid, weights)


def _places(
    league: League,
    posterior: Posterior | None,
    adjusted: Numbers,
    members: NDArray[np.bool_],
) -> Places:
    """Places of some units among each other."""
    values = adjusted[members].round(DIGITS)
    rank = 1 + (values[:, None] < values).sum(axis=1)
    order = np.lexsort((-league.n[members], -values))
    if posterior is None:
        k, n = league.k[members], league.n[members]
        x, error = arcsine(k, n), half_spread(n)
        sets = marginal_sets(x, error, LEVEL)
        low, high, expected = sets.low, sets.high, expected_ranks(x, error)
        lead = np.abs(x - x[:, None]) / np.sqrt(error[:, None] ** 2 + error**2)
        are_apart = lead > simultaneous_critical_value(len(n), LEVEL)
    else:
        known = Posterior(posterior.grid, posterior.weights[members])
        ranks = posterior_ranks(known, LEVEL)
        low, high, expected = ranks.low, ranks.high, ranks.expected
        surely = (1 + LEVEL) / 2
        wins = beats(known)
        are_apart = np.maximum(wins, wins.T) >= surely
    return Places(
        rank,
        np.minimum(low, rank),
        np.maximum(high, rank),
        tiers(order, are_apart),
        expected,
    )
