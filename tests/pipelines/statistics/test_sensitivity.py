"""Ranks under drawn weights and values: what must hold whatever is drawn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from pipelines.statistics.composite import Branch, Tree, scores
from pipelines.statistics.sensitivity import places, rank_ranges, without

EQUAL = Tree(2, (Branch((0, 1), (1.0, 1.0)),))
KNOWN = {"spread": 0.25, "draws": 2000, "seed": 2026}


def test_equals_share_the_best_rank() -> None:
    assert places(np.array([[80.0, 90.0, 80.0, 70.0]])).tolist() == [[2, 1, 2, 4]]


def test_the_last_bit_decides_no_place() -> None:
    assert places(np.array([80.0, np.nextafter(80.0, 81.0)])).tolist() == [1, 1]


@given(arrays.arrays(np.float64, (3, 7), elements=st.integers(0, 9).map(float)))
def test_a_rank_is_one_more_than_how_many_are_better(found: np.ndarray) -> None:
    counted = 1 + (found[:, None, :] > found[:, :, None]).sum(axis=2)
    assert (places(found) == counted).all()


def test_who_is_better_everywhere_is_first_under_all_weights() -> None:
    values = np.array([[90.0, 80.0], [70.0, 60.0], [89.0, 79.0]])
    found = rank_ranges(EQUAL, values, None, **KNOWN)
    assert (found.low.tolist(), found.high.tolist()) == ([1, 3, 2], [1, 3, 2])


def test_who_is_better_in_one_and_worse_in_another_may_change_places() -> None:
    # By equal weights the first leads by a hair; a weight drawn 1 % lower turns it.
    values = np.array([[60.0, 40.0], [40.0, 59.9]])
    found = rank_ranges(EQUAL, values, None, **KNOWN)
    assert (found.low.tolist(), found.high.tolist()) == ([1, 1], [2, 2])


def test_weights_that_stand_and_values_that_stand_give_the_rank_itself() -> None:
    values = np.array([[60.0, 40.0], [40.0, 59.9]])
    found = rank_ranges(EQUAL, values, None, spread=0.0, draws=3, seed=1)
    assert (found.low.tolist(), found.high.tolist()) == ([1, 2], [1, 2])


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        # The difference of two values with error 1 has error 1.41; 95 % of draws lie
        # within 1.645 of it, 2.33 points: more apart than that, they do not change.
        (2.0, ([1, 1], [2, 2])),
        (2.7, ([1, 2], [1, 2])),
    ],
)
def test_values_within_their_errors_may_change_places(
    gap: float, expected: tuple[list[int], list[int]]
) -> None:
    one = Tree(1, (Branch((0,), (1.0,)),))
    values = np.array([[50.0 + gap], [50.0]])
    errors = np.ones((2, 1))
    found = rank_ranges(one, values, errors, spread=0.0, draws=4000, seed=2026)
    assert (found.low.tolist(), found.high.tolist()) == expected


def test_the_same_seed_gives_the_same_ranges() -> None:
    generator = np.random.default_rng(5)
    values = generator.uniform(40, 90, (12, 2))
    once, again = (rank_ranges(EQUAL, values, values / 20, **KNOWN) for _ in range(2))
    assert (once.low == again.low).all()
    assert (once.high == again.high).all()


def test_what_is_missing_is_drawn_for_nobody() -> None:
    values = np.array([[90.0, np.nan], [80.0, 80.0]])
    errors = np.array([[0.5, np.nan], [0.5, np.nan]])
    found = rank_ranges(EQUAL, values, errors, **KNOWN)
    assert (found.low.tolist(), found.high.tolist()) == ([1, 2], [1, 2])


def test_without_a_pillar_the_others_share_its_weight() -> None:
    tree = Tree(
        3, (Branch((0, 1), (1.0, 1.0)), Branch((2, 3), (0.4, 0.6), minimum=0.7))
    )
    values = np.array([[90.0, 70.0, 10.0]])
    found = {
        child: float(scores(left, values, left.weights()[None, :])[0, 0])
        for child, left in without(tree)
    }
    # Leaf 2 alone is 10, the branch alone is the mean of 90 and 70.
    assert found == {2: 80.0, 3: 10.0}


def test_nothing_can_be_left_out_of_one() -> None:
    assert list(without(Tree(1, (Branch((0,), (1.0,)),)))) == []
