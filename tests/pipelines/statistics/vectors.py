"""Expected figures that other programs computed, by column."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).resolve().parents[2] / "vectors"


class Vector:
    """One file of tests/vectors."""

    def __init__(self, name: str) -> None:
        with (FOLDER / f"{name}.csv").open(encoding="utf-8") as file:
            self.rows = list(csv.DictReader(file))

    def numbers(self, column: str) -> NDArray[np.float64]:
        """A column of numbers."""
        return np.array([float(row[column]) for row in self.rows])

    def texts(self, column: str) -> list[str]:
        """A column as it is written."""
        return [row[column] for row in self.rows]
