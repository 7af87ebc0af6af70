"""A workspace made of what an edition kept, in which it is computed again."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pyarrow as pa

from pipelines.declarations import workspace as declarations
from pipelines.editions import manifest
from pipelines.editions.kept import INPUTS
from pipelines.editions.manifest import DECLARED, Manifest
from pipelines.landing.inbox import OF_STORE
from pipelines.landing.snapshot import read
from pipelines.locations import Locations


def build(at: Locations, edition: Manifest, root: Path, key: str | None) -> Locations:
    """Lay out declarations, raw files, the store's rows and earlier editions.

    Raw files are links to the kept ones, which nothing here writes to. Without `key`
    the run makes one, and hashes come out otherwise.
    """
    scratch = Locations(root, is_sealed=True)
    shutil.copytree(manifest.folder(at, edition.edition) / DECLARED, root)
    kept = (at.editions / INPUTS).absolute()
    for each in edition.inputs:
        if each.name.startswith(OF_STORE):
            _fill_store(scratch, each.source, kept / each.kept)
            continue
        link = scratch.inbox / each.source / each.name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(kept / each.kept)
    for name in edition.earlier:
        folder = manifest.folder(at, name)
        if folder.is_dir():
            scratch.editions.mkdir(exist_ok=True)
            (scratch.editions / name).symlink_to(folder.absolute())
    if key is not None:
        scratch.secret.touch(0o600)
        scratch.secret.write_text(key + "\n", encoding="ascii")
    return scratch


def _fill_store(scratch: Locations, source: str, snapshot: Path) -> None:
    """A store that says of a source what the snapshot does."""
    declared = declarations.load(scratch).sources[source]
    assert declared.store is not None
    relation = read(snapshot, source)
    assert isinstance(relation.arrow, pa.RecordBatchReader)
    names = [_quoted(header) for header in relation.headers]
    table = _quoted(declared.store.query)
    with closing(sqlite3.connect(scratch.store)) as store, store:
        columns = ", ".join(f"{name} TEXT" for name in names)
        store.execute(f"CREATE TABLE {table} ({columns})")
        places = ", ".join("?" * len(names))
        for batch in relation.arrow:
            rows = zip(*(c.to_pylist() for c in batch.columns[1:]), strict=True)
            store.executemany(f"INSERT INTO {table} VALUES ({places})", rows)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
