"""What was known on a day: nothing that happened later has happened yet."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import duckdb

from pipelines.validate.typed import LOADED

_CLOSING = ("closed_at", "closed_on", "elapsed_days", "is_on_time", "is_legal_on_time")


def known_rows(
    con: duckdb.DuckDBPyConnection, source: str, as_of: date, dated_by: str
) -> str:
    """The rows of a source as they were known on as_of."""
    table = f'typed."{source}"'
    known = f"standing = {LOADED} AND {is_known(dated_by, as_of)}"
    columns = columns_of(con, table)
    # Asked like this, whole stretches are passed over; the largest value is not known.
    later = f"SELECT EXISTS (FROM {table} WHERE closed_on > DATE '{as_of}')"
    if can_be_reopened(columns) and con.execute(later).fetchall() == [(True,)]:
        return f"(SELECT {reopened(columns, as_of)} FROM {table} WHERE {known})"
    return f"(SELECT * FROM {table} WHERE {known})"


def columns_of(con: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    """Names of the columns of a table."""
    return {name for (name, *_) in con.execute(f"DESCRIBE {table}").fetchall()}


def is_known(dated_by: str, as_of: date) -> str:
    """SQL: the row is of as_of or an earlier day; whole stretches can be passed over.

    A cast of the column would have to be worked out row by row.
    """
    return f"\"{dated_by}\" < DATE '{as_of + timedelta(days=1)}'"


def can_be_reopened(columns: Collection[str]) -> bool:
    """Whether rows have all that must be forgotten of a case closed after a day."""
    return set(_CLOSING) <= set(columns)


def reopened(columns: Collection[str], as_of: date) -> str:
    """SELECT list by which whatever was closed after as_of is open still."""
    was_closed = f"closed_on <= DATE '{as_of}'"
    hidden = {name: f"CASE WHEN {was_closed} THEN {name} END" for name in _CLOSING}
    if "is_withdrawn" in columns:
        hidden["is_withdrawn"] = f"is_withdrawn AND coalesce({was_closed}, TRUE)"
    listed = ", ".join(f"{sql} AS {name}" for name, sql in hidden.items())
    return f"* REPLACE ({listed})"
