"""Scoring functions, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.statistics import scales
from pipelines.statistics.scales import Scored

NAN = float("nan")


def scored(found: Scored) -> list[float]:
    return [float(score) for score in found.score]


def test_goalposts_are_a_line_held_at_its_ends() -> None:
    up = scales.goalposts(np.array([0.7, 0.8, 0.9, 1.0, 0.5]), 0.8, 1.0)
    assert scored(up) == pytest.approx([0, 0, 50, 100, 0])
    down = scales.goalposts(np.array([60.0, 15.0, 0.0, 90.0]), 60, 0)
    assert scored(down) == pytest.approx([0, 75, 100, 0])
    assert down.slope[0] == pytest.approx(-100 / 60)
    assert np.isnan(scored(scales.goalposts(np.array([NAN]), 0, 1))).all()


def test_a_target_gives_full_marks_and_takes_what_is_short_of_it() -> None:
    # Lianyungang's form for the share satisfied, of 25 points: two points of 100 for
    # each percentage point below 98 %, and never less than half.
    rates = np.array([100, 98, 87.5, 500 / 6, 75, 500 / 7, 50])
    found = scales.target_clamp(rates, target=98, loss=2, floor=50)
    assert [round(score / 4, 2) for score in scored(found)] == [
        25, 25, 19.75, 17.67, 13.5, 12.5, 12.5,
    ]  # fmt: skip
    days = scales.target_clamp(np.array([3.0, 5.0, 7.0, 99.0]), 5, -10)
    assert scored(days) == [100, 100, 80, 0]


def test_steps_are_reached_or_not() -> None:
    # Ezhou: 1 point from 95 %, 1.5 from 99 %, 2 at 100 %; here of 100.
    rates = np.array([0.9499, 0.95, 0.98, 0.99, 1.0, NAN])
    found = scales.steps(rates, True, (0.95, 0.99, 1.0), (50, 75, 100))
    assert scored(found)[:5] == [0, 50, 50, 75, 100]
    assert np.isnan(scored(found)[5])
    days = scales.steps(np.array([12.0, 10.0, 5.0, 4.0]), False, (10, 5), (60, 100), 20)
    assert scored(days) == [20, 60, 100, 100]


def test_min_max_runs_from_the_worst_to_the_best_of_the_peers() -> None:
    values = np.array([4.0, 2.0, NAN, 3.0])
    assert scored(scales.min_max(values, True))[:2] == [100, 0]
    assert scored(scales.min_max(values, False))[3] == 50
    assert scored(scales.min_max(values, True, 1, 100))[1] == 1
    assert np.isnan(scored(scales.min_max(values, True))[2])
    assert scored(scales.min_max(np.array([7.0, 7.0]), True)) == [50, 50]
    assert np.isnan(scored(scales.min_max(np.array([NAN]), True))).all()


def test_z_is_so_many_points_a_standard_deviation() -> None:
    # Mean 4, sample standard deviation 2.
    found = scales.z(np.array([2.0, 4.0, 6.0, NAN]), True)
    assert scored(found)[:3] == pytest.approx([40, 50, 60])
    assert scored(scales.z(np.array([2.0, 4.0, 6.0]), False, 60, 20)) == pytest.approx(
        [80, 60, 40]
    )
    assert scored(scales.z(np.array([0.1] * 7), True)) == [50] * 7
    assert scored(scales.z(np.array([3.0]), True)) == [50]


@given(
    st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=1, max_size=8),
    st.booleans(),
)
def test_better_values_never_score_less(values: list[float], up: bool) -> None:
    given_values = np.sort(np.array(values) if up else -np.array(values))
    ordered = given_values if up else -given_values
    ends = (-500.0, 500.0) if up else (500.0, -500.0)
    for found in (
        scales.goalposts(ordered, *ends),
        scales.target_clamp(ordered, 3, 0.5 if up else -0.5, 20),
        scales.steps(ordered, up, ends, (40, 90), 10),
        scales.min_max(ordered, up),
        scales.z(ordered, up),
    ):
        score = found.score
        assert ((score >= 0) & (score <= 100)).all()
        assert (np.diff(score) >= -1e-6).all()
