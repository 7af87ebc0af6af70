"""How long cases last where some are open, against R's survival package and by hand."""

import csv
from collections import Counter
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.statistics.survival import Curves, Quantiles, kaplan_meier, quantiles

VECTORS = Path(__file__).resolve().parents[2] / "vectors"
Z = 1.959963984540054
UNITS = ("A", "B", "C")
Case = tuple[int, int, bool]  # group, days, whether it is over


def vector(name: str) -> list[dict[str, str]]:
    with (VECTORS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def curves(cases: list[Case]) -> Curves:
    counts = Counter(cases)
    steps = sorted({(group, days) for group, days, _ in cases})
    return kaplan_meier(
        np.array([group for group, _ in steps], dtype=np.int64),
        np.array([float(days) for _, days in steps]),
        np.array([float(counts[(*step, True)]) for step in steps]),
        np.array([float(counts[(*step, False)]) for step in steps]),
    )


def of(cases: list[Case], q: float) -> Quantiles:
    return quantiles(curves(cases), q, Z)


@pytest.fixture(scope="module")
def published() -> list[Case]:
    """Return the published example's 400 cases."""
    return [
        (UNITS.index(row["unit"]), int(row["wd"]), row["ev"] == "1")
        for row in vector("turnaround_durations.csv")
    ]


def test_every_step_of_the_published_curves(published: list[Case]) -> None:
    found = curves(published)
    expected = vector("turnaround_km_sql.csv")
    assert list(found.time) == [float(row["t"]) for row in expected]
    assert list(found.at_risk) == [float(row["n"]) for row in expected]
    assert list(found.starts) == [
        [row["unit"] for row in expected].index(unit) for unit in UNITS
    ]
    surviving = [float(row["surv"]) for row in expected]
    assert found.surviving == pytest.approx(surviving, abs=1e-14)
    errors = [float(row["se"] or 0) for row in expected]
    assert found.standard_error == pytest.approx(errors, abs=1e-14)


def test_the_published_medians_intervals_and_nineties(published: list[Case]) -> None:
    median, ninety = of(published, 0.5), of(published, 0.9)
    expected = vector("turnaround_km_R.csv")
    assert list(median.value) == [float(row["median"]) for row in expected]
    assert list(median.low) == [float(row["0.95LCL"]) for row in expected]
    assert list(median.high) == [float(row["0.95UCL"]) for row in expected]
    assert list(ninety.value) == [float(row["p90"]) for row in expected]


def test_an_open_case_counts_for_as_long_as_it_has_lasted() -> None:
    # 1 of 5 is over after a day, one is open since two days, 1 of 3 is over after
    # three, one is open since four, the last is over after nine: S = 4/5, 8/15, 0.
    found = curves(
        [(0, 1, True), (0, 2, False), (0, 3, True), (0, 4, False), (0, 9, True)]
    )
    assert list(found.at_risk) == [5, 4, 3, 2, 1]
    assert found.surviving == pytest.approx([4 / 5, 4 / 5, 8 / 15, 8 / 15, 0])
    # Greenwood: 1/(5*4), and 1/(3*2) more.
    assert found.greenwood[:4] == pytest.approx([1 / 20, 1 / 20, 13 / 60, 13 / 60])


def test_what_is_over_and_what_is_open_after_the_same_time_were_both_at_risk() -> None:
    found = curves([(0, 3, True), (0, 3, False)])
    assert (found.at_risk[0], found.surviving[0]) == (2, 0.5)


def test_a_share_that_is_just_reached_is_reached() -> None:
    # Ten of twenty, one after the other: the product of ten fractions is one half.
    cases = [(0, day, True) for day in range(1, 11)] + [(0, 99, False)] * 10
    assert of(cases, 0.5).value[0] == 10


def test_where_too_few_are_over_the_value_is_unknown_and_lies_beyond() -> None:
    found = of([(0, 2, True), (0, 7, False), (0, 8, False), (1, 1, True)], 0.9)
    assert np.isnan(found.value[0]) and found.last[0] == 8
    assert found.value[1] == 1  # the next group is its own
    assert np.isnan(found.high[1])  # one case says nothing of how long it might last


def test_nothing_gives_nothing() -> None:
    assert len(of([], 0.5).value) == 0


case = st.tuples(st.integers(0, 2), st.integers(0, 12), st.booleans())


@given(st.lists(case, min_size=1, max_size=40), st.sampled_from([0.1, 0.25, 0.5, 0.9]))
def test_groups_computed_together_are_what_fractions_give_for_each(
    cases: list[Case], q: float
) -> None:
    found = of(cases, q)
    for place, group in enumerate(sorted({group for group, _, _ in cases})):
        mine = [(days, over) for g, days, over in cases if g == group]
        value = slowly(mine, Fraction(str(q)))
        assert found.value[place] == value or (
            value is None and np.isnan(found.value[place])
        )
        assert found.last[place] == max(days for days, _ in mine)
        if value is not None:
            assert found.low[place] <= value
            assert np.isnan(found.high[place]) or found.high[place] >= value


def slowly(cases: list[tuple[int, bool]], q: Fraction) -> int | None:
    """The quantile by exact fractions, a day at a time."""
    surviving = Fraction(1)
    for day in sorted({days for days, _ in cases}):
        at_risk = sum(days >= day for days, _ in cases)
        surviving *= 1 - Fraction(
            sum(days == day and over for days, over in cases), at_risk
        )
        if surviving <= 1 - q:
            return day
    return None


@given(
    st.lists(st.integers(0, 20), min_size=1, max_size=40), st.sampled_from([0.5, 0.9])
)
def test_where_nothing_is_open_it_is_the_plain_quantile(
    days: list[int], q: float
) -> None:
    plain = np.quantile(days, q, method="inverted_cdf")
    assert of([(0, each, True) for each in days], q).value[0] == plain
