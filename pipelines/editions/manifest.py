"""The manifest of an edition: what it is, and the hash of everything that went in.

A folder below `editions/` is an edition when it has the name of one; it gets that name
in one step, after everything in it is on the disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.editions.identity import EditionId
from pipelines.errors import DataRefused
from pipelines.locations import Locations
from pipelines.secret import KeyPrint

NAME = "edition.json"
DECLARED = "workspace"
AUDIENCES = ("public", "internal")


class Input(BaseModel):
    """A raw file, or what the store had for a source.

    sha256: as the ledger knows it; of a snapshot of the store, over what it says.
    kept: SHA-256 of the kept bytes, its name in the store of inputs.
    """

    model_config = ConfigDict(frozen=True)

    source: str
    name: str
    sha256: str
    kept: str
    size: int


class Audience(BaseModel):
    """One audience's file: its bytes, what its tables say, and its quarter in short."""

    model_config = ConfigDict(frozen=True)

    sha256: str
    tables: dict[str, str]
    quick: str


class Manifest(BaseModel):
    """`edition.json`."""

    model_config = ConfigDict(frozen=True)

    edition: str
    period_kind: str
    period: date
    number: int
    note: dict[str, str] | None
    frozen_at: datetime
    frozen_on: date
    as_of: date
    version: str
    code_version: str
    code_hash: str
    engine: str
    workspace_hash: str
    input_hash: str
    scheme_hash: str | None
    schemes: list[str]
    key: KeyPrint
    declarations: dict[str, str]
    inputs: list[Input]
    formulas: dict[str, str]
    files: dict[str, Audience]
    earlier: list[str]

    @property
    def id(self) -> EditionId:
        return EditionId.parse(self.edition)


def folder(at: Locations, edition: EditionId | str) -> Path:
    """Where an edition lies, whether it is there or not."""
    return at.editions / str(edition)


def file(at: Locations, edition: EditionId | str, audience: str) -> Path:
    """The DuckDB file of one audience."""
    return folder(at, edition) / f"{audience}.duckdb"


def names(at: Locations) -> list[EditionId]:
    """Every edition there is, in order; what a killed freeze left is none."""
    if not at.editions.is_dir():
        return []
    found = (
        EditionId.known(each.name) for each in at.editions.iterdir() if each.is_dir()
    )
    return sorted(each for each in found if each)


def read(at: Locations, edition: EditionId) -> Manifest:
    """Raise DataRefused when the manifest is damaged or tells of another edition."""
    path = folder(at, edition) / NAME
    try:
        told = Manifest.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as damaged:
        raise DataRefused(
            f"{path} cannot be read as the manifest of an edition. Restore the folder "
            f"from a backup.\n{str(damaged).splitlines()[0]}"
        ) from damaged
    if told.edition != str(edition):
        raise DataRefused(f"{path} is the manifest of {told.edition}, not {edition}.")
    return told


def standing(at: Locations) -> list[Manifest]:
    """The manifests of all editions, in order."""
    return [read(at, each) for each in names(at)]


def mark(editions: Iterable[Manifest | tuple[str, datetime]]) -> str:
    """What a publication's version depends on besides inputs: '' without editions."""
    told = [
        (each.edition, each.frozen_at) if isinstance(each, Manifest) else each
        for each in editions
    ]
    return "\n".join(f"{name} {moment.isoformat()}" for name, moment in sorted(told))


def sha256(path: Path) -> str:
    """Over the bytes of a file."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
