"""Exact ranks of units whose true shares are known by posteriors."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipelines.statistics import mixing
from pipelines.statistics.mixing import Posterior
from pipelines.statistics.posterior_ranks import (
    beats,
    posterior_ranks,
    rank_distribution,
)
from tests.pipelines.statistics.vectors import Vector

GRID = np.array([0.6, 0.7, 0.8, 0.9])


def known(*weights: list[float]) -> Posterior:
    return Posterior(GRID[: len(weights[0])], np.array(weights))


def counted(posterior: Posterior) -> NDArray[np.float64]:
    """The same by looking at every combination of shares and every order of ties."""
    units, points = posterior.weights.shape
    found = np.zeros((units, units))
    for shares in product(range(points), repeat=units):
        chance = np.prod([posterior.weights[u, g] for u, g in enumerate(shares)])
        for unit, own in enumerate(shares):
            above = sum(share > own for share in shares)
            equal = sum(share == own for share in shares) - 1
            for more in product((0, 1), repeat=equal):
                found[unit, above + sum(more)] += chance / 2**equal
    return found


def test_ranks_equal_the_reference() -> None:
    vector = Vector("eb_npmle_expected")
    grid = np.round(np.linspace(0.60, 0.999, 200), 6)
    posterior = mixing.fit(vector.numbers("k"), vector.numbers("n"), grid)
    ranks = posterior_ranks(posterior)
    assert ranks.expected == pytest.approx(vector.numbers("exp_rank"), abs=1e-6)
    assert ranks.low.tolist() == vector.numbers("rank_lo95").tolist()
    assert ranks.high.tolist() == vector.numbers("rank_hi95").tolist()


def test_two_units_by_hand() -> None:
    # A is at 60 % or 70 % alike; B surely at 70 %: A is above never, beside half.
    posterior = known([0.5, 0.5], [0.0, 1.0])
    # A first: only if equal (½) and then with ½.
    assert rank_distribution(posterior).tolist() == [[0.25, 0.75], [0.75, 0.25]]
    assert posterior_ranks(posterior).expected.tolist() == [1.75, 1.25]
    assert beats(posterior)[0, 1] == 0.25


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_the_distribution_is_what_counting_gives(seed: int) -> None:
    rng = np.random.default_rng(seed)
    weights = rng.dirichlet([0.3] * 4, size=5)
    posterior = Posterior(GRID, weights)
    assert rank_distribution(posterior) == pytest.approx(counted(posterior), abs=1e-12)


def test_two_hundred_units_lose_no_mass() -> None:
    vector = Vector("ranks_200_proportions_expected")
    posterior = mixing.fit(vector.numbers("k"), vector.numbers("n"))
    assert len(vector.rows) == 200
    distribution = rank_distribution(posterior)
    assert distribution.sum(axis=1) == pytest.approx(1, abs=1e-9)
    # Places are shared out: together the units have 1 + 2 + … + 200.
    expected = posterior_ranks(posterior).expected
    assert expected.sum() == pytest.approx(200 * 201 / 2, abs=1e-6)


def test_a_sure_order_has_no_range() -> None:
    ranks = posterior_ranks(known([0, 0, 0, 1], [0, 1, 0, 0], [1, 0, 0, 0]))
    assert ranks.low.tolist() == ranks.high.tolist() == [1, 2, 3]


def test_one_unit_is_first() -> None:
    ranks = posterior_ranks(known([0.5, 0.5]))
    assert (ranks.low.tolist(), ranks.high.tolist()) == ([1], [1])


@given(st.permutations(range(12)))
def test_the_order_of_the_units_does_not_matter(order: list[int]) -> None:
    weights = np.random.default_rng(3).dirichlet([0.4] * 4, size=12)
    ranks = posterior_ranks(Posterior(GRID, weights))
    moved = posterior_ranks(Posterior(GRID, weights[order]))
    assert moved.low.tolist() == ranks.low[order].tolist()
    assert moved.high.tolist() == ranks.high[order].tolist()
    assert moved.expected == pytest.approx(ranks.expected[order], abs=1e-9)
