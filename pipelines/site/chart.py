"""The ranking as a picture: dots with intervals over bands of tiers. Geometry alone.

Places are percentages of the picture's width, so that it fits any screen and its words
keep their size; the template draws it as SVG.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

ROW, TOP = 40, 34
# Room on both sides, so that a dot at the edge is whole.
_LEFT, _RIGHT = 1.5, 98.5
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25)
_TICKS = 5


@dataclass(frozen=True)
class Dot:
    """One subject: where its line of words and its figures stand."""

    row: Any
    words_y: int
    y: int
    x: float
    low: float
    high: float
    order: float


@dataclass(frozen=True)
class Band:
    """A tier."""

    tier: int
    y: int
    height: int
    is_shaded: bool


@dataclass(frozen=True)
class Chart:
    """All of it; ticks are (place, share)."""

    dots: tuple[Dot, ...]
    bands: tuple[Band, ...]
    ticks: tuple[tuple[float, float], ...]
    height: int

    @property
    def starts_at(self) -> float:
        return self.ticks[0][1]


def draw(rows: Sequence[Any]) -> Chart | None:
    """Rows of ranked subjects in their order; None without any."""
    if not rows:
        return None
    least = min(min(row["low"], row["adjusted"]) for row in rows)
    most = max(max(row["high"], row["adjusted"]) for row in rows)
    step = next(
        (each for each in _STEPS if (most - least) / each <= _TICKS), _STEPS[-1]
    )
    start = max(0.0, math.floor(least / step + 1e-9) * step)
    end = min(1.0, math.ceil(most / step - 1e-9) * step)
    if end <= start:
        start = end - step

    def place(share: float) -> float:
        found: float = round(
            _LEFT + (_RIGHT - _LEFT) * (share - start) / (end - start), 2
        )
        return found

    dots = tuple(
        Dot(
            row,
            TOP + ROW * number + 15,
            TOP + ROW * number + 28,
            place(row["share"]),
            place(row["low"]),
            place(row["high"]),
            place(row["adjusted"]),
        )
        for number, row in enumerate(rows)
    )
    count = round((end - start) / step)
    ticks = tuple(
        (place(start + step * each), round(start + step * each, 4))
        for each in range(count + 1)
    )
    return Chart(dots, tuple(_bands(rows)), ticks, TOP + ROW * len(rows) + 8)


def _bands(rows: Sequence[Any]) -> list[Band]:
    found, y = [], TOP
    for number, (tier, members) in enumerate(groupby(rows, lambda row: row["tier"])):
        height = ROW * len(list(members))
        found.append(Band(tier, y, height, number % 2 == 0))
        y += height
    return found
