"""Rank sets without a prior, against what R computed by bootstrap."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.statistics.arcsine import arcsine, half_spread
from pipelines.statistics.rank_sets import (
    critical_values,
    expected_ranks,
    marginal_sets,
    simultaneous_critical_value,
)
from tests.pipelines.statistics.vectors import Vector

SMALL = Vector("ranks_synthetic_csranks")
LARGE = Vector("ranks_200_proportions_expected")


@pytest.mark.parametrize(("step_down", "column"), [(True, ""), (False, "_ss")])
def test_marginal_sets_equal_those_of_the_reference(
    step_down: bool, column: str
) -> None:
    theta, error = SMALL.numbers("theta"), SMALL.numbers("se")
    sets = marginal_sets(theta, error, step_down=step_down)
    assert sets.low.tolist() == SMALL.numbers(f"marg95{column}_L").tolist()
    assert sets.high.tolist() == SMALL.numbers(f"marg95{column}_U").tolist()


def test_critical_values_equal_those_of_the_reference() -> None:
    found = critical_values(SMALL.numbers("se"))
    assert found == pytest.approx(SMALL.numbers("crit_single"), abs=1e-5)


def test_two_hundred_shares_have_the_sets_of_the_reference() -> None:
    k, n = LARGE.numbers("k"), LARGE.numbers("n")
    assert arcsine(k, n) == pytest.approx(LARGE.numbers("x"), abs=1e-12)
    assert half_spread(n) == pytest.approx(LARGE.numbers("se"), abs=1e-12)
    sets = marginal_sets(arcsine(k, n), half_spread(n))
    assert sets.low.tolist() == LARGE.numbers("marg95_L").tolist()
    assert sets.high.tolist() == LARGE.numbers("marg95_U").tolist()


def test_expected_ranks_equal_the_reference() -> None:
    x, error = LARGE.numbers("x"), LARGE.numbers("se")
    expected = LARGE.numbers("expected_rank")
    assert expected_ranks(x, error) == pytest.approx(expected, abs=1e-6)


def test_the_simultaneous_value_is_that_of_tukey() -> None:
    # q(.95, J, infinite) / √2 as in the tables of the studentised range.
    assert simultaneous_critical_value(2) == pytest.approx(1.959964, abs=1e-6)
    assert simultaneous_critical_value(3) == pytest.approx(3.314493 / 2**0.5, abs=1e-5)
    assert simultaneous_critical_value(38) == pytest.approx(3.863, abs=5e-4)
    assert simultaneous_critical_value(200) == pytest.approx(4.593, abs=5e-4)
    x, error = LARGE.numbers("x"), LARGE.numbers("se")
    lead = (x - x[:, None]) / np.sqrt(error[:, None] ** 2 + error**2)
    above = (lead > simultaneous_critical_value(200)).sum(axis=1)
    assert (1 + above).tolist() == LARGE.numbers("tukey95_L").tolist()


def test_two_units_are_compared_as_two_are() -> None:
    error = np.array([1.0, 1.0])
    assert critical_values(error) == pytest.approx(1.959964, abs=1e-6)
    for difference, high in ((2.76, 2), (2.78, 1)):  # 1.96 × √2 = 2.772
        sets = marginal_sets(np.array([difference, 0.0]), error)
        assert sets.high[0] == high


def test_one_unit_is_first() -> None:
    sets = marginal_sets(np.array([3.0]), np.array([1.0]))
    assert (sets.low.tolist(), sets.high.tolist()) == ([1], [1])


@given(st.permutations(range(12)))
def test_the_order_of_the_units_does_not_matter(order: list[int]) -> None:
    theta, error = SMALL.numbers("theta"), SMALL.numbers("se")
    sets, moved = marginal_sets(theta, error), marginal_sets(theta[order], error[order])
    assert moved.low.tolist() == sets.low[order].tolist()
    assert moved.high.tolist() == sets.high[order].tolist()


def test_sets_hold_the_true_rank_as_often_as_they_say() -> None:
    rng = np.random.default_rng(20260701)
    truth = np.array([0.0, 0.0, 0.5, 1.0, 1.5, 1.5, 2.0, 3.0])
    error = np.array([0.3, 0.8, 0.5, 0.2, 0.4, 0.9, 0.3, 0.5])
    best = 1 + (truth > truth[:, None]).sum(axis=1)
    worst = len(truth) - (truth < truth[:, None]).sum(axis=1)
    held = np.zeros(len(truth))
    for _ in range(200):
        sets = marginal_sets(truth + error * rng.standard_normal(len(truth)), error)
        held += (sets.low <= best) & (worst <= sets.high)
    # 95 % of 200 with three standard errors (√(200 × .95 × .05) = 3.1) to spare.
    assert held.min() >= 190 - 9
