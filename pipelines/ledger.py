"""The ledger of files: what is new, what is replaced, and what became of every row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines import warehouse
from pipelines.declarations.source import Source
from pipelines.landing.inbox import Arrival, Stamp, corrected_by, family
from pipelines.tables import put
from pipelines.validate.batches import Loaded
from pipelines.validate.rejects import Reject, rows_rejected
from pipelines.validate.typed import DUPLICATE, LOADED, SUPERSEDED


@dataclass(frozen=True)
class Entry:
    """A file the ledger knows and that still counts."""

    file_id: int
    name: str
    stamp: Stamp
    same_as: str | None


@dataclass(frozen=True)
class Changes:
    """What the inbox of one source asks of the warehouse.

    new: to be loaded. replaced: file_id to the name of what replaces it. passed_over:
    new files that another file already corrects; counted, not loaded. copies: names
    whose bytes are loaded under the other name. again: loaded files that rank anew,
    because a copy of theirs came or went.
    """

    new: list[Arrival]
    replaced: dict[int, str]
    passed_over: dict[str, str]
    copies: dict[str, str]
    again: set[int]
    arrivals: dict[str, Arrival]

    def __bool__(self) -> bool:
        return bool(self.new or self.replaced or self.copies)


def standing(con: duckdb.DuckDBPyConnection, source: str) -> dict[str, Entry]:
    """Files of a source that have not been replaced, by name."""
    rows = con.execute(
        "SELECT file_id, name, size, modified_ns, sha256, same_as "
        "FROM file WHERE source = ? AND superseded_by IS NULL",
        [source],
    ).fetchall()
    return {
        name: Entry(file_id, name, Stamp(size, modified, sha), same_as)
        for file_id, name, size, modified, sha, same_as in rows
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
    con: duckdb.DuckDBPyConnection, source: Source, arrivals: list[Arrival]
) -> Changes:
    """What is new in the inbox, and which known files it replaces.

    Names alone decide, so that files may come in any order: which file corrects which,
    and which of several names of the same bytes counts.
    """
    live = standing(con, source.source)
    seen = known(con, source.source)
    lying = {arrival.name: arrival for arrival in arrivals}
    every = {**_absent(live, source, lying), **lying}
    ordered = sorted(every.values(), key=lambda arrival: arrival.precedence)
    corrected = corrected_by(ordered)
    changed = {
        name
        for name, arrival in lying.items()
        if name not in seen or seen[name].sha256 != arrival.stamp.sha256
    }
    replaced = {live[name].file_id: name for name in changed if name in live}
    for earlier, later in corrected.items():
        if earlier in live:
            replaced.setdefault(live[earlier].file_id, later)
    passed_over = {name: by for name, by in corrected.items() if name in changed}
    found = Changes(
        [lying[name] for name in passed_over], replaced, passed_over, {}, set(), every
    )
    kept = {n: e for n, e in live.items() if e.file_id not in replaced}
    by_bytes: dict[str, list[str]] = {}
    for arrival in ordered:
        counts = arrival.name in kept or arrival.name in changed
        if counts and arrival.name not in corrected:
            by_bytes.setdefault(arrival.stamp.sha256, []).append(arrival.name)
    for names in by_bytes.values():
        _load_once(names, kept, lying, found)
    for name, entry in live.items():
        if entry.same_as in kept and name not in kept:
            found.again.add(kept[entry.same_as].file_id)
    found.new.sort(key=lambda arrival: arrival.precedence)
    return found


def _absent(
    live: dict[str, Entry], source: Source, lying: Mapping[str, Arrival]
) -> dict[str, Arrival]:
    """Files that count and were taken out of the inbox after they were loaded."""
    gone = [entry for name, entry in live.items() if name not in lying]
    return {
        e.name: Arrival(
            Path(e.name),
            e.name,
            *family(e.name, source.correction),
            e.stamp,
        )
        for e in gone
    }


def _load_once(
    names: list[str],
    kept: dict[str, Entry],
    lying: Mapping[str, Arrival],
    found: Changes,
) -> None:
    """Load the same bytes under one of their names; the others are copies of it."""
    loaded = [name for name in names if name in kept and kept[name].same_as is None]
    readable = [name for name in names if name in lying]
    if not loaded and not readable:
        return
    first = (loaded or readable)[0]
    if not loaded:
        found.new.append(lying[first])
        if first in kept:  # a copy until now; what it was a copy of is gone
            found.replaced[kept[first].file_id] = first
    for name in names:
        if name == first or name in loaded:
            continue
        if name in kept:
            if kept[name].same_as == first:
                continue
            found.replaced[kept[name].file_id] = name
        found.copies[name] = first
        if loaded:
            found.again.add(kept[first].file_id)


def hashes(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Source, name and hash of every file, those that another one corrects too."""
    found = con.execute(
        "SELECT concat_ws('/', source, name, sha256) FROM file QUALIFY row_number() "
        "OVER (PARTITION BY source, name ORDER BY file_id DESC) = 1 "
        "ORDER BY source, name, sha256"
    ).fetchall()
    return [each for (each,) in found]


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
    for file_id, later in changes.replaced.items():
        con.execute(
            "UPDATE file SET superseded_by = ? WHERE file_id = ?", [later, file_id]
        )
    for file in loaded.landed:
        arrival = file.arrival
        first, last = days.get(file.file_id, (None, None))
        by = changes.passed_over.get(arrival.name)
        notes = [*file.notes, f"not loaded: {by} corrects it"] if by else file.notes
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
                by,
                None,
                first,
                last,
                notes,
            ],
        )
    _enter_rejects(con, loaded.rejects)
    _enter_copies(con, source, changes)


def _enter_rejects(con: duckdb.DuckDBPyConnection, rejects: list[Reject]) -> None:
    # As one table: row by row, a few thousand took seconds.
    put(
        con,
        "found_reject",
        {
            "file_id": pa.int32(),
            "row": pa.int64(),
            "column_name": pa.string(),
            "value": pa.string(),
            "reason": pa.string(),
            "reason_code": pa.string(),
        },
        [
            (r.file_id, r.row, r.column_name, r.value, r.reason, r.reason_code)
            for r in rejects
        ],
        temp=True,
    )
    con.execute("INSERT INTO reject BY NAME FROM found_reject")


def _enter_copies(
    con: duckdb.DuckDBPyConnection, source: str, changes: Changes
) -> None:
    for name, first in changes.copies.items():
        arrival = changes.arrivals[name]
        con.execute(
            "INSERT INTO file "
            "SELECT ?, source, ?, ?, ?, ?, sha256, ?, format, encoding, "
            "rows_read, rows_rejected, NULL, ?, first_day, last_day, ? "
            "FROM file WHERE source = ? AND name = ? AND superseded_by IS NULL",
            [
                next_id(con),
                name,
                arrival.precedence,
                arrival.stamp.size,
                arrival.stamp.modified_ns,
                warehouse.now(),
                first,
                [f"same bytes as {first}; not loaded again"],
                source,
                first,
            ],
        )


def ranks_sql() -> str:
    """SELECT of file_id and precedence; bytes rank by the first of their names."""
    return """
        SELECT f.file_id, least(f.precedence, min(c.precedence)) AS precedence
        FROM file AS f
        LEFT JOIN file AS c
            ON c.source = f.source AND c.same_as = f.name AND c.superseded_by IS NULL
        WHERE f.source = ?
        GROUP BY f.file_id, f.precedence
    """


def count_standing(con: duckdb.DuckDBPyConnection) -> None:
    """Temp table standing_count: rows of each file by what became of them."""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE standing_count AS
        SELECT
            file_id,
            coalesce(sum(rows) FILTER (WHERE standing = {LOADED}), 0) AS loaded,
            coalesce(sum(rows) FILTER (WHERE standing = {DUPLICATE}), 0) AS duplicate,
            coalesce(sum(rows) FILTER (WHERE standing = {SUPERSEDED}), 0) AS superseded
        FROM partial.arrived
        GROUP BY file_id
        """
    )
