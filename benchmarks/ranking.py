"""200 units ranked: posteriors, exact ranks, confidence sets, tiers, four groups.

The reference is a sort of ten million numbers, measured in the same run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np

from pipelines.score.placing import League, place

UNITS, GROUPS, SORTED = 200, 4, 10_000_000


def measure() -> Iterator[tuple[str, float, str, float | None]]:
    """Processor seconds, of the quickest of three."""
    rng = np.random.default_rng(1)
    numbers = rng.random(SORTED)
    reference = _seconds(lambda: np.sort(numbers))
    yield "reference: ten million numbers sorted", reference, "s processor", None
    n = np.exp(rng.normal(5.7, 1.1, UNITS)).clip(30, 5000).round()
    k = rng.binomial(n.astype(int), rng.beta(46, 4, UNITS)).astype(float)
    group = np.arange(UNITS) % GROUPS
    groups = np.array([group == each for each in range(GROUPS)])
    league = League(k, n, group, groups, 20)
    seconds = _seconds(lambda: place(league))
    yield f"{UNITS} units ranked", seconds, "s processor", seconds / reference


def _seconds(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(3):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)
