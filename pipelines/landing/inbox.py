"""The inbox of a source: which files lie there, and which of them corrects which."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pipelines.declarations.source import Source

# How names of snapshots of the store begin (landing/store.py). A file has no slash in
# its name, so that none can pass for a snapshot, nor correct one.
OF_STORE = "store/"
LAST = chr(0x10FFFF)


@dataclass(frozen=True)
class Stamp:
    """What a file was when it was last read: unchanged stamps are not read again."""

    size: int
    modified_ns: int
    sha256: str


@dataclass(frozen=True)
class Arrival:
    """A file in the inbox, known by the hash of its bytes."""

    path: Path
    name: str
    stem: str
    revision: str
    stamp: Stamp

    @property
    def precedence(self) -> str:
        """Rows of the file with the greater precedence win over rows of the others.

        It depends on names alone, so the order in which files arrive changes nothing.
        What the store says stands over what a file says of the same key.
        """
        if self.name.startswith(OF_STORE):
            return f"{LAST}{self.name}"
        return f"{natural(self.stem)}\x1f{natural(self.revision)}\x1f{self.name}"


def arrivals(inbox: Path, source: Source, known: Mapping[str, Stamp]) -> list[Arrival]:
    """Every file of a source in the order of precedence; `known` is by file name."""
    folder = inbox / source.source
    paths = sorted(
        {
            path
            for pattern in source.files
            for path in folder.glob(pattern)
            if path.is_file() and not path.name.startswith((".", "~$"))
        }
    )
    with ThreadPoolExecutor(max_workers=2) as pool:
        stamps = list(pool.map(lambda path: stamp(path, known.get(path.name)), paths))
    found = []
    for path, its_stamp in zip(paths, stamps, strict=True):
        parts = family(path.name, source.correction)
        found.append(Arrival(path, path.name, *parts, its_stamp))
    return sorted(found, key=lambda arrival: arrival.precedence)


def unclaimed(inbox: Path, source: Source) -> list[str]:
    """Names of files in the source's folder that no pattern of the source takes."""
    folder = inbox / source.source
    if not folder.is_dir():
        return []
    taken = {path.name for pattern in source.files for path in folder.glob(pattern)}
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.name not in taken and not path.name.startswith((".", "~$"))
    )


def strangers(inbox: Path, sources: Collection[str]) -> list[str]:
    """Names in the inbox that are no source's folder: nothing looks into them."""
    if not inbox.is_dir():
        return []
    return sorted(
        path.name
        for path in inbox.iterdir()
        if not (path.is_dir() and path.name in sources)
        and not path.name.startswith((".", "~$"))
    )


def stamp(path: Path, before: Stamp | None) -> Stamp:
    """The file's stamp; bytes are hashed only when size or time changed."""
    status = path.stat()
    if before and (before.size, before.modified_ns) == (
        status.st_size,
        status.st_mtime_ns,
    ):
        return before
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, hashlib.sha256)
    return Stamp(status.st_size, status.st_mtime_ns, digest.hexdigest())


def family(name: str, correction: str) -> tuple[str, str]:
    """split_revision() of a file's name; a snapshot is in a family of its own."""
    if name.startswith(OF_STORE):
        return name, ""
    return split_revision(Path(name).stem, correction)


def split_revision(stem: str, correction: str) -> tuple[str, str]:
    """('2026-03', '更正') of '2026-03_更正'; ('2026-03', '') of '2026-03'."""
    found = re.search(correction, stem, re.IGNORECASE)
    if not found or found.start() == 0:
        return stem, ""
    return stem[: found.start()], found.group(1) if found.groups() else found.group()


def corrected_by(found: list[Arrival]) -> dict[str, str]:
    """File name to the name of the file that replaces it as a whole.

    Among files of one stem, the one with the last revision stands.
    """
    families: dict[str, list[Arrival]] = {}
    for arrival in found:
        families.setdefault(arrival.stem, []).append(arrival)
    return {
        earlier.name: family[-1].name
        for family in families.values()
        if family[-1].revision
        for earlier in family[:-1]
    }


def natural(text: str) -> str:
    """A sort key in which r9 comes before r10."""
    return re.sub(r"\d+", lambda digits: digits.group().zfill(12), text)
