"""Which ratings and cases are looked at for what is odd: views over the typed rows.

The indicators that honesty.toml names say which ratings people gave, what counts as
satisfied, and by which dates ratings and closed cases are placed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from pipelines import expression
from pipelines.declarations.honesty import Honesty
from pipelines.declarations.workspace import Workspace
from pipelines.measure.dirty import Dirty
from pipelines.measure.periods import month_of
from pipelines.validate import keys
from pipelines.validate.typed import LOADED

# A number by which an odd rating is known, the same for every engine and release.
# Computed of those alone: of all ratings it takes longer than to find them.
KEY = "md5_number_lower(rating_name)"


@dataclass(frozen=True)
class Looked:
    """Names of sources and columns, and two conditions as they are declared."""

    honesty: Honesty
    ratings: str
    key: tuple[str, ...]
    rated_at: str
    rated_on: str
    where: str
    satisfied: str
    cases: str
    case_key: tuple[str, ...]
    closed_on: str
    closed_at: str | None

    @property
    def case_id(self) -> str:
        """The column that names a case, in cases and in ratings."""
        return self.case_key[0]


def looked_at(workspace: Workspace) -> Looked | None:
    """What the workspace's own indicators say of ratings and cases; None: nothing."""
    honesty = workspace.honesty
    if honesty is None:
        return None
    rated = workspace.indicators[honesty.rated]
    given = workspace.indicators[honesty.given]
    across = rated.across
    assert across is not None
    ratings, cases = workspace.sources[rated.source], workspace.sources[across.source]
    return Looked(
        honesty,
        ratings.source,
        ratings.key,
        ratings.dated_by,
        given.period_by,
        given.where or "TRUE",
        given.numerator or "TRUE",
        cases.source,
        cases.key,
        across.period_by,
        cases.clock.end if cases.clock else None,
    )


def view_ratings(
    con: duckdb.DuckDBPyConnection, asked: Looked, dirty: Dirty, as_of: date
) -> None:
    """Temp view given_rating: ratings given by people, known on as_of.

    Temp view changed_rating: those of months to be looked at as a whole; is_new tells
    which of them are new. Of all others only days are read to which cases came.
    """
    columns = _columns(con, asked.ratings)
    case_id, tags, comment, window_id, channel = (
        name if name in columns else "NULL"
        for name in (asked.case_id, "tags", "comment", "window_id", "channel")
    )
    month = {asked.rated_on: month_of(asked.rated_on)}
    con.execute(
        f"""
        CREATE OR REPLACE TEMP VIEW given_rating AS
        SELECT
            city_id, department_id, {month[asked.rated_on]} AS month,
            {asked.rated_on} AS day, {asked.rated_at} AS rated_at,
            {_named(asked.key)} AS rating_name, {case_id} AS case_id,
            {channel} AS channel, level,
            {tags} AS tags, {comment} AS comment, {window_id} AS window_id,
            {_said(asked.satisfied, columns, as_of)} AS is_satisfied,
            {dirty.to_measure(month)} AS is_new
        FROM typed."{asked.ratings}"
        WHERE standing = {LOADED} AND {asked.rated_on} <= DATE '{as_of}'
            AND {_said(asked.where, columns, as_of)}
            AND city_id IS NOT NULL AND department_id IS NOT NULL
        """
    )
    con.execute(
        "CREATE OR REPLACE TEMP VIEW changed_rating AS SELECT * FROM given_rating "
        f"WHERE {_within(dirty, asked.rated_on, 'day')} "
        f"AND {dirty.to_sum({asked.rated_on: 'month'})}"
    )


def _within(dirty: Dirty, column: str, day: str) -> str:
    """SQL: the day lies between the first and the last month to be looked at.

    It says less than the list of months, but blocks of rows are passed over by it.
    """
    span = dirty.span(column)
    if span is None:
        return "TRUE" if dirty.everything else "FALSE"
    first, last = span
    return f"{day} BETWEEN DATE '{first}' AND last_day(DATE '{last}')"


def view_cases(
    con: duckdb.DuckDBPyConnection, asked: Looked, dirty: Dirty, as_of: date
) -> str | None:
    """Temp view closed_case; SQL of what its `key` is for the case of a rating r.

    None where ratings cannot be found in it. A hash may be another case's as well: with
    ten million cases the odds that a rating meets one on the days that are looked at
    are one in a billion, and the text of every key need not be unpacked.
    """
    columns = _columns(con, asked.cases)
    if asked.closed_at is None or asked.case_id not in _columns(con, asked.ratings):
        return None
    key, sought = keys.of_key(asked.case_key, columns, "r.case_id")
    month = {asked.closed_on: month_of(asked.closed_on)}
    on_time = "is_on_time" if "is_on_time" in columns else "NULL"
    con.execute(
        f"""
        CREATE OR REPLACE TEMP VIEW closed_case AS
        SELECT
            {key} AS key,
            {asked.closed_on} AS closed_on,
            {asked.closed_at} AS closed_at, {on_time} AS is_on_time,
            {month[asked.closed_on]} AS closed_month,
            {dirty.to_measure(month)} AS is_new
        FROM typed."{asked.cases}"
        WHERE standing = {LOADED} AND {asked.closed_on} <= DATE '{as_of}'
        """
    )
    return sought


def _columns(con: duckdb.DuckDBPyConnection, source: str) -> Mapping[str, str]:
    found = con.execute(f'DESCRIBE typed."{source}"').fetchall()
    return {name: kind for name, kind, *_ in found}


def _said(text: str, columns: Mapping[str, str], as_of: date) -> str:
    """The SQL of a condition that an indicator declares."""
    tree = expression.parse(text, {**columns, expression.AS_OF: "DATE"})
    return expression.on_day(expression.sql(tree), as_of)


def _named(columns: tuple[str, ...]) -> str:
    return " || chr(31) || ".join(f'CAST("{name}" AS VARCHAR)' for name in columns)
