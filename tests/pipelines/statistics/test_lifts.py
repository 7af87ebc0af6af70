"""The shortest lists of improvements that reach a goal."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.statistics.composite import Branch, Tree, scores
from pipelines.statistics.lifts import Lift
from pipelines.statistics.lifts import lifts as lifts_of_units

THREE = Tree(3, (Branch((0, 1, 2), (0.5, 0.3, 0.2)),))
ALL = np.array([100.0, 100.0, 100.0])


def lifts(
    tree: Tree, values: np.ndarray, reach: np.ndarray, goal: float, **rule: int
) -> list[Lift]:
    """The lists of one unit."""
    (found,) = lifts_of_units(tree, values[None], reach[None], np.array([goal]), **rule)
    return found


def test_one_improvement_is_shorter_than_two() -> None:
    # 60 everywhere, goal 70: ten points more. The first alone needs 20 of its 40, the
    # second 33.3 of its 40, the third could give only 8.
    found = lifts(THREE, np.array([60.0, 60.0, 60.0]), ALL, 70.0)
    assert [each.leaves for each in found] == [(0,), (1,)]
    assert found[0].scores[0] == pytest.approx(80.0, abs=1e-3)
    assert found[1].scores[0] == pytest.approx(60 + 100 / 3, abs=1e-3)
    assert found[0].way == pytest.approx(0.5, abs=1e-5)


def test_two_are_named_when_one_does_not_do() -> None:
    # Goal 90, thirty more: the first gives at most 20, with the second 32, with the
    # third 28; second and third 20.
    found = lifts(THREE, np.array([60.0, 60.0, 60.0]), ALL, 90.0)
    assert [each.leaves for each in found] == [(0, 1)]
    assert found[0].way == pytest.approx(30 / 32, abs=1e-5)


def test_nobody_is_asked_for_more_than_is_within_reach() -> None:
    reach = np.array([70.0, 70.0, 70.0])
    assert lifts(THREE, np.array([60.0, 60.0, 60.0]), reach, 71.0) == []
    (found,) = lifts(THREE, np.array([60.0, 60.0, 60.0]), reach, 70.0)
    assert found.leaves == (0, 1, 2)


def test_who_is_there_needs_no_list() -> None:
    assert lifts(THREE, np.array([70.0, 70.0, 70.0]), ALL, 70.0) == []


def test_what_is_missing_or_at_its_best_is_no_improvement() -> None:
    # Without the second the weights are 5 to 2, and the first cannot get better.
    found = lifts(THREE, np.array([100.0, np.nan, 30.0]), ALL, 90.0)
    assert [each.leaves for each in found] == [(2,)]
    # (500 + 2 y) / 7 = 90
    assert found[0].scores[0] == pytest.approx(65.0, abs=1e-3)


def test_no_more_lists_than_asked_for() -> None:
    assert len(lifts(THREE, np.array([60.0] * 3), ALL, 61.0, lists=2)) == 2


NUMBERS = st.lists(st.floats(0, 100), min_size=4, max_size=4).map(np.array)
TREES = st.sampled_from(
    [
        Tree(4, (Branch((0, 1, 2, 3), (1.0, 2.0, 3.0, 4.0)),)),
        Tree(
            4, (Branch((0, 1), (1.0, 1.0), "geometric"), Branch((2, 3, 4), (1, 2, 3)))
        ),
    ]
)


@given(TREES, NUMBERS, NUMBERS, st.floats(1, 100))
def test_every_list_reaches_the_goal_and_no_shorter_one_does(
    tree: Tree, values: np.ndarray, reach: np.ndarray, goal: float
) -> None:
    found = lifts(tree, values, reach, goal)
    for each in found:
        improved = values.copy()
        improved[list(each.leaves)] = each.scores
        assert scores(tree, improved[None], tree.weights()[None])[0, 0] >= goal - 1e-6
        assert all(improved <= np.maximum(reach, values) + 1e-9)
    if found and len(found[0].leaves) > 1:
        for leaf in range(4):
            alone = values.copy()
            alone[leaf] = max(alone[leaf], reach[leaf])
            assert scores(tree, alone[None], tree.weights()[None])[0, 0] < goal


@given(TREES, st.lists(st.tuples(NUMBERS, NUMBERS, st.floats(1, 100)), max_size=5))
def test_units_do_not_meddle_with_each_other(
    tree: Tree, units: list[tuple[np.ndarray, np.ndarray, float]]
) -> None:
    values, reach = (
        np.array([unit[at] for unit in units]).reshape(-1, 4) for at in (0, 1)
    )
    goals = np.array([goal for *_, goal in units])
    together = lifts_of_units(tree, values, reach, goals)
    for found, unit in zip(together, units, strict=True):
        alone = lifts(tree, *unit)
        assert [each.leaves for each in found] == [each.leaves for each in alone]
        assert [s for each in found for s in each.scores] == pytest.approx(
            [s for each in alone for s in each.scores], abs=1e-3
        )


def test_who_has_no_goal_has_no_list() -> None:
    values = np.array([[60.0] * 3, [60.0] * 3])
    found = lifts_of_units(THREE, values, values + 40, np.array([np.nan, 70.0]))
    assert [len(each) for each in found] == [0, 2]
