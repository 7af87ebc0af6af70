"""The normal distribution function, against that of scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr

from pipelines.statistics.normal import below, quantile


def test_it_is_that_of_scipy_to_twelve_digits() -> None:
    x = np.concatenate([np.linspace(-10, 10, 50_001), [-40.0, 40.0, 0.0]])
    assert np.abs(below(x) - ndtr(x)).max() < 1e-12
    assert below(np.array([0.0])).tolist() == [0.5]


def test_a_quantile_is_where_so_much_lies_below() -> None:
    assert quantile(0.975) == pytest.approx(1.959963984540054, abs=1e-12)
    assert below(np.array([quantile(0.2)])) == pytest.approx(0.2, abs=1e-12)
