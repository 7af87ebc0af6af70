"""What is known of a unit's true share after its peers were looked at."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.statistics import mixing
from tests.pipelines.statistics.vectors import Vector


def test_posteriors_equal_the_reference() -> None:
    vector = Vector("eb_npmle_expected")
    # The grid and the number of steps the reference was computed with.
    grid = np.round(np.linspace(0.60, 0.999, 200), 6)
    found = mixing.fit(vector.numbers("k"), vector.numbers("n"), grid, steps=300)
    assert found.mean == pytest.approx(vector.numbers("post_mean"), abs=1e-12)
    assert found.deviation == pytest.approx(vector.numbers("post_sd"), abs=1e-10)


def test_two_groups_of_units_are_found_where_they_lie() -> None:
    # Twenty at 60 %, twenty at 90 %, and one of each with few answers.
    k = np.array([600.0] * 20 + [900.0] * 20 + [6, 9])
    n = np.array([1000.0] * 40 + [10, 10])
    mean = mixing.fit(k, n).mean
    assert mean[:40] == pytest.approx([0.6] * 20 + [0.9] * 20, abs=0.005)
    # Six of ten is likelier among those at 60 %, nine of ten among those at 90 %.
    assert 0.6 < mean[40] < 0.65
    assert 0.85 < mean[41] < 0.9


def test_units_that_are_all_alike_keep_their_share() -> None:
    n = np.array([40.0] * 25)
    assert mixing.fit(n, n).mean == pytest.approx(1, abs=1e-12)
    assert mixing.fit(n * 0, n).mean == pytest.approx(0, abs=1e-12)
    assert mixing.fit(n * 0.75, n).mean == pytest.approx(0.75, abs=1e-12)


def test_all_and_none_satisfied_are_possible_among_others() -> None:
    k, n = np.array([0.0, 40, 20, 30]), np.array([40.0] * 4)
    mean = mixing.fit(k, n).mean
    assert np.isfinite(mean).all()
    assert mean[0] < mean[2] < mean[3] < mean[1]


def test_the_default_grid_runs_from_the_lowest_share_to_the_highest() -> None:
    grid = mixing.default_grid(np.array([80.0, 90.0]), np.array([100.0, 100.0]))
    assert len(grid) == 300
    assert (grid[0], grid[-1]) == pytest.approx((0.8, 0.9))
    steps = np.diff(np.arcsin(np.sqrt(grid)))
    assert steps == pytest.approx(steps[0], rel=1e-6)


def test_a_million_answers_do_not_fall_between_two_points() -> None:
    n = np.array([1e6] * 30)
    shares = np.linspace(0.90, 0.96, 30)
    assert mixing.fit(shares * n, n).mean == pytest.approx(shares, abs=2e-4)


@given(st.permutations(range(25)))
def test_the_order_of_the_units_does_not_matter(order: list[int]) -> None:
    rng = np.random.default_rng(7)
    n = rng.integers(30, 900, 25).astype(float)
    k = rng.binomial(n.astype(int), 0.9).astype(float)
    moved = mixing.fit(k[order], n[order], steps=30).mean
    assert moved == pytest.approx(mixing.fit(k, n, steps=30).mean[order], abs=1e-12)
