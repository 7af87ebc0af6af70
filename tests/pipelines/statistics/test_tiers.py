"""Tiers: no two of one tier can be told apart."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.statistics.tiers import tiers


def found(units: int, *apart: tuple[int, int]) -> list[int]:
    """Tiers of units in their own order, of whom those pairs can be told apart."""
    are_apart = np.zeros((units, units), dtype=bool)
    for one, other in apart:
        are_apart[one, other] = are_apart[other, one] = True
    return tiers(np.arange(units), are_apart).tolist()


def test_where_nobody_can_be_told_apart_there_is_one_tier() -> None:
    assert found(4) == [1, 1, 1, 1]


def test_a_tier_ends_before_who_differs_from_anybody_in_it() -> None:
    # The third differs from the second only; that is enough.
    assert found(4, (1, 2)) == [1, 1, 2, 2]
    assert found(4, (0, 2), (0, 3), (2, 3)) == [1, 1, 2, 3]


def test_a_tier_that_ended_is_not_taken_up_again() -> None:
    # The last cannot be told from the first, but its tier lies behind another.
    assert found(3, (0, 1)) == [1, 2, 2]


@given(st.integers(0, 10**6), st.integers(1, 15))
def test_no_two_of_one_tier_can_be_told_apart(seed: int, units: int) -> None:
    rng = np.random.default_rng(seed)
    drawn = rng.random((units, units)) < 0.2
    are_apart = (drawn | drawn.T) & ~np.eye(units, dtype=bool)
    order = rng.permutation(units)
    tier = tiers(order, are_apart)
    same = tier[:, None] == tier
    assert not (are_apart & same).any()
    # Along the order tiers never go back, and begin with the first.
    assert (np.diff(tier[order]) >= 0).all()
    assert tier[order][0] == 1
