"""Validate: land files, type their rows, refuse what is implausible."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa

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
from pipelines.validate.typed import LANDING, LEFT_OVER, Statement

_ARRIVED = "arrived_text"
# So many batches are being read: the one that is typed, and some that come after it. A
# large file needs a while to begin, in which several small ones are typed.
BEGUN = 3
# Rows that are not clean wait until so many are there: to look at ten takes as long as
# to look at a thousand.
LEFT_TOGETHER = 20_000


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
        _keep_memory()
        coming = [batch for each in new for batch in batches(each, scratch, say)]
        begun: deque[Ahead | None] = deque()
        try:
            for place, batch in enumerate(coming):
                while len(begun) < BEGUN and place + len(begun) < len(coming):
                    begun.append(self._ahead(coming[place + len(begun)]))
                try:
                    if batch.variant.source not in refused:
                        self._take(batch, begun[0])
                except DataRefused as wrong:
                    refused[batch.variant.source] = wrong
                _close(begun.popleft())
        finally:
            for each in begun:
                _close(each)
        return refused

    def _ahead(self, batch: Batch) -> Ahead | None:
        """What reads a batch while others before it are typed; None for nothing."""
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
        left: list[pa.Table] = []
        for ready in ahead:
            again = ready.part.again
            if not batch.counted_only:
                with timed(batch.loaded):
                    self._forget(batch.variant, again & files.keys())
                    found = [r for r in found if r.file_id not in again]
                    left = [_without(rows, again) for rows in left]
                    left += self._type_quickly(batch.variant, ready)
                    if sum(rows.num_rows for rows in left) >= LEFT_TOGETHER:
                        found += self._type_carefully(batch.variant, left)
                        left = []
            files |= {file.file_id: file for file in ready.part.files}
            if len(files) < len(batch.arrivals):
                # The last one may go on in the next part.
                batch.told(len(files) - 1)
        with timed(batch.loaded):
            found += self._type_carefully(batch.variant, left)
        batch.told(len(files))
        return list(files.values()), found

    def _forget(self, source: Source, file_ids: Set[int]) -> None:
        """Remove rows of files that are read once more."""
        if file_ids:
            listed = ", ".join(map(str, file_ids))
            self._con.execute(
                f'DELETE FROM typed."{source.source}" WHERE file_id IN ({listed})'
            )

    def _type_quickly(self, variant: Source, ready: Ready) -> list[pa.Table]:
        """Type the rows that are clean as they stand; a table of the others, if any."""
        if not ready.table.num_rows:
            return []
        quick = replace(self.statement(variant), plain=ready.plain)
        replaced = ", ".join(map(str, ready.part.replaced))
        marked = f"file_id IN ({replaced})" if replaced else "FALSE"
        with self._landing(ready.table, f"SELECT *, {marked} AS replaced"):
            answers.look_up(
                self._con, variant, self._resolver, quick.columns(), ready.texts
            )
            for statement in quick.hashes_sql():
                self._con.execute(statement)
            with in_any_order(self._con):
                ((typed,),) = self._con.execute(quick.insert_sql()).fetchall()
            if typed == ready.table.num_rows:
                return []
            rejects.left_over(self._con, quick)
            return [
                self._con.sql(
                    f"FROM {LANDING} WHERE landing_id IN ({LEFT_OVER})"
                ).to_arrow_table()
            ]

    def _type_carefully(self, variant: Source, left: list[pa.Table]) -> list[Reject]:
        """Clean the rows that were left and type them; what is refused of them."""
        if not left:
            return []
        careful = replace(self.statement(variant), careful=True)
        with self._landing(pa.concat_tables(left), "SELECT *"):
            rejects.take_all(self._con)
            for statement in careful.stage_sql():
                self._con.execute(statement)
            self._con.execute(careful.insert_sql())
            if rejects.left_over(self._con, careful):
                return rejects.find(self._con, careful)
        return []

    @contextmanager
    def _landing(self, rows: pa.Table, select: str) -> Iterator[None]:
        """Temp view landing of these rows."""
        self._con.register(_ARRIVED, rows)
        try:
            self._con.execute(
                f"CREATE OR REPLACE TEMP VIEW {LANDING} AS {select} FROM {_ARRIVED}"
            )
            yield
        finally:
            self._con.unregister(_ARRIVED)


def _keep_memory() -> None:
    """Read into memory that is used again; Arrow's own choice gives it back at once."""
    with suppress(NotImplementedError):  # not every platform has it
        pa.set_memory_pool(pa.jemalloc_memory_pool())


def _close(ahead: Ahead | None) -> None:
    if ahead:
        ahead.close()


def _without(rows: pa.Table, files: Set[int]) -> pa.Table:
    if not files:
        return rows
    stay = [file not in files for file in rows["file_id"].to_pylist()]
    return rows.filter(stay)


@contextmanager
def in_any_order(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Rows need not be stored in their order; it is kept in their numbers.

    Of this connection alone: whoever reads files counts on the order of rows.
    """
    con.execute("SET SESSION preserve_insertion_order = false")
    try:
        yield
    finally:
        con.execute("RESET SESSION preserve_insertion_order")


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
