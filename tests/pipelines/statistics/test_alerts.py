"""Who is alarmed, since when, until when, and how often for nothing."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.statistics import alerts
from tests.pipelines.statistics.stable_units import (
    DECLARED,
    MONTHS,
    UNITS,
    alarms_a_month,
    months_of,
)
from tests.pipelines.statistics.test_control_charts import VECTORS

DOCS = Path(__file__).parents[3] / "docs"
RULE = replace(DECLARED, baseline_months=12, minimum_months=12)
# 100 rows a month, in turn 90 and 92 of them good: 91 % is usual.
PAST = [90.0, 92.0] * 6


def judged(
    months: list[float], rule: alerts.Rule = RULE, rows: float = 100.0
) -> alerts.Judged:
    hits = np.array([months])
    return alerts.judge(hits, np.full(hits.shape, rows), np.zeros(1, dtype=int), rule)


def signal(months: list[float], rule: alerts.Rule = RULE) -> list[int]:
    """The signal of the months after the past."""
    return judged([*PAST, *months], rule).signal[0, len(PAST) :].tolist()


def test_z_is_the_distance_in_times_of_usual_noise() -> None:
    # 1092 of 1200 were good; with half a row of each sort 0.90966, whose deviation at
    # 100 rows is √(0.90966 x 0.09034 / 100) = 0.02867. The past varies less, which
    # never counts for less. 81 are 3.49 deviations below 91; their exact tail,
    # P(X ≤ 81) = 0.00147, is 2.97 of a normal one.
    found = judged([*PAST, 81.0])
    assert found.expected[0, 12] == pytest.approx(0.91)
    assert found.noise[0, 12] == pytest.approx(0.02867, abs=1e-5)
    assert found.z[0, 12] == pytest.approx(-2.97, abs=0.01)


def test_a_month_far_from_usual_is_a_signal_and_says_which_way() -> None:
    assert signal([75.0]) == [-1]
    assert signal([100.0]) == [1]
    assert signal([90.0]) == [0]


def test_nobody_is_judged_without_a_whole_past_or_with_too_few_rows() -> None:
    short = judged([*PAST[1:], 50.0])
    assert np.isnan(short.z).all()
    assert not short.signal.any()
    hits = np.array([[*PAST, 0.0]])
    rows = np.array([[100.0] * 12 + [9.0]])
    few = alerts.judge(hits, rows, np.zeros(1, dtype=int), RULE)
    assert np.isnan(few.z[0, 12])
    assert not few.signal.any()


def test_a_small_effect_is_no_signal_however_sure() -> None:
    hits = np.array([[91_000.0] * 12 + [89_300.0]])
    rows = np.full(hits.shape, 100_000.0)
    group = np.zeros(1, dtype=int)
    # 1.7 points down at 100,000 rows is 19 times chance, so that the moving average
    # tells it; without it nothing would.
    only_sudden = replace(RULE, smoothing=1e-6)
    assert not alerts.judge(hits, rows, group, only_sudden).is_sudden.any()
    hits[0, 12] = 88_900.0
    assert alerts.judge(hits, rows, group, only_sudden).is_sudden[0, 12]


def test_a_small_shift_that_stays_is_found_by_the_moving_average() -> None:
    found = judged([*PAST, *[83.0] * 6])
    assert np.all(np.abs(found.z[0, 12:]) < RULE.z)
    assert not found.is_sudden.any()
    # z is -2.40, -2.18, -1.91; of it the average makes -0.72, -1.16, -1.38, and the
    # limit is 3 x √(0.3 / 1.7) = 1.26.
    assert RULE.drift == pytest.approx(1.26, abs=0.001)
    assert found.average[0, 12:15] == pytest.approx([-0.72, -1.16, -1.38], abs=0.01)
    assert found.signal[0, 12:].tolist() == [0, 0, -1, -1, -1, -1]
    assert found.is_first[0].nonzero()[0].tolist() == [14]


def test_a_signal_is_told_once_and_ends_when_a_month_is_back() -> None:
    found = judged([*PAST, 70.0, 75.0, 84.0, 91.0, 91.0])
    assert found.signal[0, 12:].tolist() == [-1, -1, -1, 0, 0]
    assert found.is_first[0, 12:].tolist() == [True, False, False, False, False]


def test_what_comes_again_is_another_signal() -> None:
    found = judged([*PAST, 70.0, 91.0, 70.0])
    assert found.signal[0, 12:].tolist() == [-1, 0, -1]
    assert found.is_first[0, 12:].tolist() == [True, False, True]


def test_a_turn_to_the_other_side_is_another_signal() -> None:
    assert signal([70.0, 100.0]) == [-1, 1]


def test_months_of_a_signal_are_not_what_is_usual() -> None:
    found = judged([*PAST, *[70.0] * 5])
    assert found.expected[0, 12:] == pytest.approx([0.91] * 5)


def test_what_lasts_for_a_year_is_the_new_usual() -> None:
    found = judged([*PAST, *[70.0] * 16])
    # Twelve months of it, then the twelve newest months are those.
    assert found.signal[0, 12:].tolist() == [-1] * 12 + [0] * 4
    assert found.expected[0, 24] == pytest.approx(0.70)


def test_a_month_with_too_few_rows_ends_nothing() -> None:
    hits = np.array([[*PAST, 70.0, 1.0, 70.0]])
    rows = np.array([[100.0] * 13 + [2.0, 100.0]])
    found = alerts.judge(hits, rows, np.zeros(1, dtype=int), RULE)
    assert found.signal[0, 12:].tolist() == [-1, -1, -1]
    assert found.is_first[0].sum() == 1


def test_the_first_miss_of_a_small_unit_is_no_alarm() -> None:
    # Never late in twelve months of 20; then 1 of 20, which Laney's z alone would take
    # for 4.8 deviations. A binomial tail knows that it happens.
    months = [20.0] * 12
    assert not judged([*months, 19.0], rows=20.0).signal.any()
    assert judged([*months, 14.0], rows=20.0).signal[0, 12] == -1


def test_a_unit_that_varies_more_than_chance_is_judged_by_that() -> None:
    wide = [80.0, 99.0] * 6
    assert judged([*PAST, 75.0]).signal[0, 12] == -1
    assert not judged([*wide, 75.0]).signal.any()


def test_a_ratio_is_drawn_halfway_to_the_median_of_its_group() -> None:
    wide, narrow = [80.0, 99.0] * 6, PAST
    hits = np.array([[*each, 80.0] for each in (wide, narrow, narrow)])
    rows = np.full(hits.shape, 100.0)
    alone, together = np.array([0, 1, 1]), np.array([0, 0, 0])
    noise = [alerts.judge(hits, rows, g, RULE).noise[:, 12] for g in (alone, together)]
    assert noise[1][0] < noise[0][0]
    # The median, one of the two quiet units, is below chance and so is what it gives.
    assert noise[1][1] == noise[0][1]


@pytest.mark.parametrize("smoothing", ["0.2", "0.4"])
def test_the_moving_average_has_the_run_length_of_the_reference(smoothing: str) -> None:
    """An integral over where it may stand (Crowder 1987) gives the mean run."""
    from scipy.stats import norm

    # Two parameters, and no quotes around their comma.
    (cells,) = [
        line.split(",")
        for line in (VECTORS / "arl_reference_spc.csv").read_text("utf-8").splitlines()
        if f"lambda={smoothing}," in line and line.split(",")[3] == "0.0"
    ]
    limit, weight = float(cells[2].removeprefix("L=")), float(smoothing)
    bound = replace(RULE, z=limit, smoothing=weight).drift
    nodes, areas = np.polynomial.legendre.leggauss(60)
    at, area = nodes * bound, areas * bound
    step = norm.pdf((at[None, :] - (1 - weight) * at[:, None]) / weight) / weight
    runs = np.linalg.solve(np.eye(60) - step * area, np.ones(60))
    start = 1 + (norm.pdf(at / weight) / weight * area * runs).sum()
    assert start == pytest.approx(float(cells[4]), rel=1e-3)


def test_a_series_is_judged_the_same_beside_others_and_with_a_future() -> None:
    hits, rows = months_of(5, 40, units=30)
    groups = np.arange(30)
    together = alerts.judge(hits, rows, groups, DECLARED)
    sooner = alerts.judge(hits[:, :30], rows[:, :30], groups, DECLARED)
    np.testing.assert_array_equal(together.z[:, :30], sooner.z)
    np.testing.assert_array_equal(together.signal[:, :30], sooner.signal)
    alone = alerts.judge(hits[7:8], rows[7:8], groups[7:8], DECLARED)
    np.testing.assert_array_equal(together.signal[7:8], alone.signal)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=20)
)
def test_whatever_the_months_a_signal_has_a_side_and_a_beginning(
    months: list[tuple[int, int]],
) -> None:
    rule = replace(RULE, baseline_months=4, minimum_months=3)
    rows = np.array([[max(pair) for pair in months]], dtype=float)
    hits = np.array([[min(pair) for pair in months]], dtype=float)
    found = alerts.judge(hits, rows, np.zeros(1, dtype=int), rule)
    mirrored = alerts.judge(rows - hits, rows, np.zeros(1, dtype=int), rule)
    np.testing.assert_array_equal(found.signal, -mirrored.signal)
    starts = (found.signal != 0) & (np.roll(found.signal, 1) != found.signal)
    starts[:, 0] = found.signal[:, 0] != 0
    assert np.all(found.is_first[starts])
    assert np.all(np.isfinite(found.z) | np.isnan(found.z))
    known = ~np.isnan(found.z)
    assert np.all(rows[known] >= rule.minimum_n)


SEEDS = range(20)


@pytest.mark.parametrize(("past", "minimum"), [(24, 24), (9, 9)])
def test_stable_units_are_rarely_alarmed(past: int, minimum: int) -> None:
    """About one false alarm a month among 200 units, as the method page tells.

    120 months of 200 units: at a true rate of 1.2 a month 144 alarms by a month alone
    are expected, and a Poisson count of that mean exceeds 176 once in two hundred
    times. The two rules together may give 2.6 a month.
    """
    rule = replace(DECLARED, minimum_months=minimum)
    sudden, either = alarms_a_month(rule, past, SEEDS)
    assert sudden <= 176 / (len(SEEDS) * MONTHS)
    assert either <= 2.6
    # Not because it were deaf: some there are.
    assert either > 0.1
    told = f"| {past} | {sudden:.1f} | {either:.1f} |"
    assert told in (DOCS / "method.md").read_text("utf-8"), told


def test_a_real_drop_is_caught() -> None:
    caught = []
    for seed in range(20):
        hits, rows = months_of(seed, 27)
        rows = np.maximum(rows, 100)
        share = hits[:, :24].sum(axis=1) / months_of(seed, 27)[1][:, :24].sum(axis=1)
        chance = np.random.default_rng(seed)
        hits = chance.binomial(rows.astype(int), share[:, None]).astype(float)
        fallen = np.clip(share[:10] - 0.06, 0, 1)
        hits[:10, 24:] = chance.binomial(rows[:10, 24:].astype(int), fallen[:, None])
        found = alerts.judge(hits, rows, np.zeros(UNITS, dtype=np.int64), DECLARED)
        caught.append((found.signal[:10, 24:] == -1).any(axis=1).mean())
    # Two in three within three months at 100 rows or more, chance alone making noise.
    assert np.mean(caught) > 0.66
