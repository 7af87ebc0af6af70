"""What an edition was computed from, kept: inputs by their content, declarations.

Inputs lie in `editions/inputs/<sha256>`, so that editions share them. They are never
links to the inbox: a correction written over a raw file in its place would be written
into the link too. Where the file system can, a copy shares its blocks until one of the
two changes.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.declarations.workspace import Workspace, declaring_files
from pipelines.editions.manifest import DECLARED, Input, sha256
from pipelines.errors import DataRefused
from pipelines.landing import store
from pipelines.landing.inbox import OF_STORE
from pipelines.landing.snapshot import SUFFIX
from pipelines.locations import Locations
from pipelines.publish.publish import sync_folder

INPUTS = "inputs"
# How the folder begins that holds a snapshot of the store while it is read.
ASIDE = ".snapshot-"
# Asks Linux for a copy that shares blocks (FICLONE of linux/fs.h).
_CLONE = 0x40049409


@dataclass(frozen=True)
class _Wanted:
    source: str
    name: str
    sha256: str
    must_stand: bool


def inputs(
    internal: duckdb.DuckDBPyConnection, workspace: Workspace
) -> tuple[list[Input], int]:
    """Keep every file the published figures were computed from; how many bytes are new.

    Raises DataRefused when one of them no longer stands as it was read. A file that
    another one corrects counts for nothing: it is kept where it still lies.
    """
    at = workspace.at
    (at.editions / INPUTS).mkdir(parents=True, exist_ok=True)
    found, lost, added = [], [], 0
    with tempfile.TemporaryDirectory(prefix=ASIDE, dir=at.editions) as aside:
        for wanted in _wanted(internal):
            path = _lying(wanted, workspace, Path(aside))
            if path is not None:
                kept, new = keep(path, at)
                size = path.stat().st_size
                one = Input(
                    source=wanted.source,
                    name=wanted.name,
                    sha256=wanted.sha256,
                    kept=kept,
                    size=size,
                )
                if wanted.name.startswith(OF_STORE) or kept == wanted.sha256:
                    found.append(one)
                    added += size if new else 0
                    continue
            if wanted.must_stand:
                lost.append(f"{wanted.source}/{wanted.name}")
    if lost:
        raise DataRefused(
            f"{len(lost)} inputs of what is published no longer stand as they were "
            f"read: {', '.join(lost[:5])}.\nPut them back into {at.inbox}/, or run "
            "`python -m pipelines run` if they were corrected, then freeze again."
        )
    return found, added


def keep(path: Path, at: Locations) -> tuple[str, bool]:
    """Keep a file under the hash of its bytes; whether it was new."""
    folder = at.editions / INPUTS
    name = sha256(path)
    if _is_kept(folder / name, name):
        return name, False
    aside = folder / f".{os.getpid()}.new"
    copy(path, aside)
    # Of the copy: the file may have been written to meanwhile.
    name = sha256(aside)
    aside.chmod(0o444)
    aside.replace(folder / name)
    sync_folder(folder)
    return name, True


def _is_kept(target: Path, name: str) -> bool:
    """Whether the bytes are there and still what they were."""
    return target.is_file() and sha256(target) == name


def copy(source: Path, target: Path) -> None:
    """A copy on the disk; one that shares blocks where the file system can."""
    target.unlink(missing_ok=True)
    with source.open("rb") as content, target.open("wb") as out:
        try:
            fcntl.ioctl(out.fileno(), _CLONE, content.fileno())
        except OSError:
            shutil.copyfileobj(content, out, 1 << 20)
        out.flush()
        os.fsync(out.fileno())


def declarations(at: Locations, folder: Path) -> dict[str, str]:
    """Copy every declaring file below `folder`; path to SHA-256."""
    told = {}
    for path in declaring_files(at):
        name = path.relative_to(at.root).as_posix()
        target = folder / DECLARED / name
        target.parent.mkdir(parents=True, exist_ok=True)
        copy(path, target)
        told[name] = sha256(target)
    return told


def _wanted(internal: duckdb.DuckDBPyConnection) -> Iterator[_Wanted]:
    """The last entry of every file that was loaded, as a run counts them."""
    rows = internal.execute(
        "SELECT source, file, sha256, superseded_by IS NULL FROM load "
        "QUALIFY row_number() OVER (PARTITION BY source, file "
        "ORDER BY superseded_by IS NULL DESC, loaded_at DESC) = 1 ORDER BY 1, 2"
    ).fetchall()
    for row in rows:
        yield _Wanted(*row)


def _lying(wanted: _Wanted, workspace: Workspace, aside: Path) -> Path | None:
    """The file itself, or a snapshot of the store that says the same as then."""
    if not wanted.name.startswith(OF_STORE):
        path = workspace.at.inbox / wanted.source / wanted.name
        return path if path.is_file() else None
    source = workspace.sources.get(wanted.source)
    if source is None:
        return None
    for arrival in store.snapshots(source, workspace.at, aside, {wanted.name}):
        if arrival.name == wanted.name and arrival.stamp.sha256 == wanted.sha256:
            return aside / f"{wanted.source}{SUFFIX}"
    return None


def forget_unused(at: Locations, used: set[str]) -> None:
    """Remove what a killed freeze kept and no edition names."""
    folder = at.editions / INPUTS
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in used:
            with suppress(OSError):
                path.unlink()
