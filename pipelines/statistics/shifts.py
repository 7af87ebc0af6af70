"""Shifts of rows that no sum of a subject-by-period table would show.

Rows moved from one subject to another in one month, and back in another month, leave
every total of both months and of every longer period that holds both as it was. A cell
that takes part in such a shift of `width` rows, all of whose cells are hidden, cannot
be known better than that; the shift is the proof. (Moves of this kind are the basic
moves among tables with fixed margins: Diaconis and Sturmfels 1998.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Frame:
    """What ties the cells. holds: periods by months, shape (periods, months).

    groups: (place of the whole or -1, places of the parts), one for each way in which
    subjects add up; a whole of -1 is not in the table.
    """

    holds: Mask
    groups: tuple[tuple[int, NDArray[np.intp]], ...]


@dataclass(frozen=True)
class _Along:
    """What a shift along some months would do to each subject; shape (subjects,)."""

    touched: Mask  # periods whose cells change
    rise: Numbers  # how far it can go,
    fall: Numbers  # and how far the other way
    possible: Mask


class Shifts:
    """values, least, most, loss: shape (subjects, periods); loss may be infinite."""

    def __init__(
        self,
        frame: Frame,
        values: Numbers,
        least: Numbers,
        most: Numbers,
        loss: Numbers,
    ) -> None:
        self._frame = frame
        self._down, self._up = values - least, most - values
        self._counted, self._loss = values > 0, loss
        self._along: dict[tuple[int, int], _Along] = {}

    def cover(self, hidden: Mask, targets: Mask, width: float) -> tuple[Mask, Mask]:
        """`hidden` and what else must be, so that shifts of `width` prove the targets.

        Both answers, like both masks, have shape (subjects, periods): what is hidden
        then, and what of it is proven.
        """
        hidden = hidden.copy()
        proven = np.zeros_like(hidden)
        # The longest first: what hides a year may serve its months.
        length = self._frame.holds.sum(axis=1)
        for subject, period in sorted(
            zip(*np.nonzero(targets), strict=True), key=lambda at: (-length[at[1]], *at)
        ):
            if proven[subject, period]:
                continue
            cells = self._cheapest(int(subject), int(period), hidden, width)
            if cells is not None:
                hidden |= cells
                proven |= cells
        return hidden, proven

    def _cheapest(
        self, subject: int, period: int, hidden: Mask, width: float
    ) -> Mask | None:
        """The cells of the shift through a cell that hides least, if there is one."""
        best, chosen = np.inf, None
        missed = np.where(hidden, 0.0, self._loss)
        for first, second in self._months(period):
            along = self._shift(first, second)
            if not along.possible[subject]:
                continue
            cost = np.where(
                along.possible, missed[:, along.touched].sum(axis=1), np.inf
            )
            if cost[subject] >= best:
                continue
            for others, signs in self._company(subject, along, cost, width):
                total = cost[subject] + cost[others].sum()
                if total < best and self._room(along, subject, others, signs) >= width:
                    best = total
                    chosen = ([subject, *others], along.touched)
        if chosen is None:
            return None
        cells = np.zeros_like(hidden)
        cells[np.ix_(np.array(chosen[0]), np.flatnonzero(chosen[1]))] = True
        return cells

    def _months(self, period: int) -> list[tuple[int, int]]:
        """Pairs of a month within the period and one without, or -1 for no other."""
        holds = self._frame.holds
        inside = np.flatnonzero(holds[period])
        outside = np.flatnonzero(~holds[period])
        return [(int(a), int(b)) for a in inside for b in (*outside, -1)]

    def _shift(self, first: int, second: int) -> _Along:
        key = (first, second)
        if key not in self._along:
            holds = self._frame.holds.astype(int)
            change = holds[:, first] - (holds[:, second] if second >= 0 else 0)
            more, fewer = change > 0, change < 0
            touched = more | fewer
            self._along[key] = _Along(
                touched,
                np.minimum(_least(self._up, more), _least(self._down, fewer)),
                np.minimum(_least(self._down, more), _least(self._up, fewer)),
                np.asarray(
                    (self._counted & np.isfinite(self._loss))[:, touched].all(axis=1)
                ),
            )
        return self._along[key]

    def _company(
        self, subject: int, along: _Along, cost: Numbers, width: float
    ) -> list[tuple[list[int], list[float]]]:
        """Who may take part so that no sum over subjects changes: places and signs."""
        of = [group for group in self._frame.groups if subject in group[1]]
        under = [group for group in self._frame.groups if subject == group[0]]
        if len(of) > 1 or (of and under):
            return []  # tied in two ways at once: more than a pair would have to move
        if not of and not under:
            return [([], [])]
        if under:
            return self._one_each(along, cost, width, [parts for _, parts in under])
        whole, siblings = of[0]
        peers = siblings[siblings != subject]
        rise, fall = along.rise, along.fall
        room = np.minimum(rise[subject], fall[peers]) + np.minimum(
            fall[subject], rise[peers]
        )
        able = peers[(room >= width) & np.isfinite(cost[peers])]
        found = []
        if len(able):
            found.append(([int(able[np.argmin(cost[able])])], [-1.0]))
        if whole < 0:
            return [*found, ([], [])]
        beside = [
            parts
            for w, parts in self._frame.groups
            if w == whole and parts is not siblings
        ]
        for others, signs in self._one_each(along, cost, width, beside):
            found.append(([whole, *others], [1.0, *signs]))
        return found

    def _one_each(
        self,
        along: _Along,
        cost: Numbers,
        width: float,
        groups: list[NDArray[np.intp]],
    ) -> list[tuple[list[int], list[float]]]:
        """One part of each group moves the same way as their whole."""
        chosen = []
        for parts in groups:
            able = parts[
                (along.rise[parts] + along.fall[parts] >= width)
                & np.isfinite(cost[parts])
            ]
            if not len(able):
                return []
            chosen.append(int(able[np.argmin(cost[able])]))
        return [(chosen, [1.0] * len(chosen))]

    def _room(
        self, along: _Along, subject: int, others: list[int], signs: list[float]
    ) -> float:
        """How many rows the shift can move, both ways together."""
        rise, fall = along.rise[subject], along.fall[subject]
        for other, sign in zip(others, signs, strict=True):
            there, back = along.rise[other], along.fall[other]
            if sign < 0:
                there, back = back, there
            rise, fall = min(rise, there), min(fall, back)
        return float(rise + fall)


def _least(room: Numbers, periods: Mask) -> Numbers:
    return np.asarray(room[:, periods].min(axis=1, initial=np.inf))
