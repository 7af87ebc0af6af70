"""Check declarations, or one file as a run would read it, and load nothing."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

import duckdb

from pipelines import warehouse
from pipelines.declarations import workspace as declarations
from pipelines.engine import SPARK
from pipelines.errors import CallError
from pipelines.landing.inbox import Arrival, stamp
from pipelines.locations import Locations
from pipelines.measure.plan import compile_plan
from pipelines.progress import Teller
from pipelines.rejects_file import COLUMNS
from pipelines.validate.batches import Loaded, New
from pipelines.validate.load import Loader

MOST = 20


@dataclass
class Report:
    """What a run would say of the file; `refusal` when it would refuse it."""

    file: str
    source: str
    rows_read: int = 0
    rows_good: int = 0
    rows_rejected: int = 0
    notes: list[str] = field(default_factory=list)
    rejects: list[dict[str, object]] = field(default_factory=list)
    refusal: str | None = None


@dataclass
class Declared:
    """That a workspace's declarations hold, and what an engine found in them."""

    engine: str
    sources: int
    indicators: int
    expressions: int | None = None


def check_declarations(at: Locations, engine: str) -> Declared:
    """Raise DeclarationError for what cannot be, or what the engine does not know."""
    workspace = declarations.load(at)
    with duckdb.connect() as con:
        loader = Loader(con, workspace, "not stored")
        columns = {
            name: loader.statement(source).columns()
            for name, source in workspace.sources.items()
        }
    compile_plan(workspace.indicators, workspace.sources, columns)
    found = Declared(engine, len(workspace.sources), len(workspace.indicators))
    if engine == SPARK:
        # Only who asks for this engine waits for what knows its words.
        from pipelines.spark import declared

        found.expressions = declared.check(workspace)
    return found


def declarations_in_words(found: Declared) -> str:
    """The same as a sentence."""
    looked_at = f"{found.sources} sources and {found.indicators} indicators hold"
    if found.expressions is None:
        return f"{looked_at}."
    return f"{looked_at}; Spark answers all {found.expressions} expressions as DuckDB."


def check(at: Locations, file: Path, source_name: str, teller: Teller) -> Report:
    """Validate one file in memory; raises CallError for a file or source not there."""
    workspace = declarations.load(at)
    if source_name not in workspace.sources:
        known = ", ".join(sorted(workspace.sources))
        raise CallError(f"There is no source {source_name!r}. Known: {known}.")
    if not file.is_file():
        raise CallError(f"There is no file {file}.")
    source = workspace.sources[source_name]
    report = Report(str(file), source_name)
    with duckdb.connect() as con, tempfile.TemporaryDirectory() as scratch:
        con.execute(warehouse.SCHEMA)
        loader = Loader(con, workspace, "not stored")
        con.execute(loader.statement(source).table_sql())
        arrival = Arrival(file, file.name, file.stem, "", stamp(file, None))
        loaded = Loaded(source)
        new = New(loaded, [arrival], frozenset(), 1)
        refused = loader.load([new], Path(scratch), teller.say).get(source_name)
        report.refusal = str(refused) if refused else loaded.refusal(None)
    report.rows_read = loaded.rows_read
    report.rows_rejected = loaded.rows_rejected
    report.rows_good = report.rows_read - report.rows_rejected
    report.notes = [note for each in loaded.landed for note in each.notes]
    if not any(fnmatchcase(file.name, pattern) for pattern in source.files):
        report.notes.append(
            f"a run would leave it alone: no pattern of sources/{source_name}.toml "
            f"takes its name"
        )
    report.rejects = [
        {name: getattr(reject, name) for name in COLUMNS if name != "file"}
        for reject in loaded.rejects[:MOST]
    ]
    return report


def in_words(report: Report) -> str:
    """The report as sentences."""
    lines = [
        f"{report.file}: {report.rows_read:,} rows read, {report.rows_good:,} good, "
        f"{report.rows_rejected:,} rejected."
    ]
    lines += [f"  note: {note}" for note in report.notes]
    for reject in report.rejects:
        lines.append(
            f"  row {reject['row']}, {reject['column_name'] or 'the row'} "
            f"{reject['value'] or ''!r}: {reject['reason']}"
        )
    if report.refusal:
        lines.append(f"A run would refuse it.\n{report.refusal}")
    return "\n".join(lines)
