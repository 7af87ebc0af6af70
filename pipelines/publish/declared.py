"""What the workspace declares, as rows to publish: page and computation share them."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from pipelines.declarations.workspace import Workspace
from pipelines.measure.plan import Plan
from pipelines.measure.rollup import minimum_n
from pipelines.publish import declared_schemes
from pipelines.tables import TEXTS, put

_TEXT, _NUMBER, _WHOLE, _DAY = pa.string(), pa.float64(), pa.int32(), pa.date32()


def load(con: duckdb.DuckDBPyConnection, workspace: Workspace, plan: Plan) -> None:
    """Tables given_<table> for every declared table, and who may see what."""
    _indicators(con, workspace, plan)
    declared_schemes.load(con, workspace.schemes, workspace.indicators)
    _reference(con, workspace)
    _checks(con, workspace)
    _calendar(con, workspace)
    settings = workspace.settings
    put(con, "public_kind", {"kind": _TEXT}, [(k,) for k in settings.public_subjects])
    put(
        con,
        "public_scheme",
        {"scheme_id": _TEXT},
        [(s.scheme_id,) for s in workspace.schemes.values() if "public" in s.audiences],
    )
    limits = settings.limits
    put(
        con,
        "given_limit_value",
        {"name": _TEXT, "value": _NUMBER},
        [
            ("withheld_below", limits.withheld_below),
            ("not_ranked_below", limits.not_ranked_below),
            ("reliable_from", limits.reliable_from),
            ("publications_kept", settings.publications_kept),
            ("sensitivity_draws", settings.sensitivity.draws),
            ("sensitivity_spread", settings.sensitivity.spread),
            ("sensitivity_seed", settings.sensitivity.seed),
            ("lift_longest", settings.sensitivity.longest),
            ("protection_width", settings.disclosure.protection_width),
            ("round_to", settings.disclosure.round_to),
            *(workspace.honesty.limits() if workspace.honesty else ()),
            *settings.signals.limits(),
            *(settings.ranking.limits() if settings.ranking else ()),
        ],
    )
    _response(con, workspace)
    put(
        con,
        "given_source",
        {
            "source": _TEXT,
            "name": TEXTS,
            "key": pa.list_(_TEXT),
            "reject_limit": _NUMBER,
        },
        [
            (s.source, s.name, list(s.key), s.reject_limit)
            for s in workspace.sources.values()
        ],
    )


def _response(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    """Table response_rule: the indicators that tell who answers; or no row."""
    asked = workspace.honesty
    put(
        con,
        "response_rule",
        {"rated": _TEXT, "given": _TEXT, "every": _TEXT},
        [(asked.rated, asked.given, asked.every)] if asked else [],
    )


def _checks(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    put(
        con,
        "given_check_reason",
        {"source": _TEXT, "reason_code": _TEXT, "says": TEXTS},
        [
            (source.source, check.reason, check.says)
            for source in workspace.sources.values()
            for check in source.checks
        ],
    )


def _calendar(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    put(
        con,
        "given_calendar",
        {"day": _DAY, "is_workday": pa.bool_(), "is_provisional": pa.bool_()},
        [(day.date, day.is_workday, day.provisional) for day in workspace.calendar],
    )


def about(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    """Table `about`: the publication row but for what names the publication."""
    settings = workspace.settings
    ranking = settings.ranking.indicator if settings.ranking else None
    put(
        con,
        "told",
        {
            "workspace_name": TEXTS,
            "languages": pa.list_(_TEXT),
            "headline": pa.list_(_TEXT),
            "ranking_indicator": _TEXT,
        },
        [
            (
                settings.name,
                list(settings.languages),
                list(settings.headline),
                ranking,
            )
        ],
    )
    con.execute(
        """
        -- One row: the publication, before it has a name.
        CREATE OR REPLACE TABLE about AS
        SELECT
            '' AS version,
            DATE '1970-01-01' AS as_of,
            TIMESTAMP '1970-01-01' AS published_at,
            '' AS audience,
            '' AS code_version,
            '' AS workspace_hash,
            '' AS input_hash,
            *,
            (SELECT max(period) FROM period
                WHERE period_kind = 'quarter' AND is_complete) AS latest_period,
            (SELECT sum(rows_loaded)
                / nullif(sum(rows_read - rows_duplicate - rows_superseded), 0)
                FROM load WHERE superseded_by IS NULL) AS completeness
        FROM told
        """
    )


def _indicators(
    con: duckdb.DuckDBPyConnection, workspace: Workspace, plan: Plan
) -> None:
    limit = workspace.settings.limits.withheld_below
    put(
        con,
        "given_indicator",
        {
            "indicator_id": _TEXT,
            "pillar": _TEXT,
            "source": _TEXT,
            "kind": _TEXT,
            "unit": _TEXT,
            "higher_is_better": pa.bool_(),
            "name": TEXTS,
            "short_name": TEXTS,
            "definition": TEXTS,
            "formula": _TEXT,
            "period_by": _TEXT,
            "minimum_n": _WHOLE,
            "reference": _TEXT,
            "position": _WHOLE,
            "is_public": pa.bool_(),
        },
        [
            (
                i.indicator_id,
                i.pillar,
                i.source,
                i.kind,
                i.unit,
                i.higher_is_better,
                i.name,
                i.short_name,
                i.definition,
                plan.formulas[i.indicator_id],
                i.period_by,
                minimum_n(i, limit),
                i.reference,
                i.position,
                "public" in i.audiences,
            )
            for i in sorted(
                workspace.indicators.values(),
                key=lambda i: (i.position, i.indicator_id),
            )
        ],
    )


def _reference(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    reference = workspace.reference
    put(
        con,
        "given_item",
        {"item_id": _TEXT, "department_id": _TEXT, "name": TEXTS},
        [(e.id, e.fields["department_id"], e.names) for e in reference.items],
    )
    put(
        con,
        "given_tag",
        {"tag_id": _TEXT, "level": _WHOLE, "cause": _TEXT, "name": TEXTS},
        [
            (e.id, int(e.fields["level"]), e.fields.get("cause") or None, e.names)
            for e in reference.tags
        ],
    )
