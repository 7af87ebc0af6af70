"""Verify an edition: is what it kept unchanged, and does it give the same figures?"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

import duckdb

from pipelines import fingerprint, secret
from pipelines.editions import compare, content, kept, manifest, scratch
from pipelines.editions.compare import Compared, Leave
from pipelines.editions.identity import EditionId
from pipelines.editions.manifest import AUDIENCES, DECLARED, Manifest
from pipelines.editions.told import FROZEN, attached
from pipelines.errors import CallError, GovscoreError
from pipelines.locations import Locations
from pipelines.progress import Teller
from pipelines.publish.publish import current
from pipelines.tables import columns_of, tables_of

_AGAIN = "again"
_ASIDE = ".verify-"
_A_DAY = 86_400.0
# What a later run of the same inputs says otherwise: when and by which program.
_CLOCKS = (
    ("publication", "version"),
    ("publication", "published_at"),
    ("publication", "code_version"),
    ("publication", "input_hash"),
    ("load", "loaded_at"),
)
# Hashes that say what was frozen; all others depend on the key that hashed.
_UNKEYED = ("publication", "edition")
# Files that were replaced before the edition are not kept: nothing counts of them.
_STANDING = (
    ("load", "superseded_by IS NULL"),
    (
        "reject",
        "source || '/' || file NOT IN (SELECT source || '/' || file "
        f"FROM {FROZEN}.main.load WHERE superseded_by IS NOT NULL)",
    ),
)
# Written when an edition is frozen, not computed; their content has its own hash.
_OF_EDITIONS = ("edition", "edition_change")


@dataclass(frozen=True)
class Problem:
    """kind: edition | input | declaration | file | table | run | figures."""

    kind: str
    name: str
    says: str


@dataclass(frozen=True)
class Verified:
    """What verifying found. status: equal, or differs when there is a problem."""

    status: str
    edition: str
    problems: list[Problem]
    is_recomputed: bool
    is_key_known: bool
    code_version: str
    code_version_now: str
    tables: int
    rows: int
    inputs: int
    manifest_sha256: str
    seconds: float


def verify(at: Locations, edition: EditionId, teller: Teller) -> Verified:
    """Check what was kept, compute the edition again, and compare every table."""
    if edition not in manifest.names(at):
        known = ", ".join(map(str, manifest.names(at))) or "none yet"
        raise CallError(f"There is no edition {edition} in {at.editions}/ ({known}).")
    started = time.monotonic()
    frozen = manifest.read(at, edition)
    teller.say(f"kept files of {edition}")
    problems = [*_kept(at, frozen), *_published(at, frozen)]
    key = secret.read(at)
    is_known = key is not None and (
        secret.fingerprint(key, frozen.key.salt) == frozen.key
    )
    sound = not any(each.kind in ("input", "declaration") for each in problems)
    compared: list[Compared] = []
    if sound:
        found, compared = _recomputed(at, frozen, key if is_known else None, teller)
        problems += found
    return Verified(
        "differs" if problems else "equal",
        str(edition),
        problems,
        sound,
        is_known,
        frozen.code_version,
        fingerprint.code_version(),
        len(compared),
        sum(each.rows for each in compared),
        len(frozen.inputs),
        manifest.sha256(manifest.folder(at, edition) / manifest.NAME),
        round(time.monotonic() - started, 3),
    )


def _kept(at: Locations, frozen: Manifest) -> Iterator[Problem]:
    """Inputs and declarations that are gone, or are not what they were."""
    for each in frozen.inputs:
        path = at.editions / kept.INPUTS / each.kept
        says = _changed(path, each.kept)
        if says:
            yield Problem("input", f"{each.source}/{each.name}", f"{path} {says}")
    folder = manifest.folder(at, frozen.edition) / DECLARED
    for name, digest in frozen.declarations.items():
        says = _changed(folder / name, digest)
        if says:
            yield Problem("declaration", name, f"{folder / name} {says}")
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in frozen.declarations:
            yield Problem("declaration", name, f"{path} was not there")


def _changed(path: Path, digest: str) -> str:
    """What is wrong with a kept file; '' when nothing is."""
    if not path.is_file():
        return "is gone"
    return "" if manifest.sha256(path) == digest else "is not what was frozen"


def _published(at: Locations, frozen: Manifest) -> Iterator[Problem]:
    """Files of the edition whose bytes changed, and which of their tables."""
    for audience, told in frozen.files.items():
        path = manifest.file(at, frozen.edition, audience)
        says = _changed(path, told.sha256)
        if not says:
            continue
        yield Problem("file", f"{audience}.duckdb", f"{path} {says}")
        if not path.is_file():
            continue
        try:
            with _opened() as con, attached(con, path):
                now = content.hashes(con, FROZEN)
        except duckdb.Error as broken:
            yield Problem("file", f"{audience}.duckdb", f"cannot be read: {broken}")
            continue
        for table in sorted(told.tables.keys() | now.keys()):
            if told.tables.get(table) != now.get(table):
                yield Problem(
                    "table", f"{audience}.{table}", "says something else than then"
                )


def _recomputed(
    at: Locations, frozen: Manifest, key: str | None, teller: Teller
) -> tuple[list[Problem], list[Compared]]:
    """Run on what was kept; every table that comes out otherwise is a problem."""
    from pipelines import run as running

    _sweep(at)
    with tempfile.TemporaryDirectory(prefix=_ASIDE, dir=at.editions) as aside:
        try:
            made = scratch.build(at, frozen, Path(aside) / "data", key)
            result = running.run(made, as_of=frozen.as_of, wait=False, teller=teller)
        except GovscoreError as wrong:
            return [Problem("run", frozen.edition, str(wrong))], []
        if result.refusals:
            said = "\n".join(result.refusals)
            return [Problem("run", frozen.edition, said)], []
        return _compared(at, frozen, made, key is not None)


def _compared(
    at: Locations, frozen: Manifest, made: Locations, is_key_known: bool
) -> tuple[list[Problem], list[Compared]]:
    standing = current(made)
    assert standing is not None
    names: dict[str, str] = dict(standing["files"])  # type: ignore[call-overload]
    problems: list[Problem] = []
    compared: list[Compared] = []
    for audience in AUDIENCES:
        path = manifest.file(at, frozen.edition, audience)
        try:
            with (
                _opened() as con,
                attached(con, path),
                attached(con, made.published / names[audience], _AGAIN),
            ):
                hashed = [] if is_key_known else _hashed(con)
                leave = Leave(_OF_EDITIONS, (*_CLOCKS, *hashed), _STANDING)
                found = compare.files(con, FROZEN, _AGAIN, leave=leave)
        except duckdb.Error as broken:
            problems.append(Problem("file", f"{audience}.duckdb", str(broken)))
            continue
        compared += found
        problems += [
            Problem("figures", f"{audience}.{each.table}", _in_words(each))
            for each in found
            if not each.is_equal
        ]
    return problems, compared


def _hashed(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Columns that hold hashed numbers of cases, ratings and windows."""
    return [
        (table, column)
        for table in tables_of(con, FROZEN)
        if table not in _UNKEYED
        for column in columns_of(con, FROZEN, table)
        if column.endswith("_hash")
    ]


def _in_words(each: Compared) -> str:
    return (
        f"{each.missing:,} rows are not there now, {each.extra:,} were not there, "
        f"{each.other:,} have other numbers; for example " + "; ".join(each.examples)
    )


@contextmanager
def _opened() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        yield con


def _sweep(at: Locations) -> None:
    """Remove what a verification left that was killed a day ago or more."""
    for leftover in at.editions.glob(f"{_ASIDE}*"):
        if time.time() - leftover.stat().st_mtime > _A_DAY:
            rmtree(leftover)
