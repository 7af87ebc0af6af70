"""Ranks: rounded first, ties share the best place, ranges and tiers from intervals."""

from __future__ import annotations

import numpy as np

from pipelines.score.ranks import Ranks, rank


def ranked(*units: tuple[float, float, float]) -> Ranks:
    """Ranks of (value, low, high)."""
    return rank(*np.array(units, dtype=float).T)


def test_ties_share_the_best_place() -> None:
    places = ranked((70, 69, 71), (90, 89, 91), (90, 89, 91), (80, 79, 81))
    assert places.rank.tolist() == [4, 1, 1, 3]


def test_values_are_rounded_before_they_are_ranked() -> None:
    third = 0.1 + 0.2  # 0.30000000000000004
    assert ranked((0.3, 0, 1), (third, 0, 1)).rank.tolist() == [1, 1]
    assert ranked((0.3, 0, 1), (0.300001, 0, 1)).rank.tolist() == [2, 1]


def test_a_range_counts_who_is_surely_better_or_worse() -> None:
    places = ranked(
        (90, 85, 95),  # surely better than the last only
        (88, 80, 93),
        (84, 78, 86),
        (70, 60, 79),  # reaches the third, not the second
    )
    assert places.low.tolist() == [1, 1, 1, 3]
    assert places.high.tolist() == [3, 3, 4, 4]


def test_without_intervals_a_range_is_a_place() -> None:
    nan = float("nan")
    places = ranked((3, nan, nan), (2, nan, nan), (1, nan, nan))
    assert (places.low.tolist(), places.high.tolist()) == ([1, 2, 3], [1, 2, 3])


def test_a_range_holds_the_place() -> None:
    # An interval that does not hold its own value: shrinkage can do that.
    places = ranked((0.95, 0.99, 1.0), (0.96, 0.90, 0.97), (0.94, 0.80, 0.90))
    assert (places.low <= places.rank).all()
    assert (places.rank <= places.high).all()


def test_a_tier_holds_who_reaches_up_to_its_best() -> None:
    places = ranked(
        (90, 86, 94),  # the best of tier 1
        (88, 82, 91),
        (85, 80, 86),  # just reaches 86
        (84, 79, 85.9),  # does not: tier 2 begins
        (79, 70, 80),
        (60, 50, 65),  # tier 3
    )
    assert places.tier.tolist() == [1, 1, 1, 2, 2, 3]
