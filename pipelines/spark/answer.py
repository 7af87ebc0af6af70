"""What a statement that ran on Spark answered with."""

from __future__ import annotations

from typing import Any


class Answer:
    """Rows that a statement answered with."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        self._rows = rows

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self._rows
