"""The assessment store as one more file of a source.

The store belongs to the dashboard. It is asked for one table or view that a source
declares. The rows become a snapshot, in an order of their own; from there on they go
the way of every raw file, known by their hash.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pipelines.declarations.source import Source
from pipelines.landing.inbox import OF_STORE, Arrival
from pipelines.landing.snapshot import SUFFIX
from pipelines.locations import Locations, store_elsewhere


def snapshots(
    source: Source, at: Locations, folder: Path, known: Collection[str]
) -> list[Arrival]:
    """The rows the store has for a source, as a file in `folder`, if there are any.

    None are no file, unless a snapshot is known already: then it has changed. Where
    there is no store yet, or no such table in it, nothing is said of what was known.
    Raises DataRefused when the store cannot be read, and CallError when its URL cannot
    be one.
    """
    if source.store is None or not _is_told(at):
        return []
    from pipelines.landing import database

    name = name_of(source)
    path = folder / f"{source.source}{SUFFIX}"
    with database.asked(source, at) as asked:
        if asked is None:
            return []
        stamp, rows = asked.write_rows(source, path)
    return [Arrival(path, name, name, "", stamp)] if rows or name in known else []


def is_there(source: Source, at: Locations) -> bool:
    """Whether the store could give the source's rows now; raises as snapshots does."""
    if source.store is None or not _is_told(at):
        return False
    from pipelines.landing import database

    with database.asked(source, at) as asked:
        return asked is not None


def name_of(source: Source) -> str:
    """What the ledger calls the snapshot; no file of an inbox can be called so."""
    assert source.store is not None
    return f"{OF_STORE}{source.store.query}"


def _is_told(at: Locations) -> bool:
    """Whether there may be a store: else its library, slow to import, is not needed."""
    return bool(store_elsewhere(at)) or at.store.exists()
