"""Linear programs over unknown counts: how far each of them can lie apart."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array


class Holds(NamedTuple):
    """One count is at least another: their unknowns, or what they are."""

    more: int | None
    fewer: int | None
    more_is: float | None
    fewer_is: float | None


class Solver:
    """Linear programs over the unknown cells."""

    def __init__(self, matrix: Any, total: Any, holds: list[Holds], least: Any) -> None:
        self._matrix, self._total = matrix, total
        self._bounds = np.column_stack((least, np.full(len(least), 1e7)))
        row, column, value, right = [], [], [], []
        for number, each in enumerate(holds):
            for place, sign in ((each.fewer, 1.0), (each.more, -1.0)):
                if place is not None:
                    row.append(number)
                    column.append(place)
                    value.append(sign)
            right.append((each.more_is or 0.0) - (each.fewer_is or 0.0))
        shape = (len(right), len(least))
        self._under = csr_array((value, (row, column)), shape=shape)
        self._right = np.array(right)

    def spread(self, wanted: list[int], width: float) -> tuple[Any, Any]:
        """Range of every wanted cell; a range of `width` is not looked into further."""
        size = self._bounds.shape[0]
        low, high = np.full(size, np.inf), np.full(size, -np.inf)
        rng = np.random.default_rng(0)
        for _ in range(8):
            along = np.zeros(size)
            along[wanted] = rng.choice([-1.0, 1.0], len(wanted))
            self._note(along, low, high)
        for place in wanted:
            for sign in (1.0, -1.0):
                if high[place] - low[place] < width - 1e-6:
                    along = np.zeros(size)
                    along[place] = sign
                    self._note(along, low, high)
        return low, high

    def _note(self, along: Any, low: Any, high: Any) -> None:
        found = linprog(
            along,
            A_eq=self._matrix if self._matrix.shape[0] else None,
            b_eq=self._total if self._matrix.shape[0] else None,
            A_ub=self._under if self._under.shape[0] else None,
            b_ub=self._right if self._under.shape[0] else None,
            bounds=self._bounds,
            method="highs",
        )
        assert found.status == 0, found.message
        np.minimum(low, found.x, out=low)
        np.maximum(high, found.x, out=high)
