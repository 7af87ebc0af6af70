"""Cases past their promised day and still open, under a keyed hash of their number."""

from __future__ import annotations

from datetime import date

import duckdb

from pipelines import expression
from pipelines.declarations.workspace import Workspace
from pipelines.measure import open_cases
from pipelines.measure.plan import Plan

MOST_AN_ORGAN = 100

_EMPTY = """
CREATE OR REPLACE TABLE overdue_case (
    subject_id VARCHAR, case_hash VARCHAR, item_id VARCHAR, channel VARCHAR,
    accepted_on DATE, due_on DATE, legal_due_on DATE, promised_days INTEGER,
    legal_days INTEGER, day_unit VARCHAR, days_over INTEGER, is_legal_breach BOOLEAN,
    is_provisional BOOLEAN
)
"""


def list_overdue(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    plan: Plan,
    as_of: date,
    secret: str,
) -> None:
    """Table overdue_case: the hundred longest overdue of every organ.

    Expects open_cases.find.
    """
    con.execute(_EMPTY)
    day = f"DATE '{as_of}'"
    for name, scan in plan.scans.items():
        if not scan.has_clock or "item_id" not in scan.grain:
            continue
        source, cases = workspace.sources[name], open_cases.table(name)
        found = con.execute(f"DESCRIBE {cases}").fetchall()
        columns = {column for (column, *_) in found}
        given = {
            column: column if column in columns else "NULL"
            for column in ("channel", "promised_days", "legal_days", "day_unit")
        }
        con.execute(
            f"""
            INSERT INTO overdue_case
            -- One row: an organ and a day. Only what was due on the earliest of them
            -- is put in order, which is little of what is overdue in a large place.
            WITH due AS (
                SELECT
                    city_id, department_id, due_on,
                    sum(count(*)) OVER (
                        PARTITION BY city_id, department_id ORDER BY due_on
                    ) - count(*) AS earlier
                FROM {cases}
                WHERE due_on < {day}
                GROUP BY city_id, department_id, due_on
            )
            SELECT
                'organ:' || city_id || '/' || department_id AS subject_id,
                left(sha256({expression.literal(secret)} || "{source.key[0]}"), 16),
                coalesce(item_id, ''),
                {given["channel"]},
                accepted_on,
                due_on,
                legal_due_on,
                {given["promised_days"]},
                {given["legal_days"]},
                {given["day_unit"]},
                coalesce(n.workday_count - d.workday_count,
                    date_diff('day', due_on, {day})) AS days_over,
                coalesce(legal_due_on < {day}, FALSE),
                is_provisional
            FROM {cases} AS c
            JOIN due USING (city_id, department_id, due_on)
            LEFT JOIN day AS d ON d.day = c.due_on
            LEFT JOIN day AS n ON n.day = {day}
            WHERE earlier < {MOST_AN_ORGAN}
            QUALIFY row_number() OVER (
                PARTITION BY city_id, department_id ORDER BY due_on, "{source.key[0]}"
            ) <= {MOST_AN_ORGAN}
            """
        )
