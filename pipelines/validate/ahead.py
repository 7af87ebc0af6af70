"""Files are read ahead: the next part of them while the one before is typed.

Reading keeps one core at work, and typing ends with one at work, so that both together
leave hardly any idle.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from pipelines.landing import land
from pipelines.landing.land import Part
from pipelines.validate import answers, shapes
from pipelines.validate.answers import Texts
from pipelines.validate.batches import Batch


@dataclass(frozen=True)
class Ready:
    """A part that can be typed: its rows with codes, and what is known of them.

    `texts` are those of columns that have new ones; for `plain` see shapes.plain().
    """

    part: Part
    table: pa.Table
    texts: Texts
    plain: frozenset[str]


class Ahead:
    """The parts of a batch, the first of which is being read already. To be closed."""

    def __init__(self, con: duckdb.DuckDBPyConnection, batch: Batch) -> None:
        self._con = con.cursor()
        self._parts = _parts(self._con, batch)
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._next = self._pool.submit(next, self._parts, None)

    def __iter__(self) -> Iterator[Ready]:
        while (ready := self._next.result()) is not None:
            self._next = self._pool.submit(next, self._parts, None)
            yield ready

    def close(self) -> None:
        """Read no further."""
        self._pool.shutdown()
        self._parts.close()
        self._con.close()


def _parts(con: duckdb.DuckDBPyConnection, batch: Batch) -> Generator[Ready]:
    source = batch.variant
    codes = answers.Codes(source)
    repeating = answers.repeating(source)
    for part in land.land(
        con, source, batch.arrivals, batch.ids, batch.scratch, repeating=repeating
    ):
        yield Ready(part, *codes.put(part.table), shapes.plain(part.table, source))
