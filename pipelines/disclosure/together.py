"""Counts of rows that tell of each other, and what has to be hidden in all of them.

What is shown in one count bounds, or gives away, what is hidden in another: the same
rows but for a few, some of the same rows, ratings of the cases that were closed. So
counts are settled in turn until none tells what another hides.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipelines.disclosure import grid as grids
from pipelines.disclosure.grid import Grid
from pipelines.disclosure.persons import Persons, Ties
from pipelines.score.kept import Kept, Results
from pipelines.statistics.feasible import Known
from pipelines.statistics.shifts import Shifts
from pipelines.statistics.suppression import Table, complement

Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]


@dataclass
class Count:
    """How many rows of some persons each cell rests on, and which cells are hidden.

    rolled_up: organs add up to cities, departments and the whole.
    """

    persons: Persons
    n: Numbers
    minimum: int
    rolled_up: bool
    few: Mask = field(init=False)
    hidden: Mask = field(init=False)

    def __post_init__(self) -> None:
        self.few = (self.n > 0) & (self.n < self.minimum)
        self.hidden = self.few.copy()


class Together:
    """All counts of a workspace over one grid."""

    def __init__(self, counts: list[Count], grid: Grid, ties: Ties, width: int) -> None:
        # Fewest rows first: what they hide is then known to those that hold them.
        self._counts = sorted(
            counts, key=lambda each: (-len(each.persons.conditions), each.persons.said)
        )
        self._grid, self._ties, self._width = grid, ties, width

    def protect(self, kept: Kept) -> None:
        """Settle `few` and `hidden` of every count."""
        counts = self._counts
        for more in counts:
            for fewer in counts:
                if (more.persons, fewer.persons) in self._ties.asked_of_rest:
                    # What the rest answered is the difference of the two.
                    rest = more.n - fewer.n
                    more.few |= (rest > 0) & (rest < more.minimum)
        for into in counts:
            for other in counts:
                into.few |= other.few & self._tells(into, other)
        if not any(count.few.any() for count in counts):
            return
        found = kept.of(
            "hidden cells",
            repr(self._grid),
            float(self._width),
            self._ties.said,
            "\n".join(f"{each.persons.said} {each.rolled_up}" for each in counts),
            np.array([count.few for count in counts]),
            np.array([count.n for count in counts]),
            compute=self._settle,
        )
        for count, hidden in zip(counts, found["hidden"], strict=True):
            count.hidden = hidden

    def _tells(self, into: Count, other: Count) -> Mask:
        """Where `into`, if shown, would tell what is hidden in `other`."""
        if (into.persons, other.persons) in self._ties.same_question:
            return into.n > 0
        one, two = into.persons, other.persons
        if one.family != two.family and not self._bounds(one, two):
            return np.zeros(len(into.n), dtype=bool)
        # As good as the same rows there.
        near = np.abs(into.n - other.n) < self._width
        return near & (into.n > 0) & (other.n > 0)

    def _settle(self) -> Results:
        """Hide neighbours in every count, until none tells another's hidden cells."""
        counts = self._counts
        for count in counts:
            count.hidden = count.few.copy()
        settled: list[Mask | None] = [None] * len(counts)
        changed = True
        while changed:
            changed = False
            for at, into in enumerate(counts):
                for other in counts:
                    into.hidden = into.hidden | (
                        other.hidden & self._tells(into, other)
                    )
                before = settled[at]
                if before is None or (into.hidden != before).any():
                    into.hidden = settled[at] = self._with_neighbours(into)
                    changed = True
        return {"hidden": np.array([count.hidden for count in counts])}

    def _bounds(self, one: Persons, two: Persons) -> bool:
        return self._ties.at_most(one, two) or self._ties.at_most(two, one)

    def _known(self, count: Count, alone: Mask) -> Known:
        """What a cell is known to be between: by counts that hold it, or that it holds.

        Those that tell it are hidden along with it and move with it, unless they have
        nothing to move where it is `alone`. The others are taken as known though they
        may be hidden, so that each count is safe by itself.
        """
        # Where nothing was counted the public file says so: a hidden cell has a row.
        least, most = np.ones(len(count.n)), np.full(len(count.n), np.inf)
        for other in self._counts:
            apart = ~self._tells(other, count) | (alone & (other.n == 0)).any()
            if self._ties.at_most(other.persons, count.persons):
                below = apart & (other.n <= count.n)
                np.maximum(least, other.n, out=least, where=below)
            elif self._ties.at_most(count.persons, other.persons):
                above = apart & (other.n >= count.n)
                np.minimum(most, other.n, out=most, where=above)
        return Known(least, most)

    def _alone(self, count: Count) -> Mask:
        """Hidden cells so small that a count they are tied to has nothing there."""
        alone = np.zeros(len(count.n), dtype=bool)
        for other in self._counts:
            if self._bounds(count.persons, other.persons):
                alone |= count.hidden & (other.n == 0) & (count.n < self._width)
        return alone

    def _with_neighbours(self, count: Count) -> Mask:
        """What is hidden and has to be beside it, every cell proven unknown."""
        if self._width == 0 or not count.hidden.any():
            return count.hidden
        last = count.persons.over_time == "last"
        hidden, proven = count.hidden, np.zeros_like(count.hidden)
        if not last:
            alone = self._alone(count)
            if alone.any():
                hidden, proven = self._shift(count, hidden, alone, alone)
            nowhere = np.zeros_like(hidden)
            hidden, more = self._shift(count, hidden, hidden & ~proven, nowhere)
            if (proven | more)[hidden].all():
                return hidden
        # Where no shift proves a cell, linear programs decide: organs are tied in two
        # ways, and a period that keeps its last month is the sum of nothing.
        grid = self._grid
        sums = grids.sums(grid, count.n, over_subjects=count.rolled_up, last=last)
        known = self._known(count, np.zeros_like(hidden))
        table = Table(count.n, sums, known, grid.missed(count.n))
        return complement(table, hidden, self._width)

    def _shift(
        self, count: Count, hidden: Mask, targets: Mask, alone: Mask
    ) -> tuple[Mask, Mask]:
        """Hidden cells that prove the targets, and what is proven."""
        grid, known = self._grid, self._known(count, alone)
        shape = grid.shape
        shifts = Shifts(
            grid.frame(over_subjects=count.rolled_up),
            count.n.reshape(shape),
            known.least.reshape(shape),
            known.most.reshape(shape),
            grid.missed(count.n).reshape(shape),
        )
        covered, proven = shifts.cover(
            hidden.reshape(shape), targets.reshape(shape), self._width
        )
        return covered.ravel(), proven.ravel()
