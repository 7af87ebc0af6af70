"""Indirect standardisation: observed over expected."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.statistics.standardised import indirect, pool_thin
from tests.pipelines.statistics.vectors import Vector


def test_the_best_crude_share_can_be_the_worst_for_its_mix() -> None:
    cells, expected = Vector("casemix_data"), Vector("casemix_expected")
    unit, stratum = (
        np.unique(cells.texts(column), return_inverse=True)[1]
        for column in ("unit", "stratum")
    )
    found = indirect(unit, stratum, cells.numbers("k"), cells.numbers("n"), 3)
    assert found.observed == pytest.approx(expected.numbers("O"))
    assert found.expected == pytest.approx(expected.numbers("E"), abs=1e-10)
    assert found.ratio == pytest.approx(expected.numbers("OE"), abs=1e-12)
    assert found.adjusted == pytest.approx(expected.numbers("indirect"), abs=1e-12)
    crude = found.observed / found.n
    # A has the easy items: first by its crude share, last for what it was given.
    assert (crude.argmax(), found.adjusted.argmin()) == (0, 0)


def test_a_unit_without_cells_has_nothing_to_expect() -> None:
    one = np.array([0])
    found = indirect(one, one, np.array([3.0]), np.array([4.0]), units=2)
    assert found.ratio[0] == 1
    assert np.isnan(found.ratio[1])


def test_more_than_everybody_is_not_said_to_be_possible() -> None:
    # All three of B's, where a third of all succeed: three times as many as expected.
    unit, stratum = np.array([0, 1]), np.array([0, 0])
    found = indirect(unit, stratum, np.array([0.0, 3]), np.array([3.0, 3]), 2)
    assert found.ratio.tolist() == [0, 2]
    assert found.adjusted.tolist() == [0, 1]


def test_thin_strata_are_pooled_by_family_and_then_together() -> None:
    #                    an item of 12, two thin ones of a family, one alone, one alone
    stratum = np.array([0, 0, 1, 2, 3, 4])
    family = np.array([0, 0, 0, 0, 1, 2])
    n = np.array([6.0, 6, 6, 4, 5, 3])
    pooled = pool_thin(stratum, family, n, least=10).tolist()
    assert pooled[0] == pooled[1]
    assert pooled[2] == pooled[3] != pooled[0]
    assert pooled[4] == pooled[5] not in (pooled[0], pooled[2])


cells = st.lists(
    st.tuples(
        st.integers(0, 4), st.integers(0, 6), st.integers(0, 30), st.integers(0, 30)
    ),
    min_size=1,
    max_size=40,
)


@given(cells, st.integers(0, 40))
def test_together_as_much_is_expected_as_was_observed(
    drawn: list[tuple[int, int, int, int]], least: int
) -> None:
    unit, stratum, good, bad = (np.array(column) for column in zip(*drawn, strict=True))
    n = (good + bad).astype(float)
    pooled = pool_thin(stratum, stratum // 2, n, least)
    found = indirect(unit, pooled, good.astype(float), n, units=5)
    assert found.expected.sum() == pytest.approx(good.sum(), abs=1e-9)
    order = np.argsort(unit[::-1], kind="stable")
    moved = [column[::-1][order] for column in (unit, pooled, good.astype(float), n)]
    again = indirect(*moved, units=5)
    assert again.expected == pytest.approx(found.expected, abs=1e-9)
