"""A distribution told in a few points."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.statistics.lumps import lumps


def test_four_points_of_a_quarter_become_two_of_a_half() -> None:
    chances, points = lumps(np.full(4, 0.25), np.array([1.0, 2.0, 5.0, 9.0]), 2)
    assert chances.tolist() == [0.5, 0.5]
    # (1 + 2) / 2 and (5 + 9) / 2.
    assert points.tolist() == [1.5, 7.0]


def test_a_certainty_stays_one_point() -> None:
    chances, points = lumps(np.array([0.0, 1.0, 0.0]), np.array([0.1, 0.7, 0.9]), 6)
    assert (chances.tolist(), points.tolist()) == ([1.0], [0.7])


@given(st.lists(st.floats(0.001, 1.0), min_size=1, max_size=60), st.integers(1, 8))
def test_probability_and_mean_are_kept(masses: list[float], most: int) -> None:
    weights = np.array(masses) / sum(masses)
    grid = np.linspace(0.2, 1.0, len(masses))
    chances, points = lumps(weights, grid, most)
    assert len(chances) <= most
    assert chances.sum() == pytest.approx(1)
    assert chances @ points == pytest.approx(weights @ grid)
    assert (np.diff(points) > 0).all()
