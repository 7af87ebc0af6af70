"""Hidden cells of tables with totals: what sums leave unknown, and what to hide beside.

The table of six rows and five columns, its ranges and its two ways to hide more come
from an independent solver (tests/vectors/sdc_suppression_example.json).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipelines.statistics.feasible import Known, intervals, narrow
from pipelines.statistics.shifts import Frame, Shifts
from pipelines.statistics.sums import Sums
from pipelines.statistics.suppression import Table, complement

VECTOR = json.loads(
    (Path(__file__).parents[2] / "vectors/sdc_suppression_example.json").read_text()
)
INSIDE = np.array(VECTOR["table"], dtype=float)
ROWS, COLUMNS = INSIDE.shape
WIDTH = 5.0


class WithTotals:
    """The vector's table, its row totals, then its column totals."""

    values = np.concatenate((INSIDE.ravel(), INSIDE.sum(axis=1), INSIDE.sum(axis=0)))
    sums = Sums.of(
        [
            (INSIDE.size + row, [row * COLUMNS + c for c in range(COLUMNS)])
            for row in range(ROWS)
        ]
        + [
            (INSIDE.size + ROWS + c, [row * COLUMNS + c for row in range(ROWS)])
            for c in range(COLUMNS)
        ],
        len(values),
    )
    known = Known(np.zeros(len(values)), np.full(len(values), np.inf))
    # Totals are published whatever it costs, and a zero hides nothing.
    loss = np.where(np.arange(len(values)) < INSIDE.size, values, np.inf)
    loss[loss == 0] = np.inf


def cells(places: list[list[int]]) -> NDArray[np.bool_]:
    mask = np.zeros(len(WithTotals.values), dtype=bool)
    mask[[row * COLUMNS + column for row, column in places]] = True
    return mask


def ranges(hidden: NDArray[np.bool_]) -> tuple[Any, Any]:
    return intervals(WithTotals.values, WithTotals.sums, hidden, WithTotals.known)


def test_primary_cells_are_the_small_ones_that_are_not_zero() -> None:
    small = (INSIDE > 0) & (INSIDE < 5)
    assert np.argwhere(small).tolist() == VECTOR["primary"]


def test_with_primary_cells_alone_one_is_the_difference_of_what_is_shown() -> None:
    low, high = ranges(cells(VECTOR["primary"]))
    exact = [
        [row, column]
        for row, column in VECTOR["primary"]
        if high[row * COLUMNS + column] - low[row * COLUMNS + column] < 1e-9
    ]
    assert exact == VECTOR["primary_only_exact"]


def test_ranges_are_those_of_the_independent_solver() -> None:
    low, high = ranges(cells(VECTOR["optimal"]))
    for place, expected in VECTOR["optimal_intervals"].items():
        row, column = map(int, place.split(","))
        cell = row * COLUMNS + column
        assert [low[cell], high[cell]] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("way", ["greedy", "optimal"])
def test_both_ways_of_the_vector_pass_the_audit(way: str) -> None:
    found = narrow(
        WithTotals.values, WithTotals.sums, cells(VECTOR[way]), WithTotals.known, WIDTH
    )
    assert found.size == 0


def test_what_is_hidden_beside_passes_the_audit_and_loses_no_more() -> None:
    table = Table(WithTotals.values, WithTotals.sums, WithTotals.known, WithTotals.loss)
    primary = cells(VECTOR["primary"])
    hidden = complement(table, primary, WIDTH)
    assert (hidden >= primary).all()
    low, high = ranges(hidden)
    assert ((high - low)[hidden] >= WIDTH - 1e-6).all()
    assert not hidden[INSIDE.size :].any()
    lost = WithTotals.values[hidden].sum()
    assert lost <= WithTotals.values[cells(VECTOR["greedy"])].sum()


def test_nothing_is_hidden_beside_nothing() -> None:
    table = Table(WithTotals.values, WithTotals.sums, WithTotals.known, WithTotals.loss)
    assert not complement(table, cells([]), WIDTH).any()


# Six months, two quarters of them and the half-year; one whole with its parts.
MONTHS = 6
HOLDS = np.vstack(
    (
        np.eye(MONTHS, dtype=bool),
        [[True] * 3 + [False] * 3, [False] * 3 + [True] * 3, [True] * MONTHS],
    )
)


@given(
    st.lists(
        st.lists(st.integers(0, 40), min_size=MONTHS, max_size=MONTHS),
        min_size=2,
        max_size=6,
    )
)
@settings(max_examples=60, deadline=None)
def test_what_shifts_prove_linear_programs_find_as_wide(parts: list[list[int]]) -> None:
    """The proof without linear programs, and the linear programs, agree."""
    monthly = np.array([np.sum(parts, axis=0), *parts], dtype=float)
    values = monthly @ HOLDS.T
    subjects, periods = values.shape
    least, most = np.ones_like(values), np.full_like(values, np.inf)
    loss = np.where(values > 0, 1.0, np.inf)
    frame = Frame(HOLDS, ((0, np.arange(1, subjects)),))
    few = (values > 0) & (values < 10)
    hidden, proven = Shifts(frame, values, least, most, loss).cover(few, few, WIDTH)
    assert (hidden >= few).all()
    assert (values[hidden] > 0).all()
    assert (proven == hidden).all()
    over_time = [
        (s * periods + p, (s * periods + np.flatnonzero(HOLDS[p])).tolist())
        for s in range(subjects)
        for p in range(MONTHS, periods)
    ]
    over_subjects = [
        (p, [s * periods + p for s in range(1, subjects)]) for p in range(periods)
    ]
    sums = Sums.of(over_time + over_subjects, values.size)
    known = Known(least.ravel(), most.ravel())
    flat = hidden.ravel()
    assert narrow(values.ravel(), sums, flat, known, WIDTH).size == 0
