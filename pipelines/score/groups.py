"""Who is compared with whom: declared peer groups, and groups by size.

A subject is in several groups at once, and in another by size when its cases grow; so
membership is by period.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from pipelines.declarations.workspace import Workspace
from pipelines.tables import TEXTS, put

PERIOD_KINDS = ("quarter", "year", "rolling12")
DECLARED, BY_VOLUME = "declared", "volume"

# Twelve months up to the end of the period count, so that a quarter's class does not
# follow the season. Where the data do not reach back so far, what there is stands for
# a whole year. Nobody without a row is in a class.
_MEMBERS = """
CREATE OR REPLACE TABLE membership AS
WITH asked AS (
    SELECT period_kind, period, date_trunc('month', period_end)::DATE AS last_month
    FROM period
    WHERE list_contains($period_kinds, period_kind)
),
year_of AS (
    SELECT a.period_kind, a.period, m.period AS month, count(*) OVER (
        PARTITION BY a.period_kind, a.period) AS months
    FROM asked AS a
    JOIN period AS m
        ON m.period_kind = 'month'
        AND m.period > a.last_month - INTERVAL 12 MONTH
        AND m.period <= a.last_month
),
volume AS (
    SELECT s.subject_id, y.period_kind, y.period,
        12.0 * sum(o.n) / any_value(y.months) AS n
    FROM year_of AS y
    JOIN observation AS o
        ON o.period_kind = 'month'
        AND o.period = y.month
        AND o.indicator_id = $counted
    JOIN subject AS s ON s.subject_id = o.subject_id
    WHERE list_contains($kinds, s.kind)
    GROUP BY s.subject_id, y.period_kind, y.period
)
SELECT s.subject_id, s.peer_group, a.period_kind, a.period
FROM subject AS s
CROSS JOIN asked AS a
WHERE list_contains($kinds, s.kind)
UNION ALL
SELECT v.subject_id, c.id, v.period_kind, v.period
FROM volume AS v
JOIN volume_class AS c ON v.n >= c.from_n AND v.n < c.below_n
WHERE v.n > 0
"""


def load(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    """Tables `given_peer_group`, as published, and `membership`.

    One row of membership: a subject in a group in a period; of the kinds and periods
    that are ranked.
    """
    _name_groups(con, workspace)
    settings = workspace.settings
    classes = settings.volume.classes if settings.volume else ()
    starts = [float(each.from_n) for each in classes]
    below = [*starts[1:], float("inf")]
    put(
        con,
        "volume_class",
        {"id": pa.string(), "from_n": pa.float64(), "below_n": pa.float64()},
        [(c.id, *limits) for c, *limits in zip(classes, starts, below, strict=False)],
    )
    con.execute(
        _MEMBERS,
        {
            "counted": settings.volume.indicator if settings.volume else None,
            "kinds": list(settings.ranking.kinds) if settings.ranking else [],
            "period_kinds": list(PERIOD_KINDS),
        },
    )


def _name_groups(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    settings = workspace.settings
    rows: list[tuple[object, ...]] = [
        (each.id, each.fields.get("kind", ""), each.names, DECLARED, None)
        for each in workspace.reference.peer_groups
    ]
    if settings.ranking and settings.volume:
        rows += [
            (each.id, kind, each.name, BY_VOLUME, each.from_n)
            for kind in settings.ranking.kinds
            for each in settings.volume.classes
        ]
    put(
        con,
        "given_peer_group",
        {
            "peer_group": pa.string(),
            "kind": pa.string(),
            "name": TEXTS,
            "basis": pa.string(),
            "from_n": pa.int32(),
        },
        rows,
    )
