"""Freeze a published quarter: an edition, whole or not at all.

An edition is a publication that is kept, with its inputs, declarations and hashes. It
is built in a folder that has no edition's name and gets that name in one step. After
that the publication that tells of it becomes the current one: it is the edition's own
file under another name.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from pipelines import fingerprint, secret, warehouse
from pipelines.declarations import workspace as declarations
from pipelines.declarations.workspace import Workspace
from pipelines.editions import changes, content, kept, manifest, told
from pipelines.editions.identity import EditionId, Quarter
from pipelines.editions.manifest import AUDIENCES, Manifest
from pipelines.editions.standing import (
    Standing,
    check_period,
    differs,
    notes,
    standing_of,
)
from pipelines.editions.told import FROZEN, WRITTEN, Told, attached
from pipelines.errors import CallError, DataRefused
from pipelines.locations import Locations
from pipelines.publish import publish

_ASIDE = ".new-"


@dataclass(frozen=True)
class Frozen:
    """What a freeze did. bytes: of the edition's files and inputs; new_bytes: of those
    that no other edition had."""

    status: str  # frozen | unchanged
    edition: str
    version: str
    changed_figures: int
    inputs: int
    bytes: int
    new_bytes: int
    manifest_sha256: str


def freeze(
    at: Locations,
    quarter: Quarter,
    given: list[str],
    *,
    wait: bool = True,
    say: Callable[[str], None],
) -> Frozen:
    """Freeze what is published of a quarter.

    `given` are notes (see standing.notes). Raises DataRefused when it cannot be frozen
    now, and CallError when a correction lacks its note.
    """
    workspace = declarations.load(at)
    note = notes(given, workspace.settings.languages)
    with warehouse.only_run(at, wait, say):
        _sweep(at)
        standing = standing_of(workspace)
        with duckdb.connect(str(standing.file("internal")), read_only=True) as con:
            con.execute("SET TimeZone = 'UTC'")
            check_period(con, quarter)
        before = [e for e in manifest.standing(at) if e.period == quarter.first_day]
        if before and not differs(at, standing, before[-1]):
            last = before[-1]
            return _result("unchanged", at, last, 0, 0)
        if before and not note:
            raise CallError(
                f"{quarter} is frozen as {before[-1].edition} and its figures have "
                "changed since. Say why in the new edition: --note TEXT."
            )
        return _Freeze(workspace, quarter, note, standing, say).go()


class _Freeze:
    def __init__(
        self,
        workspace: Workspace,
        quarter: Quarter,
        note: dict[str, str] | None,
        standing: Standing,
        say: Callable[[str], None],
    ) -> None:
        self._workspace = workspace
        self._at = workspace.at
        self._quarter = quarter
        self._note = note
        self._standing = standing
        self._say = say
        self._earlier = manifest.standing(self._at)
        # Of folders, not of manifests: a number once given is never given again.
        taken = [e.number for e in manifest.names(self._at) if e.quarter == quarter]
        self._id = EditionId(quarter, max(taken, default=0) + 1)
        self._frozen_at = datetime.now(UTC).replace(microsecond=0)
        zone = ZoneInfo(workspace.settings.time_zone)
        self._frozen_on = self._frozen_at.astimezone(zone).date()

    def go(self) -> Frozen:
        aside = self._at.editions / f"{_ASIDE}{self._id}"
        aside.mkdir(parents=True)
        try:
            return self._go(aside)
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def _go(self, aside: Path) -> Frozen:
        row, schemes = self._row()
        self._say(f"files of {self._id}")
        files, changed = {}, 0
        for audience in AUDIENCES:
            files[audience], changed = self._write(aside, audience, row)
        self._say("inputs")
        internal = self._standing.file("internal")
        with duckdb.connect(str(internal), read_only=True) as con:
            con.execute("SET TimeZone = 'UTC'")
            inputs, added = kept.inputs(con, self._workspace)
            formulas = con.execute(
                "SELECT indicator_id, formula FROM indicator ORDER BY 1"
            ).fetchall()
        made = Manifest(
            **{name: getattr(row, name) for name in Told.__dataclass_fields__},
            period_kind="quarter",
            code_hash=fingerprint.code_hash(),
            engine=duckdb.__version__,
            schemes=schemes,
            key=secret.fingerprint(secret.read_or_make(self._at)),
            declarations=kept.declarations(self._at, aside),
            inputs=inputs,
            formulas=dict(formulas),
            files=files,
            earlier=[each.edition for each in self._earlier],
        )
        if self._workspace.hash() != row.workspace_hash:
            raise DataRefused("The declarations changed meanwhile. Freeze again.")
        text = made.model_dump_json(indent=2) + "\n"
        (aside / manifest.NAME).write_text(text, encoding="utf-8")
        _sync(aside)
        aside.rename(manifest.folder(self._at, self._id))
        publish.sync_folder(self._at.editions)
        self._publish(made)
        return _result("frozen", self._at, made, changed, added)

    def _row(self) -> tuple[Told, list[str]]:
        """What the edition says of itself, and the schemes that score its quarter."""
        internal = self._standing.file("internal")
        with duckdb.connect(str(internal), read_only=True) as con:
            found = con.execute(
                "SELECT DISTINCT scheme_id FROM scorecard "
                "WHERE period_kind = 'quarter' AND period = ? ORDER BY 1",
                [self._quarter.first_day],
            ).fetchall()
        schemes = [scheme for (scheme,) in found]
        digest = hashlib.sha256()
        for scheme in schemes:
            digest.update((self._at.schemes / f"{scheme}.toml").read_bytes())
        frozen = (str(self._id), self._frozen_at)
        mark = manifest.mark([*self._earlier, frozen])
        as_of, hashed = self._standing.as_of, self._standing.input_hash
        row = Told(
            str(self._id),
            self._quarter.first_day,
            self._id.number,
            self._frozen_at,
            self._frozen_on,
            as_of,
            self._note,
            publish.version_of(as_of, hashed, mark),
            hashed,
            digest.hexdigest() if schemes else None,
            self._workspace.hash(),
            fingerprint.code_version(),
        )
        return row, schemes

    def _write(
        self, aside: Path, audience: str, row: Told
    ) -> tuple[manifest.Audience, int]:
        """The edition's file: the published one, which tells of the edition too."""
        path = aside / f"{audience}.duckdb"
        kept.copy(self._standing.file(audience), path)
        changed = 0
        with duckdb.connect() as con:
            con.execute("SET TimeZone = 'UTC'")
            with attached(con, path, WRITTEN, read_only=False):
                for table in ("edition", "edition_change"):
                    con.execute(f"DELETE FROM {WRITTEN}.{table}")
                others = [e for e in self._earlier if e.period != row.period]
                told.write(con, self._at, others, audience, self._say)
                changed = self._write_own(con, audience, row)
                con.execute(
                    f"UPDATE {WRITTEN}.publication SET version = ?, published_at = ?",
                    [row.version, row.frozen_at.replace(tzinfo=None)],
                )
                con.execute(f"CHECKPOINT {WRITTEN}")
                hashes = content.hashes(con, WRITTEN)
                quick = content.quick(con, WRITTEN)[row.period]
        return manifest.Audience(
            sha256=manifest.sha256(path), tables=hashes, quick=quick
        ), changed

    def _write_own(
        self, con: duckdb.DuckDBPyConnection, audience: str, row: Told
    ) -> int:
        """The quarter's editions up to this one; what this one changed is counted."""
        same = [each for each in self._earlier if each.period == row.period]
        for each in same:
            told.insert(con, Told.of(each), False, None)
            with attached(con, manifest.file(self._at, each.edition, audience)):
                con.execute(
                    f"INSERT INTO {WRITTEN}.edition_change BY NAME FROM "
                    f"{FROZEN}.edition_change WHERE edition_id = ?",
                    [each.edition],
                )
        told.insert(con, row, True, 0)
        if not same:
            return 0
        last = manifest.file(self._at, same[-1].edition, audience)
        with attached(con, last):
            con.execute(
                f"INSERT INTO {WRITTEN}.edition_change BY NAME SELECT $edition AS "
                f"edition_id, * FROM ({changes.sql(FROZEN, WRITTEN)})",
                {"edition": row.edition, "period": row.period},
            )
            return changes.count(con, FROZEN, WRITTEN, row.period)

    def _publish(self, made: Manifest) -> None:
        files = {
            audience: manifest.file(self._at, made.edition, audience)
            for audience in AUDIENCES
        }
        publish.republish(
            self._at,
            files,
            made.version,
            made.as_of,
            made.frozen_at.replace(tzinfo=None),
            self._workspace.settings.publications_kept,
        )


def _result(
    status: str, at: Locations, made: Manifest, changed: int, added: int
) -> Frozen:
    folder = manifest.folder(at, made.edition)
    own = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Frozen(
        status,
        made.edition,
        made.version,
        changed,
        len(made.inputs),
        own + sum(each.size for each in made.inputs),
        own + added if status == "frozen" else 0,
        manifest.sha256(folder / manifest.NAME),
    )


def _sync(folder: Path) -> None:
    """Everything below a folder is on the disk."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            publish.sync_folder(path)
        else:
            with path.open("rb") as written:
                publish.sync(written)
    publish.sync_folder(folder)


def _sweep(at: Locations) -> None:
    """Remove what a freeze that was killed left behind."""
    for pattern in (f"{_ASIDE}*", f"{kept.ASIDE}*"):
        for leftover in at.editions.glob(pattern):
            shutil.rmtree(leftover)
    if at.editions.is_dir():
        used = {each.kept for e in manifest.standing(at) for each in e.inputs}
        kept.forget_unused(at, used)
