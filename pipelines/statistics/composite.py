"""A composite as a tree: scores, weights and contributions of every node, in arrays.

A tree has `leaves` columns of scores and branches above them; nodes are numbered leaves
first, then branches, children before parents, the root last. `scores` is all that many
weightings need at once; `account` tells for one of them what the score is made of.
Changes between two accounts are in composite_change.py.

    speed = Branch((0, 1), (0.7, 0.3))
    tree = Tree(3, (speed, Branch((2, 3), (0.4, 0.6), "geometric")))
    account(tree, y).score[:, -1]          # y: (units, leaves), NaN where missing
    scores(tree, y, draws)                 # draws: (draws, nodes) -> (draws, units)
    tree.weights()                         # what draws are drawn around: (nodes,)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mean = Literal["arithmetic", "geometric"]
# Sums of weights are 1, and shares reach their minimum, only to the last digits.
EPSILON = 1e-9


@dataclass(frozen=True)
class Branch:
    """A node that joins others: its children by number, and their relative weights.

    A geometric mean counts what lies below `floor` as `floor`, so that one nought does
    not swallow everything. Without the share `minimum` of its weight there is no score.
    """

    children: tuple[int, ...]
    weights: tuple[float, ...]
    mean: Mean = "arithmetic"
    floor: float = 1.0
    minimum: float = 0.0


@dataclass(frozen=True)
class Tree:
    """Leaves 0 to leaves - 1, then the branches; the last of them is the root."""

    leaves: int
    branches: tuple[Branch, ...]

    def __post_init__(self) -> None:
        joined = sorted(child for branch in self.branches for child in branch.children)
        ordered = all(
            child < node for node, branch in self.each() for child in branch.children
        )
        if joined != list(range(self.nodes - 1)) or not ordered:
            raise ValueError("every node but the last is the child of one later branch")

    @property
    def nodes(self) -> int:
        """How many leaves and branches there are."""
        return self.leaves + len(self.branches)

    def each(self) -> list[tuple[int, Branch]]:
        """The branches with their numbers, children before parents."""
        return list(enumerate(self.branches, start=self.leaves))

    def weights(self) -> Floats:
        """Every node's declared weight among its siblings; 1 for the root."""
        found = np.ones(self.nodes)
        for _, branch in self.each():
            found[list(branch.children)] = branch.weights
        return found

    def without_minimums(self) -> Tree:
        """The same tree, in which any part makes a score."""
        return replace(
            self, branches=tuple(replace(b, minimum=0.0) for b in self.branches)
        )


@dataclass(frozen=True)
class Account:
    """What scores are made of; every array has shape (units, nodes).

    score: NaN where there is none. coverage: the share of the weight beneath that
    counts. share: the weight within the parent, shared out over what is there; 0 where
    it does not count. weight: the product of shares down the tree; 1 at the root, and
    the leaves sum to 1. contribution: leaves sum to the root's score, and each node's
    children to its own. slope: how much the root moves for a point of the node.
    Without a score at the root the last four are 0.
    """

    score: Floats
    coverage: Floats
    share: Floats
    weight: Floats
    contribution: Floats
    slope: Floats


def scores(tree: Tree, values: Floats, weights: Floats) -> Floats:
    """The root's scores under many weightings at once, shape (draws, units).

    values: (units, leaves), or (draws, units, leaves) when values are drawn too.
    weights: (draws, nodes), each node's among its siblings; only their ratios count.
    Who has a score is decided by the declared weights, not by those drawn.
    """
    return _climb(tree, values, weights)[0][-1]


def account(tree: Tree, values: Floats) -> Account:
    """Scores, weights and contributions of values of shape (units, leaves)."""
    found, covered = _climb(tree, values, tree.weights()[None, :])
    score = np.stack([np.broadcast_to(s, (1, len(values)))[0] for s in found], axis=1)
    share = np.zeros_like(score)
    weight = np.zeros_like(score)
    contribution = np.zeros_like(score)
    slope = np.zeros_like(score)
    scored = ~np.isnan(score[:, -1])
    weight[scored, -1] = slope[scored, -1] = share[scored, -1] = 1
    contribution[scored, -1] = score[scored, -1]
    for node, branch in reversed(tree.each()):
        children = list(branch.children)
        counts = (weight[:, [node]] > 0) & ~np.isnan(score[:, children])
        within = _shares(np.array(branch.weights), counts)
        parts, slopes = _parts(branch, score[:, children], within, score[:, [node]])
        share[:, children] = within
        weight[:, children] = weight[:, [node]] * within
        contribution[:, children] = contribution[:, [node]] * parts
        slope[:, children] = slope[:, [node]] * slopes
    return Account(score, covered, share, weight, contribution, slope)


def log_mean(a: Floats, b: Floats) -> Floats:
    """The logarithmic mean (a - b) / ln(a / b) of positive numbers; a where they meet.

    B. C. Carlson, The logarithmic mean, American Mathematical Monthly 79 (1972).
    """
    close = np.abs(a - b) <= 1e-8 * np.abs(a)
    # ln(1 + x) keeps its digits where a and b nearly meet.
    ratio = np.log1p(np.where(close, 1.0, (a - b) / b))
    return np.where(close, (a + b) / 2, (a - b) / ratio)


def _climb(tree: Tree, values: Floats, weights: Floats) -> tuple[list[Floats], Floats]:
    """Scores node by node, (draws, units) or (units,) each; and the coverage."""
    found: list[Floats] = [values[..., leaf] for leaf in range(tree.leaves)]
    there = (~np.isnan(values)).astype(np.float64)
    covered: list[Floats] = [there[..., leaf] for leaf in range(tree.leaves)]
    # What a node without a score covers does not count further up.
    counts = list(covered)
    for _, branch in tree.each():
        children = list(branch.children)
        declared = np.array(branch.weights) / sum(branch.weights)
        parts = np.stack(np.broadcast_arrays(*(found[c] for c in children)), axis=-1)
        present = ~np.isnan(parts)
        coverage = np.stack([counts[child] for child in children], axis=-1) @ declared
        enough = (coverage >= branch.minimum - EPSILON) & (coverage > EPSILON)
        given = weights[:, children]
        if branch.mean == "geometric":
            parts = np.log(np.maximum(parts, branch.floor))
        total = _joined(np.where(present, parts, 0.0), given)
        whole = _joined(present.astype(np.float64), given)
        with np.errstate(invalid="ignore", divide="ignore"):
            joined = total / whole
        if branch.mean == "geometric":
            joined = np.exp(joined)
        found.append(np.where(enough, joined, np.nan))
        covered.append(coverage)
        counts.append(np.where(enough, coverage, 0.0))
    return found, np.stack(covered, axis=-1)


def _joined(parts: Floats, weights: Floats) -> Floats:
    """Weighted sums over the last axis, (draws, units)."""
    if parts.ndim == 2:
        joined: Floats = weights @ parts.T
        return joined
    sums: Floats = np.matmul(parts, weights[:, :, None])[..., 0]
    return sums


def _shares(weights: Floats, counts: NDArray[np.bool_]) -> Floats:
    """Weights shared out over what counts; all 0 where nothing does."""
    given = np.where(counts, weights, 0.0)
    whole = given.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(given, whole, out=np.zeros_like(given), where=whole > 0)
    return shares


def _parts(
    branch: Branch, score: Floats, share: Floats, whole: Floats
) -> tuple[Floats, Floats]:
    """(the parts of the node's score its children make, summing to 1; their slopes).

    Arithmetic: w y / S. Geometric: everybody's floor first, and what lies above it by
    logarithms, w (f + L(S, f) ln(y / f)) / S, where L is the logarithmic mean; this is
    the logarithmic mean Divisia allocation (B. W. Ang, The LMDI approach to
    decomposition analysis, Energy Policy 33, 2005) against a unit that stands at the
    floor everywhere. Both sum to S, and no part is negative. Where S is 0, by weight.
    """
    known = np.where(share > 0, score, 0.0)
    total = np.where(np.isnan(whole), 0.0, whole)
    if branch.mean == "arithmetic":
        return np.divide(share * known, total, out=share.copy(), where=total > 0), share
    floor = branch.floor
    raised = np.maximum(known, floor)
    above = log_mean(np.maximum(total, floor), np.full_like(total, floor))
    made = share * (floor + above * np.log(raised / floor))
    parts = np.divide(made, total, out=share.copy(), where=total > 0)
    return parts, np.where(known >= floor, share * total / raised, 0.0)
