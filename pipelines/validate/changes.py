"""After loading: enter files, settle versions and clocks, note what is dirty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import duckdb

from pipelines import ledger
from pipelines.declarations.source import Source
from pipelines.declarations.workspace import Workspace
from pipelines.ledger import Changes
from pipelines.measure import open_cases
from pipelines.measure.dirty import Dirty
from pipelines.validate import days, keys, pauses, versions
from pipelines.validate.batches import Loaded
from pipelines.validate.typed import LOADED, Statement

_SAME_ROW = "t.file_id = r.file_id AND t.row = r.row AND t.key_hash = r.key_hash"
_NOT_ADDED = "t.file_id NOT IN (SELECT file_id FROM added_file)"


def settle_all(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    statements: Mapping[str, Statement],
    changes: Mapping[str, Changes],
    loaded: Mapping[str, Loaded],
    dirty: Mapping[str, Dirty],
) -> dict[str, set[int]]:
    """Make the warehouse agree with its ledger; by source, files whose rows changed."""
    changed: dict[str, set[int]] = {}
    con.execute("CREATE OR REPLACE TEMP TABLE touched_case (case_id VARCHAR)")
    for name, change in changes.items():
        statement = statements[name]
        if not change and not _is_stopped_anew(statement.source, changes):
            continue
        noted = dirty.get(name)
        _note_files(con, loaded[name], change, may_add=not statement.source.store)
        is_pauses = _stops(workspace.sources, name)
        if is_pauses:
            _touch(con, name, "t.file_id IN (SELECT file_id FROM replaced_file)")
        if noted:
            _note_moved(con, statement, noted)
        _remove_replaced(con, name)
        ledger.enter(con, loaded[name], change, _days(con, statement, loaded[name]))
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE every_file AS {ledger.ranks_sql()}",
            [name],
        )
        versions.settle(con, statement, after_removal=bool(change.replaced))
        if noted:
            noted.note(con, _NOT_ADDED, f"JOIN restood AS r ON {_SAME_ROW}")
        if is_pauses:
            _touch(con, name, "t.file_id IN (SELECT file_id FROM new_file)")
            _touch(con, name, f"EXISTS (SELECT 1 FROM restood AS r WHERE {_SAME_ROW})")
        _settle_clock(con, workspace, statement, noted)
        if noted:
            # Last, for a stopped clock moves the months of a row.
            added = con.execute("SELECT file_id FROM added_file").fetchall()
            noted.note_added(con, {file_id for (file_id,) in added})
            if noted.scan.has_clock and not noted.everything:
                open_cases.keep_changed(con, statement.source)
        changed[name] = _changed_files(con, statement)
    return changed


def _changed_files(con: duckdb.DuckDBPyConnection, statement: Statement) -> set[int]:
    source = statement.source
    found = (
        "SELECT file_id FROM new_file UNION SELECT file_id FROM replaced_file "
        "UNION SELECT file_id FROM restood"
    )
    if source.dated_by in source.derived and source.clock is not None:
        # A day that follows from the clock moves when the clock was stopped.
        found += (
            f' UNION SELECT file_id FROM typed."{source.source}" AS t '
            f"WHERE {keys.among(statement, 'touched_case')}"
        )
    return {file_id for (file_id,) in con.execute(found).fetchall()}


def _note_moved(
    con: duckdb.DuckDBPyConnection, statement: Statement, noted: Dirty
) -> None:
    """Note the months of rows that come and go.

    Of the store all rows come again when one has changed, so those that stay as they
    stood are told apart. A row that stands otherwise afterwards is noted with restood.
    """
    own = ", ".join(f't."{name}"' for name in statement.columns())
    stayed = "FALSE"
    if statement.source.store:
        stayed = f"hash({own}) IN (SELECT content FROM stayed_row)"
        table = f'typed."{statement.source.source}" AS t'
        con.execute(
            f"""
            -- One row: the content of a row that stood, and comes again.
            CREATE OR REPLACE TEMP TABLE stayed_row AS
            SELECT hash({own}) AS content FROM {table}
            WHERE file_id IN (SELECT file_id FROM replaced_file)
                AND standing = {LOADED}
            INTERSECT
            SELECT hash({own}) FROM {table}
            WHERE file_id IN (SELECT file_id FROM new_file)
            """
        )
    for files in ("replaced_file", "new_file"):
        noted.note(
            con,
            f"t.file_id IN (SELECT file_id FROM {files}) AND NOT {stayed} "
            f"AND {_NOT_ADDED}",
        )


def _settle_clock(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    statement: Statement,
    noted: Dirty | None,
) -> None:
    source = statement.source
    if source.clock is None or source.clock.pauses is None:
        return
    column, sought = keys.matching(statement, "case_id")
    con.execute(
        "INSERT INTO touched_case "
        f'SELECT DISTINCT case_id FROM typed."{source.clock.pauses}" '
        f'WHERE {sought} IN (SELECT {column} FROM typed."{source.source}" '
        "WHERE file_id IN (SELECT file_id FROM new_file))"
    )
    ((untouched,),) = con.execute(
        "SELECT NOT EXISTS (SELECT 1 FROM touched_case)"
    ).fetchall()
    if untouched:
        return
    touched = f"{keys.among(statement, 'touched_case')} AND {_NOT_ADDED}"
    if noted:
        noted.note(con, touched)
    provisional_from = days.first_provisional(workspace.calendar)
    pauses.stop_clocks(
        con,
        statement,
        workspace.settings.pause_days,
        provisional_from,
    )
    if noted:
        noted.note(con, touched)


def note_new_day(
    con: duckdb.DuckDBPyConnection,
    dirty: Dirty,
    statement: Statement,
    was: str,
    as_of: date,
) -> None:
    """Note the months of rows that a move of as_of can change."""
    if dirty.scan.follows_day:
        dirty.everything = True
        return
    first, last = sorted((date.fromisoformat(was), as_of))
    stamps = [
        c for c, kind in statement.columns().items() if kind in ("DATE", "TIMESTAMP")
    ]
    between = " OR ".join(
        f"CAST(t.\"{c}\" AS DATE) BETWEEN DATE '{first}' AND DATE '{last}'"
        for c in stamps
    )
    dirty.note(con, f"({between})")


def _note_files(
    con: duckdb.DuckDBPyConnection, loaded: Loaded, change: Changes, *, may_add: bool
) -> None:
    """Temp tables new_file, replaced_file, and added_file: new ones of new rows only.

    A file that is counted again was there before, and of the store all rows come again.
    """
    landed = [file.file_id for file in loaded.landed]
    for name, ids in (
        ("new_file", [*landed, *change.again]),
        ("replaced_file", list(change.replaced)),
        ("added_file", landed if may_add else []),
    ):
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS "
            "SELECT unnest(?::INTEGER[]) AS file_id",
            [ids],
        )


def _remove_replaced(con: duckdb.DuckDBPyConnection, source: str) -> None:
    con.execute(
        "CREATE OR REPLACE TEMP TABLE removed_key AS "
        f'SELECT DISTINCT key_hash FROM typed."{source}" '
        "WHERE file_id IN (SELECT file_id FROM replaced_file)"
    )
    con.execute(
        f'DELETE FROM typed."{source}" '
        "WHERE file_id IN (SELECT file_id FROM replaced_file)"
    )


def _touch(con: duckdb.DuckDBPyConnection, source: str, where: str) -> None:
    con.execute(
        f'INSERT INTO touched_case SELECT DISTINCT case_id FROM typed."{source}" AS t '
        f"WHERE {where}"
    )


def _stops(sources: Mapping[str, Source], name: str) -> bool:
    return any(s.clock is not None and s.clock.pauses == name for s in sources.values())


def _is_stopped_anew(source: Source, changes: Mapping[str, Changes]) -> bool:
    """Whether pauses came or went that move the due days of cases loaded before."""
    stopping = source.clock.pauses if source.clock else None
    return stopping is not None and bool(changes[stopping])


def _days(
    con: duckdb.DuckDBPyConnection, statement: Statement, loaded: Loaded
) -> dict[int, tuple[date | None, date | None]]:
    """First and last day of each new file."""
    dated_by = statement.source.dated_by
    return {
        file_id: (first, last)
        for file_id, first, last in con.execute(
            f"SELECT file_id, min({dated_by})::DATE, max({dated_by})::DATE "
            f'FROM typed."{loaded.source.source}" '
            "WHERE file_id IN (SELECT file_id FROM new_file) GROUP BY file_id"
        ).fetchall()
    }
