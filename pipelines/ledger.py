"""The ledger of files: what is new, what is replaced, and what became of every row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from pipelines import warehouse
from pipelines.declarations.source import Source
from pipelines.landing.inbox import Arrival, Stamp
from pipelines.validate.load import Loaded
from pipelines.validate.rejects import Reject, rows_rejected
from pipelines.validate.typed import DUPLICATE, LOADED, SUPERSEDED


@dataclass(frozen=True)
class Entry:
    """A file the ledger knows and that still counts."""

    file_id: int
    name: str
    stamp: Stamp
    rows_read: int
    rows_rejected: int


@dataclass(frozen=True)
class Changes:
    """What the inbox of one source asks of the warehouse.

    new: to be loaded. replaced: file_id to the name of what replaces it. passed_over:
    new files that another file already corrects; counted, not loaded. copies: new
    files whose bytes are known under another name.
    """

    new: list[Arrival]
    replaced: dict[int, str]
    passed_over: dict[str, str]
    copies: dict[str, Entry]
    arrivals: dict[str, Arrival]

    def __bool__(self) -> bool:
        return bool(self.new or self.replaced or self.copies)


def standing(con: duckdb.DuckDBPyConnection, source: str) -> dict[str, Entry]:
    """Files of a source that have not been replaced, by name."""
    rows = con.execute(
        "SELECT file_id, name, size, modified_ns, sha256, rows_read, rows_rejected "
        "FROM file WHERE source = ? AND superseded_by IS NULL",
        [source],
    ).fetchall()
    return {
        name: Entry(file_id, name, Stamp(size, modified, sha), read, rejected)
        for file_id, name, size, modified, sha, read, rejected in rows
    }


def known(con: duckdb.DuckDBPyConnection, source: str) -> dict[str, Stamp]:
    """The last stamp of every file name of a source, replaced ones included."""
    rows = con.execute(
        "SELECT name, size, modified_ns, sha256 FROM file WHERE source = ? "
        "ORDER BY file_id",
        [source],
    ).fetchall()
    return {name: Stamp(size, modified, sha) for name, size, modified, sha in rows}


def compare(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    arrivals: list[Arrival],
    corrected: dict[str, str],
) -> Changes:
    """What is new in the inbox, and which known files it replaces."""
    live = standing(con, source.source)
    seen = known(con, source.source)
    by_bytes = {entry.stamp.sha256: entry for entry in live.values()}
    new: list[Arrival] = []
    replaced: dict[int, str] = {}
    copies: dict[str, Entry] = {}
    for arrival in arrivals:
        before = seen.get(arrival.name)
        if before and before.sha256 == arrival.stamp.sha256:
            continue
        twin = by_bytes.get(arrival.stamp.sha256)
        if twin and twin.name != arrival.name and arrival.name not in corrected:
            copies[arrival.name] = twin
        else:
            new.append(arrival)
        if arrival.name in live:
            replaced[live[arrival.name].file_id] = arrival.name
    for earlier, later in corrected.items():
        if earlier in live:
            replaced.setdefault(live[earlier].file_id, later)
    names = {arrival.name for arrival in new}
    return Changes(
        new,
        replaced,
        {name: by for name, by in corrected.items() if name in names},
        copies,
        {arrival.name: arrival for arrival in arrivals},
    )


def next_id(con: duckdb.DuckDBPyConnection) -> int:
    """The first number no file has had."""
    ((last,),) = con.execute("SELECT coalesce(max(file_id), 0) FROM file").fetchall()
    return int(last) + 1


def enter(
    con: duckdb.DuckDBPyConnection,
    loaded: Loaded,
    changes: Changes,
    days: dict[int, tuple[date | None, date | None]],
) -> None:
    """Write new files and their rejects; mark what they replace."""
    rejected = rows_rejected(loaded.rejects)
    source = loaded.source.source
    now = warehouse.now()
    for file_id, by in changes.replaced.items():
        con.execute(
            "UPDATE file SET superseded_by = ? WHERE file_id = ?", [by, file_id]
        )
    for file in loaded.landed:
        arrival = file.arrival
        first, last = days.get(file.file_id, (None, None))
        con.execute(
            "INSERT INTO file VALUES (" + ", ".join("?" * 17) + ")",
            [
                file.file_id,
                source,
                arrival.name,
                arrival.precedence,
                arrival.stamp.size,
                arrival.stamp.modified_ns,
                arrival.stamp.sha256,
                now,
                file.format,
                file.encoding,
                file.rows_read,
                rejected.get(file.file_id, 0),
                changes.passed_over.get(arrival.name),
                None,
                first,
                last,
                file.notes,
            ],
        )
    _enter_rejects(con, loaded.rejects)
    _enter_copies(con, source, changes)


def _enter_rejects(con: duckdb.DuckDBPyConnection, rejects: list[Reject]) -> None:
    if rejects:
        con.executemany(
            "INSERT INTO reject VALUES (?, ?, ?, ?, ?, ?)",
            [
                [r.file_id, r.row, r.column_name, r.value, r.reason, r.reason_code]
                for r in rejects
            ],
        )


def _enter_copies(
    con: duckdb.DuckDBPyConnection, source: str, changes: Changes
) -> None:
    for name, twin in changes.copies.items():
        arrival = changes.arrivals[name]
        con.execute(
            "INSERT INTO file "
            "SELECT ?, source, ?, ?, ?, ?, sha256, ?, format, encoding, "
            "rows_read, rows_rejected, NULL, ?, first_day, last_day, ? "
            "FROM file WHERE file_id = ?",
            [
                next_id(con),
                name,
                arrival.precedence,
                arrival.stamp.size,
                arrival.stamp.modified_ns,
                warehouse.now(),
                twin.name,
                [f"same bytes as {twin.name}; not loaded again"],
                twin.file_id,
            ],
        )


def count_standing(con: duckdb.DuckDBPyConnection) -> None:
    """Temp table standing_count: rows of each file by what became of them."""
    counts = " UNION ALL ".join(
        f"SELECT file_id, count(*) FILTER (WHERE standing = {LOADED}) AS loaded, "
        f"count(*) FILTER (WHERE standing = {DUPLICATE}) AS duplicate, "
        f"count(*) FILTER (WHERE standing = {SUPERSEDED}) AS superseded "
        f'FROM typed."{name}" GROUP BY file_id'
        for name in warehouse.tables(con, "typed")
    )
    empty = (
        "SELECT 0 AS file_id, 0 AS loaded, 0 AS duplicate, 0 AS superseded WHERE FALSE"
    )
    con.execute(f"CREATE OR REPLACE TEMP TABLE standing_count AS {counts or empty}")
