"""Fingerprints of code and declarations: what must be done again when they change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

import duckdb

from pipelines import __version__, secret
from pipelines.declarations.workspace import Workspace
from pipelines.engine import DUCKDB

_HERE = Path(__file__).parent
_LANDING = (
    "landing",
    "validate",
    "declarations",
    "expression.py",
    "tables.py",
    "warehouse.py",
)
_MEASURING = ("measure", "expression.py", "declarations")


def code_version() -> str:
    """The release and twelve characters over the text of every module and query."""
    return f"{__version__}+{code_hash()[:12]}"


def code_hash() -> str:
    """SHA-256 over the text of every module and query."""
    return _of_code(("",))


@dataclass(frozen=True)
class Rules:
    """What the warehouse goes by, as fingerprints.

    typed_rows changes when rows might be typed differently: with sources, reference
    tables, the calendar, the program, and the key that numbers are hashed with.
    partials changes when partials might be measured differently: with indicators too.
    """

    typed_rows: str
    partials: str


def rules(workspace: Workspace, engine: str = DUCKDB) -> Rules:
    """Look at every declaring file of a workspace, and at the program.

    Rows that one engine typed lie where the other does not look for them.
    """
    at, settings = workspace.at, workspace.settings
    typed_rows = _joined(
        _of_files([*at.reference.glob("*.csv"), *at.sources.glob("*.toml")]),
        _of_code(_LANDING),
        duckdb.__version__,
        f"{settings.time_zone} {settings.pause_days}",
        secret.read_or_make(at),
        *(() if engine == DUCKDB else (_of_code((engine,)), *_releases())),
    )
    measured = _of_files(
        [*at.indicators.glob("*.toml"), *at.root.glob(at.honesty.name)]
    )
    return Rules(typed_rows, _joined(typed_rows, measured, _of_code(_MEASURING)))


def _releases() -> list[str]:
    """The release of Spark, which types rows; none where it is not installed."""
    return [d.version for d in metadata.distributions(name="pyspark")]


def _of_files(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.name.encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


@cache
def _of_code(parts: tuple[str, ...]) -> str:
    found: set[Path] = set()
    for part in parts:
        path = _HERE / part
        if path.is_file():
            found.add(path)
        else:
            found |= {*path.rglob("*.py"), *path.rglob("*.sql")}
    return _of_files([path for path in found if "demo" not in path.parts])


def _joined(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
