"""The day that a run pretends it is."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import duckdb

from pipelines.declarations.workspace import Settings


def of_run(
    con: duckdb.DuckDBPyConnection, settings: Settings, asked: date | None
) -> date:
    """The day asked for, else what the workspace says: a day, today, or the latest."""
    if asked:
        return asked
    today = datetime.now(ZoneInfo(settings.time_zone)).date()
    if isinstance(settings.as_of, date):
        return settings.as_of
    if settings.as_of == "today":
        return today
    ((last,),) = con.execute(
        "SELECT max(last_day) FROM file WHERE superseded_by IS NULL"
    ).fetchall()
    return min(last, today) if last else today
