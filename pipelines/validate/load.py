"""Validate: land files, type their rows, refuse what is implausible."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb

from pipelines.declarations.source import REFERENCES, Source
from pipelines.declarations.workspace import Workspace
from pipelines.errors import DataRefused, DeclarationError
from pipelines.landing.land import Landed
from pipelines.landing.masking import mask
from pipelines.validate import answers, days, gates, rejects
from pipelines.validate.ahead import Ahead, Ready
from pipelines.validate.batches import Batch, Loaded, New, batches
from pipelines.validate.proof import prove
from pipelines.validate.rejects import Reject
from pipelines.validate.resolve import Resolver
from pipelines.validate.typed import LANDING, Statement

_ARRIVED = "arrived_text"


class Loader:
    """Loads files of any source of one workspace into one warehouse."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, workspace: Workspace, secret: str
    ) -> None:
        self._con = con
        self._workspace = workspace
        self._resolver = Resolver(workspace.reference)
        self._secret = secret
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
        self, new: list[New], scratch: Path, say: Callable[[str], None]
    ) -> dict[str, DataRefused]:
        """Load new files; what refuses a source, by the source's name.

        Rows that a refused source has inserted by then belong to files the ledger does
        not know, and vanish.
        """
        refused: dict[str, DataRefused] = {}
        coming = [batch for each in new for batch in batches(each, scratch, say)]
        ahead = self._ahead(coming[0]) if coming else None
        try:
            for place, batch in enumerate(coming):
                here = ahead
                following = coming[place + 1 : place + 2]
                ahead = self._ahead(following[0]) if following else None
                try:
                    if batch.variant.source not in refused:
                        self._take(batch, here)
                except DataRefused as wrong:
                    refused[batch.variant.source] = wrong
                finally:
                    if here:
                        here.close()
        finally:
            if ahead:
                ahead.close()
        return refused

    def _ahead(self, batch: Batch) -> Ahead | None:
        """What reads a batch while the one before it is typed; None for nothing."""
        return Ahead(self._con, batch)

    def _take(self, batch: Batch, ahead: Ahead | None) -> None:
        loaded = batch.loaded
        started, before = time.monotonic(), loaded.seconds_validate
        landed, found = self._load(batch, ahead)
        found = rejects.renumber(found, landed) + rejects.of_broken(landed)
        loaded.landed += landed
        loaded.rejects += sorted(found, key=lambda each: (each.file_id, each.row))
        if not batch.counted_only:
            with timed(loaded):
                gates.check(self._con, self.statement(batch.variant), landed)
        validated = loaded.seconds_validate - before
        loaded.seconds_ingest += time.monotonic() - started - validated

    def _load(
        self, batch: Batch, ahead: Ahead | None
    ) -> tuple[list[Landed], list[Reject]]:
        """Type the rows of a batch: its files, and what was refused of them."""
        assert ahead is not None
        files: dict[int, Landed] = {}
        found: list[Reject] = []
        for ready in ahead:
            again = ready.part.again
            if not batch.counted_only:
                with timed(batch.loaded):
                    self._forget(batch.variant, again & files.keys())
                    found = [r for r in found if r.file_id not in again]
                    found += self._validate(batch.variant, ready)
            files |= {file.file_id: file for file in ready.part.files}
            if len(files) < len(batch.arrivals):
                # The last one may go on in the next part.
                batch.told(len(files) - 1)
        batch.told(len(files))
        return list(files.values()), found

    def _forget(self, source: Source, file_ids: Set[int]) -> None:
        """Remove rows of files that are read once more."""
        if file_ids:
            listed = ", ".join(map(str, file_ids))
            self._con.execute(
                f'DELETE FROM typed."{source.source}" WHERE file_id IN ({listed})'
            )

    def _validate(self, variant: Source, ready: Ready) -> list[Reject]:
        if not ready.table.num_rows:
            return []
        quick = replace(self.statement(variant), plain=ready.plain)
        self._con.register(_ARRIVED, ready.table)
        replaced = ", ".join(map(str, ready.part.replaced))
        self._con.execute(
            f"CREATE OR REPLACE TEMP VIEW {LANDING} AS SELECT *, "
            f"{f'file_id IN ({replaced})' if replaced else 'FALSE'} AS replaced "
            f"FROM {_ARRIVED}"
        )
        kinds = quick.columns()
        answers.look_up(self._con, variant, self._resolver, kinds, ready.texts)
        for statement in quick.hashes_sql():
            self._con.execute(statement)
        ((typed,),) = self._con.execute(quick.insert_sql()).fetchall()
        found = []
        if typed < ready.table.num_rows:
            rejects.left_over(self._con, quick)
            careful = replace(quick, careful=True)
            for statement in careful.stage_sql():
                self._con.execute(statement)
            self._con.execute(careful.insert_sql())
            if rejects.left_over(self._con, careful):
                found = rejects.find(self._con, careful)
        self._con.unregister(_ARRIVED)
        return found


@contextmanager
def timed(loaded: Loaded) -> Iterator[None]:
    """Count as validation; say of an expression that fails which source's it is."""
    started = time.monotonic()
    try:
        yield
    except (duckdb.ConversionException, duckdb.OutOfRangeException) as broken:
        raise _failing_expression(loaded.source, broken) from broken
    finally:
        loaded.seconds_validate += time.monotonic() - started


def _failing_expression(source: Source, broken: duckdb.Error) -> DeclarationError:
    """For a CAST, say, that most rows bear and some row does not."""
    return DeclarationError(
        f"sources/{source.source}.toml",
        "derived, checks and gates",
        None,
        "expressions that can be computed for every row (TRY_CAST gives nothing where "
        f"CAST fails): {mask(str(broken).splitlines()[0])}",
    )
