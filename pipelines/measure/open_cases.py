"""Cases that are open on the day of the run, and for how long.

How long they are open follows the day, so their age never enters a partial. Which rows
have no closing day does not follow it: `partial.<source>_open` keeps those, row by row
as they come, go or change, and a run never looks for them among all that were closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import duckdb

from pipelines.declarations.source import Source
from pipelines.declarations.workspace import Workspace
from pipelines.measure import known
from pipelines.measure.asked import Scan
from pipelines.validate import pauses
from pipelines.validate.typed import LOADED

_SAME_ROW = "r.file_id = o.file_id AND r.row = o.row"
_OPEN = f"standing = {LOADED} AND closed_on IS NULL"


def table(source: str) -> str:
    """The table of a source's open cases: its typed columns, and age_days."""
    return f'"open_{source}"'


def kept(source: str) -> str:
    """Where the rows of a source are that stand and have no closing day."""
    return f'partial."{source}_open"'


def prepare(con: duckdb.DuckDBPyConnection, source: str) -> None:
    """Make the table of rows without a closing day, where it is not there yet."""
    con.execute(
        f'CREATE TABLE IF NOT EXISTS {kept(source)} AS FROM typed."{source}" LIMIT 0'
    )


def keep_all(con: duckdb.DuckDBPyConnection, source: str) -> None:
    """Keep what is open among all rows of a source."""
    con.execute(
        f'CREATE OR REPLACE TABLE {kept(source)} AS FROM typed."{source}" WHERE {_OPEN}'
    )


def keep_changed(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Keep what is open among rows that came, changed or stand otherwise; drop others.

    Expects what validate/changes.py makes of the source: tables new_file,
    replaced_file, restood and touched_case (cases whose clock was stopped anew).
    """
    name = source.source
    ids = con.execute("SELECT file_id FROM new_file ORDER BY file_id").fetchall()
    of_new = f"file_id IN ({', '.join(str(each) for (each,) in ids)})" if ids else ""
    moved = [f"EXISTS (SELECT 1 FROM restood AS r WHERE {_SAME_ROW})"]
    counts = "SELECT count(*) FILTER (WHERE standing = ?) FROM restood"
    if source.clock and source.clock.pauses:
        moved.append(f'o."{source.key[0]}" IN (SELECT case_id FROM touched_case)')
        counts = f"SELECT ({counts}) + (SELECT count(*) FROM touched_case)"
    con.execute(
        f"DELETE FROM {kept(name)} AS o WHERE {' OR '.join(moved)} OR file_id IN "
        "(SELECT file_id FROM new_file UNION ALL SELECT file_id FROM replaced_file)"
    )
    ((may_open,),) = con.execute(counts, [LOADED]).fetchall()
    # Only rows that stand again or were stopped are looked for among all rows.
    among = [of_new] * bool(of_new) + moved * bool(may_open)
    if among:
        con.execute(
            f'INSERT INTO {kept(name)} FROM typed."{name}" AS o '
            f"WHERE {_OPEN} AND ({' OR '.join(among)})"
        )


def find(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    scans: Mapping[str, Scan],
    as_of: date,
) -> None:
    """Make the table of every source whose scan has a clock.

    age_days is what elapsed_days would be if the case were closed on that day.
    """
    for name, scan in scans.items():
        if scan.has_clock:
            source = workspace.sources[name]
            _find(con, source, workspace.settings.pause_days, as_of)


def _find(
    con: duckdb.DuckDBPyConnection, source: Source, pause_days: str, as_of: date
) -> None:
    clock = source.clock
    assert clock is not None
    here, day = table(source.source), f"DATE '{as_of}'"
    columns = known.columns_of(con, f'typed."{source.source}"')
    stays = "AND NOT is_withdrawn" if "is_withdrawn" in columns else ""
    con.execute(
        f"CREATE OR REPLACE TABLE {here} AS FROM {_rows(source, columns, as_of)} "
        f"WHERE {known.is_known(source.dated_by, as_of)} AND accepted_on <= {day} "
        f"AND city_id IS NOT NULL AND department_id IS NOT NULL {stays}"
    )
    counted = ["n.workday_count - a.workday_count"]
    if clock.paused_days:
        counted.append(f'coalesce(c."{clock.paused_days}", 0)')
    joined = ""
    if clock.pauses:
        pauses.count_stopped(con, source, here, pause_days, as_of)
        counted.append("coalesce(p.paused_days, 0)")
        joined = (
            "LEFT JOIN stopped_case AS p ON p.file_id = c.file_id AND p.row = c.row"
        )
    con.execute(
        f"""
        CREATE OR REPLACE TABLE {here} AS
        SELECT
            c.*,
            -- greatest() passes over NULL, which must not reach it.
            CASE
                WHEN n.workday_count - a.workday_count IS NULL
                    THEN date_diff('day', c.accepted_on, {day})
                ELSE greatest({" - ".join(counted)}, 0)
            END AS age_days
        FROM {here} AS c
        LEFT JOIN day AS a ON a.day = c.accepted_on
        LEFT JOIN day AS n ON n.day = {day}
        {joined}
        """
    )


def _rows(source: Source, columns: set[str], as_of: date) -> str:
    """The rows without a closing day, and those that were closed after as_of."""
    if not known.can_be_reopened(columns):
        return kept(source.source)
    return f"""(
        FROM {kept(source.source)}
        UNION ALL
        SELECT {known.reopened(columns, as_of)} FROM typed."{source.source}"
        WHERE standing = {LOADED} AND closed_on > DATE '{as_of}'
    )"""
