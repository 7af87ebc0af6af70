"""Sums that tie the cells of tables: which cells stand in which, with which sign."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


class Sums:
    """Relations Σ sign · cell = constant, kept sparse in both directions.

    relation, cell: parallel arrays, one pair for each place of a cell in a relation;
    sign: +1 for a part, -1 for the total.
    """

    def __init__(
        self,
        relation: NDArray[np.intp],
        cell: NDArray[np.intp],
        sign: Numbers,
        cells: int,
    ) -> None:
        order = np.argsort(relation, kind="stable")
        self.relation, self.cell, self.sign = relation[order], cell[order], sign[order]
        self.size = int(relation.max()) + 1 if len(relation) else 0
        self._starts = np.searchsorted(self.relation, np.arange(self.size + 1))
        back = np.argsort(self.cell, kind="stable")
        self._relations = self.relation[back]
        self._cell_starts = np.searchsorted(self.cell[back], np.arange(cells + 1))

    @classmethod
    def of(cls, totals: Iterable[tuple[int, list[int]]], cells: int) -> Sums:
        """From pairs of a total and its parts."""
        relation: list[int] = []
        cell: list[int] = []
        sign: list[float] = []
        for number, (total, parts) in enumerate(totals):
            relation += [number] * (len(parts) + 1)
            cell += [total, *parts]
            sign += [-1.0, *[1.0] * len(parts)]
        return cls(
            np.array(relation, dtype=np.intp),
            np.array(cell, dtype=np.intp),
            np.array(sign),
            cells,
        )

    def cells(self, relation: int) -> NDArray[np.intp]:
        """The cells of a relation."""
        return self.cell[self._starts[relation] : self._starts[relation + 1]]

    def relations(self, cell: int) -> NDArray[np.intp]:
        """The relations a cell stands in."""
        return self._relations[self._cell_starts[cell] : self._cell_starts[cell + 1]]

    def count(self, hidden: NDArray[np.bool_]) -> NDArray[np.int64]:
        """How many hidden cells each relation has."""
        return np.bincount(self.relation[hidden[self.cell]], minlength=self.size)
