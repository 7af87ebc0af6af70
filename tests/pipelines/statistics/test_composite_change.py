"""Parts of a change: the vectors' figures, and that they always sum to it."""

import csv
import json
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.statistics.composite import Branch, Floats, Tree, account, log_mean
from pipelines.statistics.composite_change import change, mix
from tests.pipelines.statistics.trees import trees, units

VECTORS = Path(__file__).resolve().parents[2] / "vectors"


def columns(name: str) -> dict[str, Floats]:
    with (VECTORS / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {key: np.array([float(row[key]) for row in rows]) for key in rows[0]}


def one_level(mean: str) -> tuple[dict[str, Floats], Floats, Floats, tuple[float, ...]]:
    """The vector's six parts: what it tells, and what we find."""
    told = columns("composite_change_decomposition.csv")

    def counted(which: str) -> object:
        children, weights = tuple(range(6)), tuple(told[f"w{which}"])
        tree = Tree(
            6,
            (
                Branch(
                    children, weights, "geometric" if mean == "geo" else "arithmetic"
                ),
            ),
        )
        return tree, account(tree, told[f"s{which}"][None, :])

    (tree, before), (_, after) = counted("0"), counted("1")  # type: ignore[misc]
    found = change(tree, before, after)
    ends = (before.score[0, -1], after.score[0, -1])
    return told, found.performance[0, :6], found.weight[0, :6], ends


def test_arithmetic_parts_are_the_vectors() -> None:
    told, performance, weight, _ = one_level("arith")
    np.testing.assert_allclose(performance, told["perf_arith"], atol=1e-12)
    np.testing.assert_allclose(weight, told["weight_arith"], atol=1e-12)


def test_geometric_parts_are_the_vectors_but_for_the_centre() -> None:
    told, performance, weight, (first, last) = one_level("geo")
    np.testing.assert_allclose(performance, told["perf_geo"], atol=1e-12)
    # The vector does not hold weights against the mean; that sums to nothing.
    scale = log_mean(np.array(last), np.array(first))
    centre = scale * (np.log(first) + np.log(last)) / 2 * (told["w1"] - told["w0"])
    assert abs(centre.sum()) < 1e-12
    np.testing.assert_allclose(weight + centre, told["weight_geo"], atol=1e-12)


def test_kitagawas_parts_are_the_vectors() -> None:
    told = json.loads((VECTORS / "kitagawa.json").read_text("utf-8"))
    rates = [np.array(told[name]) for name in ("p0", "w0", "p1", "w1")]
    performance, moved = mix(*rates)
    np.testing.assert_allclose(performance, told["performance"], atol=1e-15)
    np.testing.assert_allclose(moved, told["mix"], atol=1e-15)
    np.testing.assert_allclose((performance + moved).sum(), told["total"], atol=1e-15)


def test_what_comes_and_goes_has_not_performed() -> None:
    tree = Tree(2, (Branch((0, 1), (1, 1)),))
    before = account(tree, np.array([[80.0, np.nan]]))
    after = account(tree, np.array([[80.0, 60.0]]))
    found = change(tree, before, after)
    # From 80 to 70, because what scores 60 counts half now.
    assert found.performance.tolist() == [[0, 0, 0]]
    # Means: 80 and 60 against 75; the first lost half the weight, the second won it.
    np.testing.assert_allclose(found.weight, [[-2.5, -7.5, 0]])


@given(trees(), st.data())
def test_parts_of_any_tree_sum_to_the_change(tree: Tree, data: st.DataObject) -> None:
    seed = data.draw(st.integers(0, 2**16))
    drawn = np.random.default_rng(seed).uniform(0.2, 3, tree.nodes)
    other = Tree(
        tree.leaves,
        tuple(
            Branch(b.children, tuple(drawn[list(b.children)]), b.mean, b.floor)
            for b in tree.branches
        ),
    )
    before = account(tree, data.draw(units(tree)))
    after = account(other, data.draw(units(tree)))
    found = change(tree, before, after)
    difference = after.score[:, -1] - before.score[:, -1]
    np.testing.assert_allclose(
        (found.performance + found.weight).sum(axis=1), difference, atol=1e-9
    )


@given(trees(), st.data())
def test_where_weights_stay_everything_is_performance(
    tree: Tree, data: st.DataObject
) -> None:
    full = st.floats(0, 100, allow_subnormal=False)
    both = [
        account(tree, np.array([[data.draw(full) for _ in range(tree.leaves)]]))
        for _ in range(2)
    ]
    found = change(tree, *both)
    np.testing.assert_allclose(found.weight, 0, atol=1e-12)
