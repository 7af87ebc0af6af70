"""What a published file says of editions: each of them, and what a correction changed.

Filled when a publication is written, from the editions that lie in the workspace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from pipelines.editions import changes, content, manifest
from pipelines.editions.manifest import Manifest
from pipelines.errors import DataRefused
from pipelines.locations import Locations
from pipelines.tables import quoted

# Names of the attached files: the one being written, and that of an edition.
WRITTEN, FROZEN = "published", "frozen"


@dataclass(frozen=True)
class Told:
    """A row of the table `edition`, and the quarter's figures in short."""

    edition: str
    period: date
    number: int
    frozen_at: datetime
    frozen_on: date
    as_of: date
    note: dict[str, str] | None
    version: str
    input_hash: str
    scheme_hash: str | None
    workspace_hash: str
    code_version: str

    @classmethod
    def of(cls, edition: Manifest) -> Told:
        return cls(*(getattr(edition, name) for name in cls.__dataclass_fields__))


def readable(at: Locations, say: Callable[[str], None]) -> list[Manifest]:
    """The manifests of all editions; a damaged one is said, and stops no run."""
    found = []
    for name in manifest.names(at):
        try:
            found.append(manifest.read(at, name))
        except DataRefused as damaged:
            say(f"Edition {name} is left out: {damaged}")
    return found


def write(
    con: duckdb.DuckDBPyConnection,
    at: Locations,
    editions: Sequence[Manifest],
    audience: str,
    say: Callable[[str], None],
    file: str = WRITTEN,
) -> None:
    """Fill `edition` and `edition_change` of the attached `file`."""
    if not editions:
        return
    # Both audiences may be told at the same time.
    frozen = f"{FROZEN}_{audience}"
    now = content.quick(con, file)
    latest = {each.period: each.edition for each in editions}
    for each in editions:
        is_latest = latest[each.period] == each.edition
        changed: int | None = 0 if is_latest else None
        is_other = is_latest and each.files[audience].quick != now.get(each.period)
        if is_other or each.number > 1:
            path = manifest.file(at, each.edition, audience)
            try:
                with attached(con, path, frozen):
                    if is_other:
                        changed = changes.count(con, frozen, file, each.period)
                    con.execute(
                        f"INSERT INTO {file}.edition_change BY NAME "
                        f"FROM {frozen}.edition_change WHERE edition_id = ?",
                        [each.edition],
                    )
            except duckdb.Error as damaged:
                say(f"Edition {each.edition}: {path} cannot be read: {damaged}")
                changed = None
        insert(con, Told.of(each), is_latest, changed, file)


def insert(
    con: duckdb.DuckDBPyConnection,
    told: Told,
    is_latest: bool,
    changed: int | None,
    file: str = WRITTEN,
) -> None:
    """One row of `edition`."""
    con.execute(
        f"INSERT INTO {file}.edition VALUES "
        "(?, 'quarter', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            told.edition,
            told.period,
            told.number,
            told.frozen_at.astimezone(UTC).replace(tzinfo=None),
            told.frozen_on,
            told.as_of,
            told.note,
            told.version,
            told.input_hash,
            told.scheme_hash,
            told.workspace_hash,
            told.code_version,
            is_latest,
            changed,
        ],
    )


@contextmanager
def attached(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    name: str = FROZEN,
    *,
    read_only: bool = True,
) -> Iterator[None]:
    """A published file under a name of its own."""
    con.execute(f"ATTACH {quoted(path)} AS {name}{' (READ_ONLY)' * read_only}")
    try:
        yield
    finally:
        con.execute(f"DETACH {name}")
