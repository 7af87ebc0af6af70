"""What a run says it did: its status, what became of the rows, how long it took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files

import duckdb

from pipelines import ledger
from pipelines.declarations.workspace import Workspace
from pipelines.errors import DataRefused
from pipelines.ledger import Changes
from pipelines.locations import Locations
from pipelines.publish.publish import current
from pipelines.validate.batches import Loaded


@dataclass
class SourceCount:
    """What this run read of one source; the four kinds add up to rows_read."""

    source: str
    files: int = 0
    rows_read: int = 0
    rows_loaded: int = 0
    rows_rejected: int = 0
    rows_duplicate: int = 0
    rows_superseded: int = 0


@dataclass
class Result:
    """What a run did; `refusals` say why data was refused."""

    status: str
    version: str | None
    as_of: date | None
    sources: list[SourceCount]
    seconds: dict[str, float]
    refusals: list[str] = field(default_factory=list)


def refused(
    at: Locations,
    counts: list[SourceCount],
    seconds: dict[str, float],
    refusals: list[str],
) -> Result:
    """What was published before still stands, and the result names it."""
    standing = current(at)
    version = str(standing["version"]) if standing else None
    as_of = date.fromisoformat(str(standing["as_of"])) if standing else None
    return Result("refused", version, as_of, counts, seconds, refusals)


def refused_at_once(
    workspace: Workspace, seconds: dict[str, float], wrong: DataRefused
) -> Result:
    """The same, before a row was read."""
    nothing = [SourceCount(name) for name in workspace.sources]
    return refused(workspace.at, nothing, seconds, [str(wrong)])


def count_refused(loaded: Loaded) -> SourceCount:
    """Of a refused run nothing is kept; rows_loaded are those that would have been."""
    read = loaded.rows_read
    bad = loaded.rows_rejected
    return SourceCount(
        loaded.source.source, len(loaded.landed), read, read - bad, bad, 0, 0
    )


def count_loaded(
    con: duckdb.DuckDBPyConnection,
    loaded: Mapping[str, Loaded],
    changes: Mapping[str, Changes],
) -> list[SourceCount]:
    """What became of the rows this run read, after all of them met."""
    ledger.count_standing(con)
    con.execute(files("pipelines.publish").joinpath("ledger.sql").read_text("utf-8"))
    counts = []
    for name, each in loaded.items():
        files_read = [file.arrival.name for file in each.landed]
        files_read += list(changes[name].copies)
        row = con.execute(
            "SELECT count(*), coalesce(sum(rows_read), 0)::BIGINT, "
            "coalesce(sum(rows_loaded), 0)::BIGINT, "
            "coalesce(sum(rows_rejected), 0)::BIGINT, "
            "coalesce(sum(rows_duplicate), 0)::BIGINT, "
            "coalesce(sum(rows_superseded), 0)::BIGINT FROM ("
            "SELECT *, row_number() OVER (PARTITION BY file "
            "ORDER BY loaded_at DESC, superseded_by IS NULL DESC) AS latest "
            "FROM load WHERE source = ? AND list_contains(?, file)) "
            "WHERE latest = 1",
            [name, files_read],
        ).fetchall()[0]
        counts.append(SourceCount(name, *row))
    return counts
