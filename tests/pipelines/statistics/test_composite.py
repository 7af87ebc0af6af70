"""The composite's tree: COINr's figures, and what must hold for every tree."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.statistics.composite import (
    Account,
    Branch,
    Floats,
    Tree,
    account,
    scores,
)
from tests.pipelines.statistics.trees import trees, units

VECTORS = Path(__file__).resolve().parents[2] / "vectors"
SATISFACTION, SPEED, ASSESSMENT, ROOT = 8, 9, 10, 11


def read(name: str) -> list[dict[str, str]]:
    with (VECTORS / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def synthetic(mean: str) -> tuple[Tree, list[str]]:
    """The tree of the twelve departments; its names in the order of its nodes."""
    rows = read("composite_synth_meta.csv")
    names = [row["iCode"] for row in rows]
    branches = tuple(
        Branch(
            tuple(n for n, row in enumerate(rows) if row["Parent"] == name),
            tuple(float(row["Weight"]) for row in rows if row["Parent"] == name),
            "geometric" if mean == "geometric" and name == "Score" else "arithmetic",
            minimum=0.5,
        )
        for name in names[8:]
    )
    return Tree(8, branches), names


def column(rows: list[dict[str, str]], name: str) -> Floats:
    return np.array([float(row[name] or "nan") for row in rows])


@pytest.mark.parametrize(
    ("mean", "top"), [("arithmetic", "Score"), ("geometric", "Score_geo")]
)
def test_every_node_is_coinrs_also_where_parts_are_missing(mean: str, top: str) -> None:
    tree, names = synthetic(mean)
    expected = read("composite_synth_expected.csv")
    values = np.stack([column(expected, name) for name in names[:8]], axis=1)
    found = account(tree, values)
    for node, name in enumerate([*names[:-1], top]):
        np.testing.assert_allclose(
            found.score[:, node], column(expected, name), rtol=0, atol=1e-9
        )
    # The fifth was assessed by one of three methods: 0.4 of the weight is too little.
    assert np.isnan(found.score[4, ASSESSMENT])
    assert found.share[4].tolist()[SATISFACTION:ROOT] == pytest.approx(
        [0.4 / 0.75, 0.35 / 0.75, 0]
    )
    rank = (found.score[:, [ROOT]] < found.score[:, ROOT]).sum(axis=1) + 1
    told = column(expected, "rank_geo" if mean == "geometric" else "rank")
    assert rank.tolist() == told.tolist()


def test_a_geometric_mean_is_not_bought_back() -> None:
    means: tuple[Callable[..., Tree], ...] = (
        lambda: Tree(2, (Branch((0, 1), (1, 1)),)),
        lambda: Tree(2, (Branch((0, 1), (1, 1), "geometric"),)),
    )
    even, torn = np.array([[50.0, 50.0]]), np.array([[0.0, 100.0]])
    assert [account(m(), even).score[0, 2] for m in means] == pytest.approx([50, 50])
    # A nought counts as the floor of 1: the root of 1 x 100.
    assert [account(m(), torn).score[0, 2] for m in means] == pytest.approx([50, 10])
    parts = account(means[1](), torn).contribution[0]
    # Each has half the floor; all the rest is the second's.
    assert parts.tolist() == pytest.approx([0.5, 9.5, 10])


def test_a_part_counts_from_its_minimum_on() -> None:
    values = np.array([[80.0, np.nan, 60.0], [np.nan, 40.0, 60.0]])

    def tree(minimum: float) -> Tree:
        pillar = Branch((0, 1), (7, 3), minimum=minimum)
        return Tree(3, (pillar, Branch((3, 2), (1, 1))))

    strict = account(tree(0.7), values)
    # Seven tenths are enough, three tenths are not: what is left is the other pillar.
    assert strict.score[:, 4].tolist() == pytest.approx([70, 60])
    assert strict.coverage[:, 4].tolist() == pytest.approx([0.85, 0.5])
    assert strict.weight[:, :3].tolist() == [[0.5, 0, 0.5], [0, 0, 1]]
    lenient = account(tree(0.7).without_minimums(), values)
    assert lenient.score[:, 4].tolist() == pytest.approx([70, 50])


def test_nothing_known_is_no_score_and_not_nought() -> None:
    found = account(Tree(2, (Branch((0, 1), (1, 2)),)), np.full((1, 2), np.nan))
    assert np.isnan(found.score).all()
    assert found.weight.tolist() == [[0, 0, 0]]


@given(trees(), st.data())
def test_parts_sum_to_the_whole(tree: Tree, data: st.DataObject) -> None:
    values = data.draw(units(tree))
    found: Account = account(tree, values)
    top = np.nan_to_num(found.score[:, -1])
    scored = ~np.isnan(found.score[:, -1])
    leaves = slice(0, tree.leaves)
    np.testing.assert_allclose(
        found.weight[:, leaves].sum(axis=1), scored.astype(float), atol=1e-12
    )
    np.testing.assert_allclose(
        found.contribution[:, leaves].sum(axis=1), top, atol=1e-9
    )
    assert (found.contribution >= 0).all()
    for node, branch in tree.each():
        np.testing.assert_allclose(
            found.contribution[:, list(branch.children)].sum(axis=1),
            found.contribution[:, node],
            atol=1e-9,
        )


@given(trees(), st.data())
def test_a_slope_is_what_a_little_more_gives(tree: Tree, data: st.DataObject) -> None:
    # Away from the floor, where the geometric mean has a corner.
    values = 5 + 0.9 * data.draw(units(tree))
    found = account(tree, values)
    step = 1e-4
    for leaf in range(tree.leaves):
        moved = values.copy()
        moved[:, leaf] += step
        rise = account(tree, moved).score[:, -1] - found.score[:, -1]
        known = ~np.isnan(rise) & ~np.isnan(values[:, leaf])
        np.testing.assert_allclose(
            found.slope[known, leaf], rise[known] / step, rtol=1e-3, atol=1e-5
        )


@given(trees(), st.data())
def test_many_weightings_at_once_are_each_by_itself(
    tree: Tree, data: st.DataObject
) -> None:
    values = data.draw(units(tree))
    seed = data.draw(st.integers(0, 2**16))
    drawn = np.random.default_rng(seed).uniform(0.5, 2, (3, tree.nodes))
    together = scores(tree, values, drawn * tree.weights())
    assert together.shape == (3, len(values))
    for row, weights in zip(together, drawn * tree.weights(), strict=True):
        alone = Tree(
            tree.leaves,
            tuple(
                Branch(b.children, tuple(weights[list(b.children)]), b.mean, b.floor)
                for b in tree.branches
            ),
        )
        # Who has a score goes by the declared weights.
        known = ~np.isnan(account(tree, values).score[:, -1])
        assert np.isnan(row[~known]).all()
        if all(branch.minimum == 0 for branch in tree.branches):
            np.testing.assert_allclose(
                row, account(alone, values).score[:, -1], atol=1e-9
            )
    drawn_too = scores(tree, np.stack([values] * 3), np.stack([tree.weights()] * 3))
    for row in drawn_too:
        np.testing.assert_allclose(row, account(tree, values).score[:, -1])


def test_a_tree_has_one_root_and_no_strays() -> None:
    for branches in (
        (Branch((0,), (1,)),),  # leaf 1 belongs to nobody
        (Branch((0, 1), (1, 1)), Branch((0, 2), (1, 1))),  # leaf 0 to two
        (Branch((0, 3), (1, 1)), Branch((1, 2), (1, 1))),  # a child after its parent
    ):
        with pytest.raises(ValueError, match="child of one"):
            Tree(2, branches)
