"""What may be inferred of hidden cells from sums: the audit by linear programming.

Whoever knows every shown cell and every sum knows of a hidden one no more than its
smallest and largest value under those equations, which two linear programs give
(Willenborg and de Waal 2001, chapter 6). Whole numbers are not asked for: an attacker
who also uses that they are whole may gain less than one at each end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.statistics.sums import Sums

Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]
# Directions tried for all cells of a component at once, before each is asked alone.
_SWEEPS = 6
_CLOSE = 1e-6
_UNBOUNDED = 3  # linprog's status


@dataclass(frozen=True)
class Known:
    """What everybody knows a hidden cell to be at least and at most, shape (cells,)."""

    least: Numbers
    most: Numbers


def intervals(
    values: Numbers, sums: Sums, hidden: Mask, known: Known
) -> tuple[Numbers, Numbers]:
    """Smallest and largest possible value of every cell, shape (cells,) each.

    A shown cell has its value twice; a cell nothing bounds above has infinity.
    """
    low, high = values.copy(), values.copy()
    for part in _components(values, sums, hidden, known):
        for place, cell in enumerate(part.cells):
            along = np.zeros(len(part.cells))
            along[place] = 1.0
            lowest, highest = part.least_along(along), part.least_along(-along)
            low[cell] = -np.inf if lowest is None else lowest[place]
            high[cell] = np.inf if highest is None else highest[place]
    return low, high


def narrow(
    values: Numbers, sums: Sums, hidden: Mask, known: Known, width: float
) -> NDArray[np.intp]:
    """The hidden cells whose range is narrower than `width`, in ascending order."""
    weak: list[int] = []
    for part in _components(values, sums, hidden, known):
        weak += part.cells[~_wide(part, width)].tolist()
    return np.array(sorted(weak), dtype=np.intp)


@dataclass(frozen=True)
class _Component:
    """Hidden cells that hang together by sums; matrix: relations by cells."""

    cells: NDArray[np.intp]
    matrix: Any
    values: Numbers
    known: Known

    def least_along(self, along: Numbers, reach: float = np.inf) -> Numbers | None:
        """A possible table where along · cells is least; None: without bound.

        No cell goes more than `reach` above its value.
        """
        # Costs a quarter of a second, and most runs hide nothing.
        from scipy.optimize import linprog

        found = linprog(
            along,
            A_eq=self.matrix,
            b_eq=self.matrix @ self.values,
            bounds=np.column_stack(
                (self.known.least, np.minimum(self.known.most, self.values + reach))
            ),
            method="highs-ds",
        )
        if found.status == _UNBOUNDED:
            return None
        if found.status != 0:
            raise ArithmeticError(f"The audit of hidden cells failed: {found.message}")
        return np.asarray(found.x, dtype=np.float64)


def _wide(part: _Component, width: float) -> Mask:
    """Which cells of a component have a range of at least `width`."""
    low, high = part.values.copy(), part.values.copy()
    # Every possible table is evidence for all of its cells; the true one is the first.
    rng = np.random.default_rng(len(part.cells))

    def note(along: Numbers) -> None:
        # A cell that may be twice as far off is wide enough, and the program bounded.
        found = part.least_along(along, reach=2 * width)
        assert found is not None
        np.minimum(low, found, out=low)
        np.maximum(high, found, out=high)

    for _ in range(_SWEEPS):
        open_ = high - low < width - _CLOSE
        if not open_.any():
            return ~open_
        note(np.where(open_, rng.choice([-1.0, 1.0], len(open_)), 0.0))
    for place in range(len(part.cells)):
        for sign in (1.0, -1.0):
            if high[place] - low[place] < width - _CLOSE:
                along = np.zeros(len(part.cells))
                along[place] = sign
                note(along)
    return high - low >= width - _CLOSE


def _components(
    values: Numbers, sums: Sums, hidden: Mask, known: Known
) -> Iterator[_Component]:
    """The sums among hidden cells, apart where they have nothing to do with another."""
    if not hidden.any():
        return
    # Costs a tenth of a second, and most runs hide nothing.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    within = hidden[sums.cell]
    relations, row = np.unique(sums.relation[within], return_inverse=True)
    cells = np.flatnonzero(hidden)
    column = np.searchsorted(cells, sums.cell[within])
    shape = (len(relations), len(cells))
    matrix = coo_array((sums.sign[within], (row, column)), shape=shape).tocsr()
    edges = coo_array(
        (np.ones(len(row)), (row, column + len(relations))),
        shape=(sum(shape), sum(shape)),
    )
    _, label = connected_components(edges, directed=False)
    of_row, of_cell = label[: len(relations)], label[len(relations) :]
    for each in np.unique(of_cell):
        mine = np.flatnonzero(of_cell == each)
        rows = np.flatnonzero(of_row == each)
        found = cells[mine]
        within_known = Known(known.least[found], known.most[found])
        yield _Component(found, matrix[rows][:, mine], values[found], within_known)
