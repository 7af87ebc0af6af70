"""Trees of any shape and units to score, for properties."""

import numpy as np
from hypothesis import strategies as st

from pipelines.statistics.composite import Branch, Floats, Mean, Tree


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Up to six leaves, joined by twos and threes until one node is left."""
    leaves = draw(st.integers(1, 6))
    loose, branches = list(range(leaves)), []
    means: st.SearchStrategy[Mean] = st.sampled_from(["arithmetic", "geometric"])
    while len(loose) > 1 or not branches:
        many = min(len(loose), draw(st.integers(1, 3)))
        if many == 1 and len(branches) > 4:
            many = len(loose)
        children, loose = tuple(loose[:many]), loose[many:]
        loose.append(leaves + len(branches))
        branches.append(
            Branch(
                children,
                tuple(draw(st.sampled_from([1, 2, 5, 0.25])) for _ in children),
                draw(means),
                draw(st.sampled_from([1.0, 0.01, 10.0])),
                draw(st.sampled_from([0.0, 0.0, 0.6])),
            )
        )
    return Tree(leaves, tuple(branches))


@st.composite
def units(draw: st.DrawFn, tree: Tree) -> Floats:
    """Four units; every value from 0 to 100, or missing."""
    score = st.one_of(
        st.just(float("nan")),
        st.sampled_from([0.0, 50.0, 100.0]),
        st.floats(0, 100, allow_subnormal=False),
    )
    rows = [[draw(score) for _ in range(tree.leaves)] for _ in range(4)]
    return np.array(rows)
