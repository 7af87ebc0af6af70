"""Why a composite changed: exact parts of the difference between two accounts.

At every branch the change is what its children's scores did, at the mean of their old
and new weights, and what their weights did, at the mean of their old and new scores
(E. M. Kitagawa, Components of a difference between two rates, JASA 50, 1955). Geometric
branches do the same in logarithms, scaled back by the logarithmic mean (B. W. Ang, The
LMDI approach to decomposition analysis, Energy Policy 33, 2005). Each branch hands its
children their part of its own change, so the parts of all nodes sum to the root's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.statistics.composite import Account, Branch, Floats, Tree, log_mean


@dataclass(frozen=True)
class Change:
    """Parts of the root's change, shape (units, nodes); all of them sum to it.

    performance: what a leaf's score did (0 at branches). weight: what the change of a
    node's weight among its siblings did, held against the mean of its parent.
    passed: how much of a point of the node's own change reaches the root; a leaf's
    performance is that times what its score did.
    """

    performance: Floats
    weight: Floats
    passed: Floats


def change(tree: Tree, before: Account, after: Account) -> Change:
    """Split after.score - before.score at the root; NaN where either has none.

    Both accounts are of the same units and the same shape of tree; the weights may
    differ, and so may what is missing. What is there only once has not performed: its
    coming or going is a matter of weight.
    """
    performance = np.zeros_like(after.score)
    weight = np.zeros_like(after.score)
    handed = np.zeros_like(after.score)
    unknown = np.isnan(before.score[:, -1]) | np.isnan(after.score[:, -1])
    handed[:, -1] = np.where(unknown, np.nan, 1.0)
    for node, branch in reversed(tree.each()):
        children = list(branch.children)
        old, new = before.score[:, children], after.score[:, children]
        old_share, new_share = before.share[:, children], after.share[:, children]
        # Whatever does not count on one side stands there with the other side's score.
        old = np.where(old_share > 0, old, new)
        new = np.where(new_share > 0, new, old)
        once = (old_share > 0) != (new_share > 0)
        counts = once | (old_share > 0)
        old, new = np.where(counts, old, 0.0), np.where(counts, new, 0.0)
        whole = [np.nan_to_num(a.score[:, [node]]) for a in (before, after)]
        split = _geometric if branch.mean == "geometric" else _arithmetic
        passed, moved = split(branch, (old, new), (old_share, new_share), whole)
        weight[:, children] = handed[:, [node]] * moved
        handed[:, children] = handed[:, [node]] * np.where(once, 0.0, passed)
    leaves = slice(0, tree.leaves)
    rise = after.score[:, leaves] - before.score[:, leaves]
    performance[:, leaves] = handed[:, leaves] * np.nan_to_num(rise)
    performance[unknown] = weight[unknown] = np.nan
    return Change(performance, weight, handed)


def mix(
    old_rate: Floats, old_weight: Floats, new_rate: Floats, new_weight: Floats
) -> tuple[Floats, Floats]:
    """(performance, mix) of each group in the change of a mean rate (Kitagawa 1955).

    Performance is what the group's own rate did, mix what its share of all did. Weights
    sum to 1 over the groups on the last axis; a rate whose weight is 0 may be NaN.
    """
    old_rate = np.where(old_weight > 0, old_rate, new_rate)
    new_rate = np.where(new_weight > 0, new_rate, old_rate)
    counts = (old_weight > 0) | (new_weight > 0)
    old_rate, new_rate = (np.where(counts, r, 0.0) for r in (old_rate, new_rate))
    performance = (old_weight + new_weight) / 2 * (new_rate - old_rate)
    return performance, (old_rate + new_rate) / 2 * (new_weight - old_weight)


_Pair = tuple[Floats, Floats]


def _arithmetic(
    branch: Branch, score: _Pair, share: _Pair, whole: list[Floats]
) -> tuple[Floats, Floats]:
    """(how much of a child's change reaches the node, what its weight's change did)."""
    centre = (whole[0] + whole[1]) / 2
    moved = ((score[0] + score[1]) / 2 - centre) * (share[1] - share[0])
    return (share[0] + share[1]) / 2, moved


def _geometric(
    branch: Branch, score: _Pair, share: _Pair, whole: list[Floats]
) -> tuple[Floats, Floats]:
    floor = branch.floor
    old, new = (np.maximum(each, floor) for each in score)
    first, last = (np.maximum(each, floor) for each in whole)
    scale = log_mean(last, first)
    centre = (np.log(first) + np.log(last)) / 2
    moved = scale * ((np.log(old) + np.log(new)) / 2 - centre) * (share[1] - share[0])
    # d ln y / d y between the two, of what lies above the floor.
    risen, rise = np.log(new / old), score[1] - score[0]
    across = np.divide(risen, rise, out=np.zeros_like(risen), where=rise != 0)
    above = np.minimum(*score) >= floor
    steep = np.where(above, 1 / log_mean(new, old), across)
    return scale * (share[0] + share[1]) / 2 * steep, moved
