"""Small offices do not fill the ends of the table because they are small.

The world of the claim, drawn anew with fixed seeds: true shares from a beta
distribution around 92 % (46, 4), numbers of ratings that differ a hundredfold. If the
size of an office has nothing to do with how good it is, its smallest quarter should
hold about a quarter of either end.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from pipelines.statistics import mixing
from pipelines.statistics.posterior_ranks import posterior_ranks

UNITS, ROUNDS, ENDS = 100, 12, 10


class Tables:
    """Shares of the ends that the smallest quarter holds, and how ranges held."""

    def __init__(self) -> None:
        self.raw: list[NDArray[np.float64]] = []
        self.ours: list[NDArray[np.float64]] = []
        self.held: list[float] = []
        for seed in range(ROUNDS):
            self._draw(np.random.default_rng(seed))

    def _draw(self, rng: np.random.Generator) -> None:
        truth = rng.beta(46, 4, UNITS)
        n = np.exp(rng.normal(5.5, 1.2, UNITS)).clip(30, 5000).round()
        k = rng.binomial(n.astype(int), truth).astype(float)
        posterior = mixing.fit(k, n)
        ranks = posterior_ranks(posterior)
        small = n <= np.quantile(n, 0.25)
        self.raw.append(self._ends(k / n, small))
        self.ours.append(self._ends(posterior.mean, small))
        true_rank = 1 + (truth > truth[:, None]).sum(axis=1)
        inside = (ranks.low <= true_rank) & (true_rank <= ranks.high)
        self.held.append(float(inside.mean()))

    @staticmethod
    def _ends(
        values: NDArray[np.float64], small: NDArray[np.bool_]
    ) -> NDArray[np.float64]:
        order = np.argsort(-values, kind="stable")
        return np.array([small[order[:ENDS]].mean(), small[order[-ENDS:]].mean()])


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables()


def test_with_raw_shares_the_smallest_quarter_fills_both_ends(tables: Tables) -> None:
    # The reason for all of this, and the proof that the next test could fail.
    top, bottom = np.mean(tables.raw, axis=0)
    assert top > 1 / 3
    assert bottom > 1 / 3


def test_the_smallest_quarter_holds_no_more_than_its_part_of_either_end(
    tables: Tables,
) -> None:
    # 12 rounds of ten places are 120; were small offices placed by chance alone, a
    # quarter with three standard errors: .25 + 3 √(.25 × .75 / 120) = .37. Shrunk
    # towards the middle they hold less than their part, never more.
    top, bottom = np.mean(tables.ours, axis=0)
    assert top <= 0.25
    assert bottom <= 0.25
    assert (np.mean(tables.ours, axis=0) < np.mean(tables.raw, axis=0) - 0.15).all()


def test_likely_ranges_hold_the_true_place_as_often_as_they_say(tables: Tables) -> None:
    # 1,200 ranges of 95 %; two in a hundred less is three standard errors, if twelve
    # tables of dependent ranges are worth a good thousand independent ones.
    assert np.mean(tables.held) >= 0.93
