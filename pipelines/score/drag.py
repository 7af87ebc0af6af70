"""What drags a subject: the items that cost its indicators most, and the tags given."""

from __future__ import annotations

from datetime import date

import duckdb

from pipelines.declarations.indicator import Indicator
from pipelines.declarations.workspace import Workspace
from pipelines.measure.asked import Scan
from pipelines.measure.plan import Plan

MOST = 10

_EMPTY_DRAG = """
CREATE OR REPLACE TABLE item_drag (
    subject_id VARCHAR, indicator_id VARCHAR, period_kind VARCHAR, period DATE,
    item_id VARCHAR, numerator DOUBLE, denominator DOUBLE, value DOUBLE, drag DOUBLE,
    position INTEGER
)
"""

_EMPTY_TAGS = """
CREATE OR REPLACE TABLE tag_count (
    subject_id VARCHAR, period_kind VARCHAR, period DATE, tag_id VARCHAR, n INTEGER
)
"""

# The value would change by share-of-cases x (the item's value everywhere - here).
_DRAG = """
INSERT INTO item_drag
WITH cell AS (
    SELECT
        subject_of(
            GROUPING(city_id), city_id,
            GROUPING(department_id), department_id
        ) AS subject_id,
        m.period,
        item_id,
        sum({numerator}) AS numerator,
        sum({denominator}) AS denominator
    FROM partial."{source}" AS c
    JOIN period_month AS m ON m.month = c.month_{period_by}
    WHERE m.period_kind = 'quarter'
    GROUP BY GROUPING SETS (
        (m.period, item_id, city_id, department_id),
        (m.period, item_id, city_id),
        (m.period, item_id, department_id),
        (m.period, item_id)
    )
),
total AS (
    SELECT subject_id, period, sum(denominator) AS denominator
    FROM cell GROUP BY subject_id, period
),
-- An item is compared with itself everywhere. Within a whole department it has nobody
-- else to be compared with, so there it is compared with all items of the workspace.
everywhere AS (
    SELECT period, item_id, numerator, denominator FROM cell WHERE subject_id = 'all'
    UNION ALL
    SELECT period, '', sum(numerator), sum(denominator)
    FROM cell WHERE subject_id = 'all' GROUP BY period
),
dragging AS (
    SELECT
        c.subject_id,
        c.period,
        c.item_id,
        c.numerator,
        c.denominator,
        {scale} * c.numerator / c.denominator AS value,
        {sign} * {scale} * c.denominator / t.denominator
            * (e.numerator / e.denominator - c.numerator / c.denominator) AS drag
    FROM cell AS c
    JOIN total AS t ON t.subject_id = c.subject_id AND t.period = c.period
    JOIN everywhere AS e
        ON e.period = c.period
        AND e.item_id = CASE
            WHEN c.subject_id LIKE 'department:%' THEN '' ELSE c.item_id
        END
    WHERE c.subject_id <> 'all' AND c.denominator >= {minimum_n}
)
SELECT
    subject_id, '{indicator_id}', 'quarter', period, item_id, numerator, denominator,
    value, drag,
    row_number() OVER (
        PARTITION BY subject_id, period ORDER BY drag DESC, item_id
    ) AS position
FROM dragging
WHERE drag > 1e-9
QUALIFY position <= {most}
"""

_TAGS = """
-- One row: how often a tag was given with a bad rating, in an organ and a quarter.
CREATE OR REPLACE TABLE bad_tag AS
SELECT city_id, department_id, period, tag_id, count(*) AS n
FROM (
    SELECT city_id, department_id, m.period, unnest(string_split(tags, ',')) AS tag_id
    FROM typed."{source}" AS r
    JOIN period_month AS m
        ON m.period_kind = 'quarter'
        AND m.month = CAST(date_trunc('month', r.{dated_by}) AS DATE)
    WHERE r.standing = 0 AND r.level <= 2 AND r.tags IS NOT NULL
        AND CAST(r.{dated_by} AS DATE) <= DATE '{as_of}'
)
GROUP BY ALL;
INSERT INTO tag_count
SELECT
    subject_of(
        GROUPING(city_id), city_id,
        GROUPING(department_id), department_id
    ) AS subject_id,
    'quarter',
    period,
    tag_id,
    sum(n)
FROM bad_tag
GROUP BY GROUPING SETS (
    (period, tag_id, city_id, department_id),
    (period, tag_id, city_id),
    (period, tag_id, department_id),
    (period, tag_id)
)
"""


def find_drags(
    con: duckdb.DuckDBPyConnection, workspace: Workspace, plan: Plan, as_of: date
) -> None:
    """Tables item_drag and tag_count."""
    con.execute(_EMPTY_DRAG)
    con.execute(_EMPTY_TAGS)
    limit = workspace.settings.limits.withheld_below
    for name in workspace.settings.drag_indicators:
        indicator = workspace.indicators[name]
        scan = plan.scans[indicator.source]
        if "item_id" in scan.grain and indicator.is_share and not indicator.across:
            con.execute(_drag_sql(indicator, scan, limit))
    for source in workspace.sources.values():
        if {"tags", "level"} <= set(source.columns):
            names = {"source": source.source, "dated_by": source.dated_by}
            con.execute(_TAGS.format(**names, as_of=as_of))


def _drag_sql(indicator: Indicator, scan: Scan, minimum_n: int) -> str:
    (part,) = (p for p in scan.parts if p.indicator_id == indicator.indicator_id)
    return _DRAG.format(
        source=scan.source,
        numerator=part.numerator,
        denominator=part.denominator,
        period_by=part.period_by,
        indicator_id=indicator.indicator_id,
        scale=indicator.scale,
        sign=-1 if indicator.higher_is_better is False else 1,
        minimum_n=max(minimum_n, 1),
        most=MOST,
    )
