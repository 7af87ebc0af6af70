"""What is to be loaded: new files of every source, those of one shape together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from pipelines.declarations.source import Source
from pipelines.landing.inbox import Arrival
from pipelines.landing.land import Landed
from pipelines.validate import rejects
from pipelines.validate.rejects import Reject


@dataclass
class Loaded:
    """What became of the new files of one source."""

    source: Source
    landed: list[Landed] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    seconds_ingest: float = 0.0
    seconds_validate: float = 0.0

    @property
    def rows_read(self) -> int:
        return sum(file.rows_read for file in self.landed)

    @property
    def rows_rejected(self) -> int:
        return sum(rejects.rows_rejected(self.rejects).values())

    def refusal(self, rejects_file: Path | None) -> str | None:
        """Why the source must be refused; None when it may pass.

        `rejects_file` is where all rejects will stand, if somebody writes them.
        """
        bad = self.rows_rejected
        limit = self.source.reject_limit
        if not self.rows_read or bad <= limit * self.rows_read:
            return None
        names = {file.file_id: file.arrival.name for file in self.landed}
        first = self.rejects[0]
        where = f"{names[first.file_id]} row {first.row}"
        what = (
            f"{first.column_name} {first.value!r}" if first.column_name else "the row"
        )
        return (
            f"{self.source.source}: {bad:,} of {self.rows_read:,} rows rejected; "
            f"the limit is {limit:.1%}.\n"
            f"First: {where}, {what}: {first.reason}\n"
            + (f"All of them: {rejects_file}\n" if rejects_file else "")
            + "Ask the sender for a corrected file, then run "
            "`python -m pipelines run` again."
        )


@dataclass(frozen=True)
class New:
    """New files of a source in the order of precedence, and the number of the first.

    Files of `passed_over` are only counted. What becomes of them goes into `loaded`.
    """

    loaded: Loaded
    arrivals: list[Arrival]
    passed_over: frozenset[str]
    first_id: int


@dataclass(frozen=True)
class Batch:
    """New files of one shape, one after the other."""

    loaded: Loaded
    variant: Source
    arrivals: list[Arrival]
    ids: Mapping[str, int]
    counted_only: bool
    scratch: Path
    told: Callable[[int], None]  # how many of them are done


def batches(new: New, scratch: Path, say: Callable[[str], None]) -> Iterator[Batch]:
    """The new files of a source; `scratch` holds copies while they are read."""
    source, files = new.loaded.source, len(new.arrivals)
    ids = {arrival.name: new.first_id + n for n, arrival in enumerate(new.arrivals)}
    groups = groupby(
        new.arrivals, lambda a: (source.for_file(a.name), a.name in new.passed_over)
    )
    before = 0
    for (variant, counted_only), group in groups:
        arrivals = list(group)
        told = _teller(source.source, before, files, say)
        yield Batch(new.loaded, variant, arrivals, ids, counted_only, scratch, told)
        before += len(arrivals)


def _teller(
    source: str, before: int, files: int, say: Callable[[str], None]
) -> Callable[[int], None]:
    said = before

    def told(done: int) -> None:
        nonlocal said
        if before + done > said:
            said = before + done
            say(f"{source}: {said} of {files} files")

    return told
