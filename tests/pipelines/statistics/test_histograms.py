"""Histograms of organs and months add up to those of subjects and periods, exactly."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.statistics.histograms import Histograms, Wholes, add_up, quantiles

Z = 1.96
NOBODY = -1


def whole(*values: int) -> Wholes:
    return np.array(values, dtype=np.int64)


def one_place(*counts: tuple[int, int]) -> Histograms:
    """One subject and period whose levels occur so often."""
    levels, times = (whole(*each) for each in zip(*counts, strict=True))
    return Histograms(np.zeros_like(levels), levels, times[np.newaxis])


def test_a_subject_and_period_hold_what_its_organs_counted_in_its_months() -> None:
    # Organs 0 and 1 are of subject 2. Three cases took a day, four took nine.
    added = add_up(
        [whole(0, 1, 1, 0), whole(2, 2, 2, 2)],
        3,
        whole(0, 0, 1, 1),
        [(0, 1), (1, 2), (0, 2)],
        whole(1, 1, 9, 9),
        [whole(1, 2, 3, 1)],
    )
    assert [
        (int(place) // 3, int(place) % 3, int(level), int(n))
        for place, level, n in zip(
            added.place, added.level, added.counts[0], strict=True
        )
    ] == [
        # period, subject, level, how often
        (0, 0, 1, 1),
        (0, 1, 1, 2),
        (0, 2, 1, 3),
        (1, 0, 9, 1),
        (1, 1, 9, 3),
        (1, 2, 9, 4),
        (2, 0, 1, 1),
        (2, 0, 9, 1),
        (2, 1, 1, 2),
        (2, 1, 9, 3),
        (2, 2, 1, 3),
        (2, 2, 9, 4),
    ]


def test_what_is_of_no_subject_is_counted_for_none() -> None:
    added = add_up(
        [whole(NOBODY, 0), whole(NOBODY, NOBODY)],
        1,
        whole(0, 0),
        [(0, 1)],
        whole(5, 6),
        [whole(7, 8)],
    )
    assert added.level.tolist() == [6]
    assert added.counts.tolist() == [[8]]


def test_months_before_and_after_the_data_add_nothing() -> None:
    # A quarter whose other months lie ahead, and twelve months that began before.
    added = add_up(
        [whole(0)], 1, whole(2), [(2, 5), (0, 3), (3, 6)], whole(4), [whole(1)]
    )
    assert added.place.tolist() == [0, 1]


def test_nothing_counted_is_nothing_found() -> None:
    for spans in ([], [(0, 1)]):
        added = add_up([whole()], 2, whole(), spans, whole(), [whole(), whole()])
        assert len(added.place) == len(added.starts) == 0
        assert added.counts.shape == (2, 0)
        found = quantiles(
            Histograms(added.place, added.level, added.counts[:1]), 0.5, Z
        )
        assert len(found.value) == len(found.low) == 0


ROW = st.tuples(
    st.integers(NOBODY, 2),  # organ's own subject
    st.integers(NOBODY, 2),  # the whole it is part of
    st.integers(0, 5),  # month
    st.integers(-3, 60),  # level
    st.integers(0, 9),  # ended
    st.integers(0, 9),  # still open
)
SPAN = st.tuples(st.integers(0, 7), st.integers(1, 12)).map(
    lambda s: (s[0], s[0] + s[1])
)


@given(st.lists(ROW, max_size=40), st.lists(SPAN, max_size=5))
def test_adding_up_equals_counting_every_row_of_every_place(
    rows: list[tuple[int, int, int, int, int, int]], spans: list[tuple[int, int]]
) -> None:
    counted: Counter[tuple[int, int, int]] = Counter()
    for own, part_of, month, level, ended, still_open in rows:
        for period, (first, beyond) in enumerate(spans):
            for subject in (own, part_of):
                if subject != NOBODY and first <= month < beyond:
                    place = period * 3 + subject
                    counted[place, level, 0] += ended
                    counted[place, level, 1] += still_open
    columns = np.array(rows, dtype=np.int64).reshape(-1, 6).T
    own, part_of, month, level, ended, still_open = columns
    added = add_up([own, part_of], 3, month, spans, level, [ended, still_open])
    keys = list(zip(added.place.tolist(), added.level.tolist(), strict=True))
    assert keys == sorted({key[:2] for key, n in counted.items() if n})
    for kind in (0, 1):
        assert added.counts[kind].tolist() == [counted[*key, kind] for key in keys]


def test_the_median_is_the_level_that_half_of_the_rows_do_not_exceed() -> None:
    # Ten rows: 1 1 1 1 2 7 7 7 7 7; the fifth is 2. With one more at 1 the middle of
    # eleven is the sixth, which is 2 too; a sixth 7 moves it to 7.
    assert quantiles(one_place((1, 4), (2, 1), (7, 5)), 0.5, Z).value.tolist() == [2]
    assert quantiles(one_place((1, 5), (2, 1), (7, 5)), 0.5, Z).value.tolist() == [2]
    assert quantiles(one_place((1, 4), (2, 1), (7, 6)), 0.5, Z).value.tolist() == [7]


def test_seven_of_a_hundred_are_seven_and_not_a_little_more() -> None:
    # 0.07 * 100 is 7.000000000000001 in binary fractions.
    assert quantiles(one_place((1, 7), (2, 93)), 0.07, Z).value.tolist() == [1]


def test_the_interval_is_that_of_order_statistics() -> None:
    # A hundred rows at levels 1 to 100: ranks 50 - 9.8 = 40.2 and 51 + 9.8 = 60.8,
    # so the 41st and the 61st.
    hundred = one_place(*((level, 1) for level in range(1, 101)))
    found = quantiles(hundred, 0.5, Z)
    assert (found.n, found.low, found.value, found.high) == (100, 41, 50, 61)


def test_an_interval_stays_within_its_own_place() -> None:
    # Two rows each: there is no rank below the first, and none above the last.
    two = Histograms(
        whole(3, 3, 8, 8), whole(1, 2, 5, 6), whole(1, 1, 1, 1)[np.newaxis]
    )
    found = quantiles(two, 0.5, Z)
    assert found.place.tolist() == [3, 8]
    assert found.low.tolist() == [1, 5]
    assert found.value.tolist() == [1, 5]
    assert found.high.tolist() == [2, 6]


@given(
    st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=30), max_size=5),
    st.sampled_from([0.5, 0.9, 0.25, 0.07]),
)
def test_a_quantile_is_a_row_of_the_sorted_rows(
    places: list[list[int]], q: float
) -> None:
    rows = [
        (place, level, n)
        for place, taken in enumerate(places)
        for level, n in sorted(Counter(taken).items())
    ]
    place, level, n = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    found = quantiles(Histograms(place, level, n[np.newaxis]), q, Z)
    for at, taken in enumerate(places):
        there, rank = sorted(taken), q * len(taken)
        spread = Z * math.sqrt(len(taken) * q * (1 - q))
        assert found.value[at] == there[math.ceil(round(rank, 6)) - 1]
        assert found.low[at] == there[max(math.ceil(rank - spread), 1) - 1]
        high = math.ceil(min(len(taken), 1 + rank + spread))
        assert found.high[at] == there[high - 1]
