"""A run: ingest, validate, measure, score, publish; all of it, or nothing of it."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TypeVar

import duckdb

from pipelines import (
    day,
    fingerprint,
    ledger,
    news,
    rebuild,
    scoring,
    secret,
    warehouse,
)
from pipelines import engine as engines
from pipelines.declarations import workspace as declarations
from pipelines.declarations.workspace import Workspace
from pipelines.editions import manifest, told
from pipelines.engine import DUCKDB, Engine
from pipelines.errors import DataRefused
from pipelines.fingerprint import Rules
from pipelines.ledger import Changes
from pipelines.locations import Locations
from pipelines.measure import arrived, doubt, scan
from pipelines.measure.dirty import Dirty
from pipelines.measure.plan import Plan, compile_plan
from pipelines.progress import Teller
from pipelines.publish.publish import (
    Publication,
    current,
    input_hash,
    publish,
    version_of,
)
from pipelines.rejects_file import write_rejects
from pipelines.result import (
    Result,
    count_loaded,
    count_refused,
    refused,
    refused_at_once,
)
from pipelines.score import breaks, memory
from pipelines.validate import changes as settled
from pipelines.validate.batches import Loaded, New

Out = TypeVar("Out")
MEMORY = "2500MB"
STEPS = ("ingest", "validate", "measure", "score", "publish")


def run(
    at: Locations,
    *,
    as_of: date | None = None,
    wait: bool = True,
    engine: str = DUCKDB,
    master: str | None = None,
    teller: Teller,
) -> Result:
    """Bring what is published up to date with the inbox and the declarations."""
    workspace = declarations.load(at)
    with warehouse.only_run(at, wait, teller.say):
        warehouse.remove_scratch(at)
        key = secret.read_or_make(at)
        rules = fingerprint.rules(workspace, engine)
        memory = os.environ.get("GOVSCORE_MEMORY", MEMORY)
        with ExitStack() as kept_open:
            try:
                con = kept_open.enter_context(
                    rebuild.opened(workspace, rules.typed_rows, memory, teller.say)
                )
            except DataRefused as wrong:
                return refused_at_once(workspace, dict.fromkeys(STEPS, 0.0), wrong)
            running = kept_open.enter_context(
                engines.opened(engine, master, con, workspace, teller.say)
            )
            return _Run(running, workspace, rules, key, teller).go(as_of)


class _Run:
    def __init__(
        self,
        engine: Engine,
        workspace: Workspace,
        rules: Rules,
        key: str,
        teller: Teller,
    ) -> None:
        self._engine = engine
        self._con = engine.con
        self._workspace = workspace
        self._rules = rules
        self._key = key
        self._teller = teller
        self._seconds = dict.fromkeys(STEPS, 0.0)
        self._loader = engine.loader(workspace, key)
        statements = {
            n: self._loader.statement(s) for n, s in workspace.sources.items()
        }
        self._statements = statements
        self._editions = told.readable(workspace.at, teller.say)
        self._plan: Plan = compile_plan(
            workspace.indicators,
            workspace.sources,
            {name: statement.columns() for name, statement in statements.items()},
        )

    def go(self, asked: date | None) -> Result:
        root = self._workspace.at.root
        with tempfile.TemporaryDirectory(prefix=".scratch-", dir=root) as scratch:
            return self._go(asked, Path(scratch))

    def _go(self, asked: date | None, scratch: Path) -> Result:
        warehouse.drop_unfinished(self._con)
        for statement in self._statements.values():
            self._con.execute(statement.table_sql())
        try:
            changes = self._timed("ingest", lambda: self._look(scratch))
        except DataRefused as wrong:
            return refused_at_once(self._workspace, self._rounded(), wrong)
        loaded, refusals = self._load(changes, scratch)
        if refusals:
            rejects_folder = self._workspace.at.rejects
            for each in loaded.values():
                write_rejects(rejects_folder, each)
            counts = [count_refused(each) for each in loaded.values()]
            warehouse.drop_unfinished(self._con)
            self._con.execute("CHECKPOINT")
            return refused(self._workspace.at, counts, self._rounded(), refusals)
        for each in loaded.values():
            write_rejects(self._workspace.at.rejects, each)
        with warehouse.transaction(self._con):
            as_of = self._enter(changes, loaded, asked)
        self._engine.clear()
        counts = count_loaded(self._con, loaded, changes)
        publication = self._publication(as_of)
        standing = current(self._workspace.at)
        if (
            standing
            and standing["version"] == publication.version
            and not any(changes.values())
        ):
            return Result(
                "unchanged", publication.version, as_of, counts, self._rounded()
            )
        self._timed("score", lambda: self._score(as_of))
        self._teller.say("publish")
        self._timed("publish", lambda: self._publish(publication))
        return Result("published", publication.version, as_of, counts, self._rounded())

    def _look(self, scratch: Path) -> dict[str, Changes]:
        return news.look(self._con, self._workspace, scratch, self._teller.say)

    def _load(
        self, changes: dict[str, Changes], scratch: Path
    ) -> tuple[dict[str, Loaded], list[str]]:
        """Load what is new; every source's refusal is found, not only the first."""
        new, first_id = [], ledger.next_id(self._con)
        for name, change in changes.items():
            into = Loaded(self._workspace.sources[name])
            new.append(New(into, change.new, frozenset(change.passed_over), first_id))
            first_id += len(change.new) + len(change.copies)
        refused = self._loader.load(new, scratch, self._teller.say)
        loaded = {each.loaded.source.source: each.loaded for each in new}
        refusals = []
        for name, each in loaded.items():
            if name in refused:
                refusals.append(str(refused[name]))
            elif refusal := each.refusal(self._workspace.at.rejects / f"{name}.csv"):
                refusals.append(refusal)
            self._seconds["ingest"] += each.seconds_ingest
            self._seconds["validate"] += each.seconds_validate
        return loaded, refusals

    def _enter(
        self,
        changes: dict[str, Changes],
        loaded: dict[str, Loaded],
        asked: date | None,
    ) -> date:
        """Enter new files, settle versions and clocks, measure what became dirty."""
        before = warehouse.built_with(self._con)
        everything = before.get("partials") != self._rules.partials
        if everything:
            for table in warehouse.tables(self._con, "partial"):
                self._con.execute(f'DROP TABLE partial."{table}"')
        scan.prepare(self._con, self._plan.scans)
        arrived.prepare(self._con)
        dirty = {n: Dirty(s, everything) for n, s in self._plan.scans.items()}
        changed = self._timed(
            "validate",
            lambda: settled.settle_all(
                self._con, self._workspace, self._statements, changes, loaded, dirty
            ),
        )
        again = None if everything else changed
        self._timed(
            "measure", lambda: arrived.count(self._con, self._statements, again)
        )
        as_of = day.of_run(self._con, self._workspace.settings, asked)
        self._timed("measure", lambda: self._measure(dirty, before, as_of))
        facts = {
            "as_of": as_of.isoformat(),
            "partials": self._rules.partials,
            "typed_rows": self._rules.typed_rows,
        }
        for name, value in facts.items():
            if before.get(name) != value:
                warehouse.remember(self._con, name, value)
        return as_of

    def _measure(
        self, dirty: dict[str, Dirty], before: dict[str, str], as_of: date
    ) -> None:
        was = before.get("as_of")
        for name, each in dirty.items():
            source = self._workspace.sources[name]
            if was and was != as_of.isoformat():
                settled.note_new_day(
                    self._con, each, self._statements[name], was, as_of
                )
            if not each.is_clean:
                self._teller.say(f"measure {name}")
                scan.measure(self._con, each.scan, each, as_of, source.dated_by)
        doubt.look(self._con, self._workspace, dirty, as_of)

    def _score(self, as_of: date) -> None:
        self._teller.say("score")
        self._engine.begin_scoring()
        scoring.score_all(self._con, self._workspace, self._plan, as_of, self._key)
        breaks.mark(
            self._con, self._workspace, self._plan.formulas, self._editions, as_of
        )

    def _publish(self, publication: Publication) -> None:
        at, keep = self._workspace.at, self._workspace.settings.publications_kept
        memory.side_by_side(
            self._con,
            [
                lambda con: publish(con, at, publication, keep, self._tell),
                # Nothing of the run is left to write there; closing it would do this,
                # and wait for the disk alone.
                lambda con: warehouse.checkpoint(con, at),
            ],
        )

    def _publication(self, as_of: date) -> Publication:
        shas = ledger.hashes(self._con)
        workspace_hash = self._workspace.hash()
        code = fingerprint.code_version()
        hashed = input_hash(shas, workspace_hash, code, as_of)
        return Publication(
            version_of(as_of, hashed, manifest.mark(self._editions)),
            as_of,
            warehouse.now(),
            code,
            workspace_hash,
            hashed,
        )

    def _tell(self, con: duckdb.DuckDBPyConnection, audience: str, file: str) -> None:
        """The tables of editions, in the file being written for an audience."""
        at, editions = self._workspace.at, self._editions
        told.write(con, at, editions, audience, self._teller.say, file)

    def _timed(self, step: str, work: Callable[[], Out]) -> Out:
        started = time.monotonic()
        try:
            return work()
        finally:
            self._seconds[step] += time.monotonic() - started

    def _rounded(self) -> dict[str, float]:
        return {step: round(spent, 3) for step, spent in self._seconds.items()}
