"""Publish: one DuckDB file an audience, built aside, swapped in at once.

Readers look at `current.json`, which is replaced in one step after both files are
complete on disk. Published files never change; the last few are kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import IO, Any

import duckdb

from pipelines.locations import Locations
from pipelines.publish import contents
from pipelines.score.memory import looking_first, side_by_side
from pipelines.tables import quoted

AUDIENCES = ("public", "internal")


@dataclass(frozen=True)
class Publication:
    """What identifies a publication."""

    version: str
    as_of: date
    published_at: datetime
    code_version: str
    workspace_hash: str
    input_hash: str


# What writes the tables of editions for an audience into the file of that name.
Teller = Callable[[duckdb.DuckDBPyConnection, str, str], None]


def version_of(as_of: date, input_hash: str, editions: str = "") -> str:
    """A name that says the day and, in ten characters, all that went in.

    `editions` is the mark of those it tells of (editions/manifest.py).
    """
    if editions:
        input_hash = hashlib.sha256(f"{input_hash}\0{editions}".encode()).hexdigest()
    return f"{as_of:%Y%m%d}-{input_hash[:10]}"


def current(at: Locations) -> dict[str, object] | None:
    """What stands published; None when nothing does."""
    try:
        found = dict(json.loads(at.current.read_text(encoding="utf-8")))
        named = list(found["files"].values())
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return found if all((at.published / name).exists() for name in named) else None


def publish(
    con: duckdb.DuckDBPyConnection,
    at: Locations,
    publication: Publication,
    keep: int,
    tell: Teller,
) -> None:
    """Write both files from the run's tables and make them the current ones."""
    at.published.mkdir(parents=True, exist_ok=True)
    _remove_unfinished(at)
    named = {audience: _name(publication.version, audience) for audience in AUDIENCES}
    schema = files(__package__).joinpath("schema.sql").read_text("utf-8")
    known = contents.known(con, schema)
    side_by_side(
        con,
        [
            partial(
                _write,
                path=at.published / name,
                publication=publication,
                audience=audience,
                schema=schema,
                known=known,
                tell=tell,
            )
            for audience, name in named.items()
        ],
    )
    _make_current(
        at, publication.version, publication.as_of, publication.published_at, named
    )
    prune(at, keep)


def republish(
    at: Locations,
    files: Mapping[str, Path],
    version: str,
    as_of: date,
    published_at: datetime,
    keep: int,
) -> None:
    """Make files that are complete the current ones; they keep their other names."""
    _remove_unfinished(at)
    named = {}
    for audience, path in files.items():
        named[audience] = _name(version, audience)
        aside = (at.published / named[audience]).with_suffix(".new")
        try:
            aside.hardlink_to(path)
        except OSError:
            shutil.copyfile(path, aside)
            with aside.open("rb") as written:
                sync(written)
        aside.replace(at.published / named[audience])
        # Linked twice already: renaming one over the other leaves both.
        aside.unlink(missing_ok=True)
    _make_current(at, version, as_of, published_at, named)
    prune(at, keep)


def _name(version: str, audience: str) -> str:
    return f"{version}-{audience}.duckdb"


def _make_current(
    at: Locations,
    version: str,
    as_of: date,
    published_at: datetime,
    named: Mapping[str, str],
) -> None:
    document = {
        "version": version,
        "as_of": as_of.isoformat(),
        "published_at": published_at.isoformat() + "+00:00",
        "files": named,
    }
    aside = at.published / "current.json.new"
    with aside.open("w", encoding="utf-8") as out:
        json.dump(document, out, ensure_ascii=False, indent=2)
        sync(out)
    aside.replace(at.current)
    sync_folder(at.published)


def _write(
    con: duckdb.DuckDBPyConnection,
    *,
    path: Path,
    publication: Publication,
    audience: str,
    schema: str,
    known: contents.Known,
    tell: Teller,
) -> None:
    aside = path.with_suffix(".new")
    aside.unlink(missing_ok=True)
    # Both files are attached at the same time.
    file = f"{audience}_file"
    con.execute(f"ATTACH {quoted(aside)} AS {file}")
    try:
        with looking_first(con, file):
            # In one transaction: in its own, each table waits for the disk.
            con.execute("BEGIN")
            con.execute(schema)
            for table, sql in contents.select_for(con, audience, known):
                con.execute(f"INSERT INTO {file}.{table} BY NAME {sql}")
            _name_it(con, file, publication, audience)
            con.execute("COMMIT")
            tell(con, audience, file)
            # By force: the other file's transaction may have a part in this one.
            con.execute(f"FORCE CHECKPOINT {file}")
    finally:
        con.execute(f"DETACH {file}")
    with aside.open("rb") as written:
        sync(written)
    aside.replace(path)


def _name_it(
    con: duckdb.DuckDBPyConnection, file: str, publication: Publication, audience: str
) -> None:
    con.execute(
        f"UPDATE {file}.publication SET version = ?, as_of = ?, published_at = ?, "
        "audience = ?, code_version = ?, workspace_hash = ?, input_hash = ?",
        [
            publication.version,
            publication.as_of,
            publication.published_at,
            audience,
            publication.code_version,
            publication.workspace_hash,
            publication.input_hash,
        ],
    )


def sync(file: IO[Any]) -> None:
    """What was written to a file is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def prune(at: Locations, keep: int) -> None:
    """Remove publications older than the last `keep`; the current one always stays."""
    named = current(at)
    assert named is not None
    held = set(dict(named["files"]).values())  # type: ignore[call-overload]
    found = sorted(_publications(at), key=lambda path: path.stat().st_mtime_ns)
    versions: list[str] = []
    for path in reversed(found):
        version = path.name.rsplit("-", 1)[0]
        if version not in versions:
            versions.append(version)
        if version not in versions[:keep] and path.name not in held:
            path.unlink()


def _publications(at: Locations) -> Iterator[Path]:
    for audience in AUDIENCES:
        yield from at.published.glob(f"*-{audience}.duckdb")


def _remove_unfinished(at: Locations) -> None:
    for path in at.published.glob("*.new*"):
        path.unlink()


def sync_folder(folder: Path) -> None:
    """New names survive a power cut, not only the new bytes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def input_hash(shas: list[str], workspace_hash: str, code: str, as_of: date) -> str:
    """SHA-256 over everything a publication depends on."""
    digest = hashlib.sha256()
    for part in (*shas, workspace_hash, code, as_of.isoformat()):
        digest.update(part.encode())
        digest.update(b"\0")
    return digest.hexdigest()
