"""What a connection holds for a reader limited to departments or cities.

Such a reader never asks the published file itself, but views beside it: whole where a
table says nothing of any one subject, filtered where its rows belong to subjects, and
empty for every other table. A table that is added to the file is therefore invisible
to limited readers until somebody decides here what they may see of it.
"""

import duckdb

from dashboard.accounts.principal import Scope

# What is declared and when: the same for everybody.
WHOLE = frozenset({
    "publication", "peer_group", "indicator", "period", "scheme", "scheme_pillar",
    "scheme_indicator", "scheme_band", "limit_value", "source", "item", "tag",
    "calendar", "age_class", "edition", "scheme_adjustment", "break_mark",
    "method_reliability",
})  # fmt: skip
# Rows of one subject each, by subject_id.
BY_SUBJECT = frozenset({
    "subject", "observation", "score", "pillar_score", "scorecard",
    "satisfaction_ranking", "item_drag", "tag_count", "overdue_case", "attention",
    "panel", "rank_sensitivity", "rank_without", "lift",
    "response", "signal", "control_point", "signal_part", "funnel_point",
    "subject_group", "case_mix", "backlog", "backlog_age", "edition_change",
    "change_part", "adjustment",
    "honesty_flag", "doubt", "contradicting_rating",
    "hidden_observation",
    # Every step is of its subject, so that an example is seen whole or not at all.
    "worked_example",
})  # fmt: skip

# The whole is everybody's yardstick. An empty list is no limit; a city lies within no
# limit to departments, and the other way round (Scope.covers).
_WITHIN = """
CREATE TABLE within_scope AS
SELECT subject_id
FROM published.main.subject
WHERE kind = 'all'
    OR (
        (len($departments) = 0 OR department_id IN (SELECT unnest($departments)))
        AND (len($cities) = 0 OR city_id IN (SELECT unnest($cities)))
    )
"""


def build(cursor: duckdb.DuckDBPyConnection, name: str, scope: Scope) -> None:
    """Make the views of a scope in a new database of the connection's memory."""
    cursor.execute(f"ATTACH ':memory:' AS {name}")
    cursor.execute(f"USE {name}")
    cursor.execute(
        _WITHIN,
        {"departments": sorted(scope.departments), "cities": sorted(scope.cities)},
    )
    tables = cursor.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = 'published'"
    ).fetchall()
    for (table,) in tables:
        rows = cursor.table(f"published.main.{table}")
        if table in BY_SUBJECT:
            rows = rows.filter(
                f"subject_id IN (SELECT subject_id FROM {name}.main.within_scope)"
            )
        elif table not in WHOLE:
            rows = rows.limit(0)
        rows.create_view(table)
