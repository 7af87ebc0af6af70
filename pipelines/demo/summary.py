"""What a demo holds: how many rows of which kind, so that a reader can check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Burst:
    """Ratings one window got within a few minutes."""

    day: date
    window: str
    ratings: int


@dataclass(frozen=True)
class Correction:
    """How the corrected file differs from the one it replaces."""

    rows_before: int
    rows_after: int
    changed: int
    removed: int
    added: int


@dataclass(frozen=True)
class Summary:
    """One generated year. Counts by source unless said otherwise.

    `rows` counts the data rows of all files. The rows of the file that is replaced as a
    whole are in `replaced` and in no other count but `rows`.
    """

    cases: int
    seed: int
    as_of: date
    files: Counts  # path below the inbox to data rows
    rows: Counts
    bad: Mapping[str, Counts]  # source to kind to rows
    duplicates: Counts
    superseded: Counts
    replaced: Counts
    correction: Correction
    late_arrivals: int
    bursts: tuple[Burst, ...]
    level_contradictions: int
    deadline_contradictions: int
    slip: Mapping[str, tuple[int, int]]  # month to (late, cases) of the department
    hidden: Mapping[str, tuple[int, int]]  # city_id to (late and open, late)
    seconds: float = 0.0

    @property
    def loaded(self) -> dict[str, int]:
        """Rows of each source that are good, new and not replaced later."""
        return {
            source: rows
            - sum(self.bad.get(source, {}).values())
            - self.duplicates.get(source, 0)
            - self.superseded.get(source, 0)
            - self.replaced.get(source, 0)
            for source, rows in self.rows.items()
        }

    def __str__(self) -> str:
        """What to tell at the terminal."""
        each = "".join(f"\n  {source}: {n:,} rows" for source, n in self.rows.items())
        return (
            f"{len(self.files)} raw files of an invented year, up to {self.as_of}, "
            f"seed {self.seed}, in {self.seconds:.1f} s:{each}\n"
            "What is planted in them and where to find it: docs/demo.md"
        )
