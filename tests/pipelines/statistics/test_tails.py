"""Tails and intervals: values that tables and a second implementation give."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pipelines.statistics import tails

VECTORS = Path(__file__).parents[2] / "vectors"


def test_three_heads_of_five() -> None:
    # 10 + 5 + 1 of 32 outcomes.
    assert tails.binomial_tail(3, 5, 0.5) == pytest.approx(16 / 32)


def test_none_is_certain_and_more_than_all_impossible() -> None:
    assert tails.binomial_tail([0, 6], [5, 5], [0.1, 0.1]).tolist() == [1, 0]
    assert tails.crowd_tail(0, 3, 3) == 1


def test_at_least_two_where_one_is_expected() -> None:
    # Poisson: 1 - e^-1 - e^-1.
    assert tails.crowd_tail(2, 1, 1) == pytest.approx(1 - 2 * np.exp(-1))


def test_where_days_differ_many_are_less_of_a_surprise() -> None:
    even, uneven = tails.crowd_tail(30, 10, 10), tails.crowd_tail(30, 10, 60)
    assert even < 1e-6 < 1e-3 < uneven


@given(st.integers(1, 200), st.floats(0.1, 60), st.floats(1.01, 20))
def test_the_crowd_is_a_negative_binomial(k: int, mean: float, times: float) -> None:
    size, share = mean / (times - 1), 1 / times
    expected = stats.nbinom.sf(k - 1, size, share)
    found = float(tails.crowd_tail(k, mean, mean * times))
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-300)


@given(st.integers(0, 300), st.integers(1, 300), st.floats(1e-6, 1))
def test_the_binomial_tail_is_that_of_a_second_implementation(
    k: int, n: int, p: float
) -> None:
    found = float(tails.binomial_tail(k, n, p))
    assert found == pytest.approx(stats.binom.sf(k - 1, n, p), rel=1e-6, abs=1e-300)


def test_wilson_is_that_of_the_reference() -> None:
    with (VECTORS / "proportion_intervals.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 10
    for row in rows:
        low, high = tails.wilson(int(row["k"]), int(row["n"]))
        assert float(low) == pytest.approx(float(row["wilson95_lo"]), abs=1e-12)
        assert float(high) == pytest.approx(float(row["wilson95_hi"]), abs=1e-12)


def test_of_nothing_no_interval_is_known() -> None:
    low, high = tails.wilson([0, 3], [0, 10])
    assert np.isnan([low[0], high[0]]).all()
    assert 0 < low[1] < 0.3 < high[1]
