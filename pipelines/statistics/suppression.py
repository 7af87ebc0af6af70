"""Which further cells of tables with totals to hide, so that none can be worked out.

Cells are numbers tied by sums (a total and its parts). A hidden cell is safe when the
sums leave it a range of some width. Choosing the cells to hide with least loss is the
cell suppression problem (Fischetti and Salazar 2001); here a greedy choice, then an
audit by linear programming that decides, and repairs where it finds a cell too narrow.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.statistics.feasible import Known, narrow
from pipelines.statistics.sums import Sums

Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Table:
    """Cells with true values, tied by sums.

    known: what everybody knows of a hidden cell, shapes (cells,).
    loss: what is lost when a cell is hidden; infinite for one that must be shown.
    """

    values: Numbers
    sums: Sums
    known: Known
    loss: Numbers


def complement(table: Table, hidden: Mask, width: float) -> Mask:
    """`hidden` and what has to be hidden beside it, shape (cells,).

    Every hidden cell is left a range of at least `width`, unless no cell is left that
    could widen it.
    """
    hidden = hidden.copy()
    while True:
        _accompany(table, hidden)
        weak = narrow(table.values, table.sums, hidden, table.known, width)
        if not _widen(table, hidden, weak, width):
            return hidden


def _accompany(table: Table, hidden: Mask) -> None:
    """Leave no sum with a single hidden cell: that one would be the difference."""
    sums = table.sums
    count = sums.count(hidden)
    waiting: list[int] = np.flatnonzero(count == 1).tolist()
    while waiting:
        relation = waiting.pop()
        if count[relation] != 1:
            continue
        chosen = _cheapest(table, hidden, sums.cells(relation), count)
        if chosen is None:
            continue
        hidden[chosen] = True
        touched = sums.relations(chosen)
        count[touched] += 1
        waiting += touched[count[touched] == 1].tolist()


def _widen(table: Table, hidden: Mask, weak: NDArray[np.intp], width: float) -> bool:
    """Hide one more cell for each narrow one, where its sums are tightest."""
    sums = table.sums
    count = sums.count(hidden)
    slack = np.where(hidden, table.values - table.known.least, 0.0)
    helped = np.zeros(sums.size, dtype=bool)
    found = False
    for cell in weak:
        mine = sums.relations(cell)
        if helped[mine].any():
            continue  # what was hidden a moment ago may have widened this one too
        room = [slack[sums.cells(each)].sum() - slack[cell] for each in mine]
        for relation in mine[np.argsort(room, kind="stable")]:
            near = sums.cells(relation)
            roomy = near[table.values[near] - table.known.least[near] >= width]
            chosen = _cheapest(table, hidden, roomy, count)
            if chosen is None:
                chosen = _cheapest(table, hidden, near, count)
            if chosen is not None:
                hidden[chosen] = True
                touched = sums.relations(chosen)
                count[touched] += 1
                helped[touched] = True
                found = True
                break
    return found


def _cheapest(
    table: Table, hidden: Mask, among: NDArray[np.intp], count: NDArray[np.int64]
) -> int | None:
    """The shown cell that loses least for what it helps; None when there is none.

    A cell that accompanies hidden ones in several sums is worth more than one that
    opens new sums, which then need company too.
    """
    best, chosen = np.inf, None
    for cell in among:
        if hidden[cell] or not np.isfinite(table.loss[cell]):
            continue
        of_cell = count[table.sums.relations(cell)]
        opened, joined = (of_cell == 0).sum(), max((of_cell == 1).sum(), 1)
        cost = table.loss[cell] * (1 + opened) / joined
        if cost < best:
            best, chosen = cost, int(cell)
    return chosen
