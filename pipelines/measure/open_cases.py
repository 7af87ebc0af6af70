"""Cases that are open on the day of the run, and for how long.

They are few, and everything about them follows the day: they are looked up in the typed
rows at each run and never enter a partial.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import duckdb

from pipelines.declarations.source import Source
from pipelines.declarations.workspace import Workspace
from pipelines.measure.asked import Scan
from pipelines.measure.scan import known_rows
from pipelines.validate import pauses


def table(source: str) -> str:
    """The temp table of a source's open cases: its typed columns, and age_days."""
    return f'"open_{source}"'


def find(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    scans: Mapping[str, Scan],
    as_of: date,
) -> None:
    """Make the temp table of every source whose scan has a clock.

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
    rows = known_rows(con, source.source, as_of, source.dated_by)
    columns = {
        name for (name, *_) in con.execute(f"DESCRIBE SELECT * FROM {rows}").fetchall()
    }
    stays = "AND NOT is_withdrawn" if "is_withdrawn" in columns else ""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {here} AS FROM {rows} "
        f"WHERE closed_on IS NULL AND accepted_on <= {day} "
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
        CREATE OR REPLACE TEMP TABLE {here} AS
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
