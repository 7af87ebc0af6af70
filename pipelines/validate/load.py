"""Validate: land files in batches, type their rows, refuse what is implausible."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from pipelines.declarations.source import REFERENCES, Source
from pipelines.declarations.workspace import Workspace
from pipelines.errors import DeclarationError
from pipelines.landing import land
from pipelines.landing.inbox import Arrival
from pipelines.landing.land import Landed
from pipelines.landing.masking import mask
from pipelines.validate import answers, days, gates, rejects
from pipelines.validate.proof import prove
from pipelines.validate.rejects import Reject
from pipelines.validate.resolve import Resolver
from pipelines.validate.typed import Statement

BATCH_BYTES = 192 << 20


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


class Loader:
    """Loads files of any source of one workspace into one warehouse."""

    batch_bytes = BATCH_BYTES

    def __init__(
        self, con: duckdb.DuckDBPyConnection, workspace: Workspace, secret: str
    ) -> None:
        self._con = con
        self._workspace = workspace
        self._resolver = Resolver(workspace.reference)
        self._secret = secret
        self._mapped: Source | None = None
        self._has_items = answers.load_item_defaults(con, workspace.reference)
        self._values = {
            kind: tuple(entry.id for entry in workspace.reference.table(kind))
            for kind in REFERENCES
        }
        days.load(con, workspace.calendar)
        for source in workspace.sources.values():
            prove(self.statement(source))

    def statement(self, source: Source) -> Statement:
        """The typing of a source, for the workspace's calendar, zone and secret."""
        return Statement(
            source=source,
            zone=self._workspace.settings.time_zone,
            provisional_from=days.first_provisional(self._workspace.calendar),
            secret=self._secret,
            has_items=self._has_items,
            values=self._values,
            dated_references=answers.dated_references(self._workspace.reference),
        )

    def load(
        self,
        loaded: Loaded,
        arrivals: list[Arrival],
        passed_over: set[str],
        first_id: int,
        scratch: Path,
        say: Callable[[str], None],
    ) -> None:
        """Load new files into `loaded`; files of `passed_over` are only counted.

        Raises DataRefused; rows inserted by then belong to files the ledger does not
        know, and vanish.
        """
        source = loaded.source
        ids = dict(
            zip((a.name for a in arrivals), range(first_id, 1 << 31), strict=False)
        )
        done = 0
        for variant, batch in _batches(source, arrivals, passed_over, self.batch_bytes):
            started = time.monotonic()
            landed = self._land(variant, batch, ids, scratch)
            landed_at = time.monotonic()
            loaded.seconds_ingest += landed_at - started
            loaded.landed += landed
            if batch[0].name in passed_over:
                loaded.rejects += rejects.of_broken(landed)
            else:
                try:
                    self._validate(variant, landed, loaded)
                except (duckdb.ConversionException, duckdb.OutOfRangeException) as no:
                    raise _failing_expression(source, no) from no
            loaded.seconds_validate += time.monotonic() - landed_at
            done += len(batch)
            say(f"{source.source}: {done} of {len(arrivals)} files")

    def _land(
        self,
        variant: Source,
        batch: list[Arrival],
        ids: Mapping[str, int],
        scratch: Path,
    ) -> list[Landed]:
        land.prepare(self._con, variant)
        return [
            land.land(self._con, variant, arrival, ids[arrival.name], scratch)
            for arrival in batch
        ]

    def _validate(self, variant: Source, landed: list[Landed], loaded: Loaded) -> None:
        quick = self.statement(variant)
        known = (self._con, variant, self._resolver, quick.columns())
        # What the files before had to say need not be looked for in all rows again: a
        # row that says something new is left over. A wide row would not be found then.
        mapped, self._mapped = self._mapped, None if variant.unpivot else variant
        if variant != mapped:
            answers.look_up(*known)
        for statement in quick.hashes_sql():
            self._con.execute(statement)
        ((typed,),) = self._con.execute(quick.insert_sql()).fetchall()
        found = rejects.of_broken(landed)
        if typed < sum(file.rows for file in landed):
            rejects.left_over(self._con, quick, landed)
            answers.look_up_more(*known)
            careful = replace(quick, careful=True)
            for statement in careful.stage_sql():
                self._con.execute(statement)
            self._con.execute(careful.insert_sql())
            if rejects.left_over(self._con, careful, landed):
                found += rejects.renumber(rejects.find(self._con, careful), landed)
        loaded.rejects += sorted(found, key=lambda reject: (reject.file_id, reject.row))
        gates.check(self._con, quick, landed)


def _failing_expression(source: Source, broken: duckdb.Error) -> DeclarationError:
    """For a CAST, say, that most rows bear and some row does not."""
    return DeclarationError(
        f"sources/{source.source}.toml",
        "derived, checks and gates",
        None,
        "expressions that can be computed for every row (TRY_CAST gives nothing where "
        f"CAST fails): {mask(str(broken).splitlines()[0])}",
    )


def _batches(
    source: Source, arrivals: list[Arrival], passed_over: set[str], most_bytes: int
) -> Iterator[tuple[Source, list[Arrival]]]:
    """Files of one shape together, up to a size that memory holds comfortably."""
    batch: list[Arrival] = []
    variant: Source | None = None
    counted_only = False
    size = 0
    for arrival in arrivals:
        its_variant = source.for_file(arrival.name)
        its_size = land.text_bytes(arrival)
        full = size + its_size > most_bytes
        its_counted_only = arrival.name in passed_over
        other = its_variant != variant or its_counted_only != counted_only
        if batch and (full or other):
            assert variant is not None
            yield variant, batch
            batch, size = [], 0
        variant, counted_only = its_variant, its_counted_only
        batch.append(arrival)
        size += its_size
    if batch and variant is not None:
        yield variant, batch
