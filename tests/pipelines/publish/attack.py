"""Somebody who wants the hidden figures, and has the public file and nothing else.

Written from docs/method.md and the published definitions, without the code that
protects: every published number becomes an equation over unknown counts, and linear
programs say what each hidden one can be.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
from scipy.sparse import csr_array

from tests.pipelines.publish.attack_beside import Key, key_of
from tests.pipelines.publish.attack_solver import Holds, Solver
from tests.pipelines.publish.attack_words import (
    ABOVE,
    ALSO,
    BELOW,
    COUNTS,
    HOLDS,
    SUMS,
)

TABLES = (
    "subject",
    "period",
    "observation",
    "score",
    "scorecard",
    "scheme_indicator",
    "satisfaction_ranking",
    "publication",
)


class Cell(NamedTuple):
    """One unknown count."""

    count: str
    subject_id: str
    period_kind: str
    period: Any


@dataclass
class Attack:
    """Everything one public file says."""

    file: Path
    known: dict[Cell, float] = field(default_factory=dict)
    withheld: list[Key] = field(default_factory=list)

    def __post_init__(self) -> None:
        with duckdb.connect(str(self.file), read_only=True) as con:
            self.tables = {
                name: _rows(con, name)
                for name in [
                    "subject",
                    "period",
                    "indicator",
                    "observation",
                    "score",
                    "scorecard",
                    "scheme_indicator",
                    "satisfaction_ranking",
                    "publication",
                ]
            }
        for row in self.tables["observation"]:
            self._read(row)

    def _read(self, row: dict[str, Any]) -> None:
        """Numbers of an observation, and what its state says where there are none."""
        name = row["indicator_id"]
        if name not in BELOW:
            return
        place = (row["subject_id"], row["period_kind"], row["period"])
        counts = {
            "n": COUNTS[name],
            "denominator": BELOW[name],
            "numerator": ABOVE.get(name),
        }
        for column, count in counts.items():
            if count and row[column] is not None:
                self.known[Cell(count, *place)] = row[column]
        if row["state"] == "no_data":
            self.known[Cell(COUNTS[name], *place)] = 0.0
            self.known.setdefault(Cell(BELOW[name], *place), 0.0)
        elif row["state"] == "withheld":
            self.withheld.append(key_of(row))

    def ranges(self, width: float) -> dict[Key, float]:
        """For every withheld observation how far apart its count of rows can lie."""
        return {key: high - low for key, (low, high) in self.bounds(width).items()}

    def bounds(self, width: float) -> dict[Key, tuple[float, float]]:
        """For every withheld observation what its count of rows can be.

        What is counted on two sources is unknown as long as either count is: the wider
        one is told. A range of `width` or more is not looked into further.
        """
        cells, matrix, total, holds = self._equations()
        at = {cell: place for place, cell in enumerate(cells)}
        wanted = [
            at[cell] for key in self.withheld for cell in _counts(key) if cell in at
        ]
        # Where nothing was counted the file says so: something withheld has a row.
        rows = {Cell(COUNTS[key[0]], *key[1:]) for key in self.withheld}
        least = np.array([1.0 if cell in rows else 0.0 for cell in cells])
        low, high = Solver(matrix, total, holds, least).spread(wanted, width)
        found = {c: (float(low[p]), float(high[p])) for c, p in at.items()}
        found |= {cell: (value, value) for cell, value in self.known.items()}
        return {
            key: max(
                (found[cell] for cell in _counts(key)),
                key=lambda ends: ends[1] - ends[0],
            )
            for key in self.withheld
        }

    def solved(self) -> list[Key]:
        """Withheld observations that sums and differences alone determine."""
        cells, matrix, _, _ = self._equations()
        if not cells:
            return []
        _, sizes, rows = np.linalg.svd(matrix.toarray(), full_matrices=True)
        moves = np.abs(rows[int((sizes > 1e-9).sum()) :]).max(axis=0, initial=0.0)
        fixed = {cell for cell, move in zip(cells, moves, strict=True) if move < 1e-9}
        fixed |= self.known.keys()
        return [
            key
            for key in self.withheld
            if Cell(BELOW[key[0]], *key[1:]) in fixed
            and Cell(ABOVE.get(key[0], BELOW[key[0]]), *key[1:]) in fixed
        ]

    def _equations(self) -> tuple[list[Cell], Any, Any, list[Holds]]:
        """Unknown cells, and matrix · cells = total, of all sums of the file."""
        subjects = self.tables["subject"]
        periods = [(p["period_kind"], p["period"]) for p in self.tables["period"]]
        ends = {
            (p["period_kind"], p["period"]): p["period_end"]
            for p in self.tables["period"]
        }
        months = [first for kind, first in periods if kind == "month"]
        counts = sorted({*ABOVE.values(), *COUNTS.values(), *BELOW.values()})
        ids = [s["subject_id"] for s in subjects]
        sums: list[list[tuple[float, Cell]]] = []
        for count in counts:
            for who in ids:
                for kind, first in periods:
                    if kind == "month":
                        continue
                    inside = [m for m in months if first <= m <= ends[kind, first]]
                    sums.append(
                        [(-1.0, Cell(count, who, kind, first))]
                        + [(1.0, Cell(count, who, "month", m)) for m in inside]
                    )
            for part in ("city", "department"):
                of_kind = [s["subject_id"] for s in subjects if s["kind"] == part]
                sums += [
                    [(-1.0, Cell(count, "all", *when))]
                    + [(1.0, Cell(count, who, *when)) for who in of_kind]
                    for when in periods
                    if of_kind and "all" in ids
                ]
        for whole, *parts in SUMS:
            guessed = [
                [(-1.0, Cell(whole, who, *when))]
                + [(1.0, Cell(part, who, *when)) for part in parts]
                for who in ids
                for when in periods
            ]
            if not any(self._contradicted(terms) for terms in guessed):
                sums += guessed
        return self._without_known(sums, ids, periods)

    def _contradicted(self, terms: list[tuple[float, Cell]]) -> bool:
        """Whether published numbers show that a sum does not hold."""
        if any(cell not in self.known for _, cell in terms):
            return False
        return abs(sum(sign * self.known[cell] for sign, cell in terms)) > 1e-6

    def _without_known(
        self,
        sums: list[list[tuple[float, Cell]]],
        ids: list[str],
        periods: list[tuple[str, Any]],
    ) -> tuple[list[Cell], Any, Any, list[Holds]]:
        at: dict[Cell, int] = {}
        row, column, value, total = [], [], [], []
        for terms in sums:
            unknown = [(sign, cell) for sign, cell in terms if cell not in self.known]
            if not unknown:
                continue
            told = sum(s * self.known[c] for s, c in terms if c in self.known)
            for sign, cell in unknown:
                row.append(len(total))
                column.append(at.setdefault(cell, len(at)))
                value.append(sign)
            total.append(-told)
        for key in self.withheld:
            for cell in _counts(key):
                if cell not in self.known:
                    at.setdefault(cell, len(at))
        shape = (len(total), len(at))
        matrix = csr_array((value, (row, column)), shape=shape)
        holds = []
        for more, fewer in HOLDS:
            pairs = [
                (Cell(more, who, *when), Cell(fewer, who, *when))
                for who in ids
                for when in periods
            ]
            told = [(self.known.get(a), self.known.get(b)) for a, b in pairs]
            if all(a is None or b is None or a >= b for a, b in told):
                holds += [
                    Holds(at.get(a), at.get(b), more_is, fewer_is)
                    for (a, b), (more_is, fewer_is) in zip(pairs, told, strict=True)
                    if (a in at or more_is is not None)
                    and (b in at or fewer_is is not None)
                    and (a in at or b in at)
                ]
        return list(at), matrix, np.array(total), holds


def _rows(con: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, Any]]:
    found = con.execute(f"FROM {table}")
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _apart(ends: tuple[float, float]) -> float:
    return ends[1] - ends[0]


def _counts(key: Key) -> list[Cell]:
    """The counts of rows that a withheld observation rests on."""
    name, *place = key
    named = [COUNTS[name], *([ALSO[name]] if name in ALSO else [])]
    return [Cell(count, *place) for count in named]
