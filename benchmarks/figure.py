"""One measured figure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A figure, and its ratio to the reference of the same run where there is one."""

    name: str
    value: float
    unit: str
    ratio: float | None = None

    def line(self) -> str:
        """name, value, unit and ratio, parted by tabs."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return f"{self.name}\t{self.value:.4g}\t{self.unit}\t{ratio}".rstrip("\t")
