"""Score: from partials to every table that is published."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import duckdb

from pipelines.declarations.workspace import Workspace
from pipelines.disclosure import for_public
from pipelines.measure import open_cases, panel, rollup, survival
from pipelines.measure.plan import Plan
from pipelines.publish import declared
from pipelines.score import (
    arrival,
    assessors,
    backlog,
    case_mix,
    drag,
    funnels,
    groups,
    honesty,
    lift,
    memory,
    overdue,
    satisfaction,
    schemes,
    scorecards,
    sensitivity,
    signal_parts,
    signals,
    subjects,
)
from pipelines.score.kept import Kept
from pipelines.score.sheet import Sheet
from pipelines.validate import days


def score_all(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    plan: Plan,
    as_of: date,
    key: str,
) -> None:
    """Make every table that publish/contents.py selects from, in memory."""
    kept = Kept(con)
    memory.attach(con)
    provisional_from = days.first_provisional(workspace.calendar)
    open_cases.find(con, workspace, plan.scans, as_of)
    survival.count_open(con, plan, as_of)
    periods = rollup.load_periods(con, as_of, provisional_from)
    subjects.load(con, workspace, as_of)
    schemes.load(con, workspace.schemes, workspace.indicators, periods, as_of)

    def rolled_up(con: duckdb.DuckDBPyConnection) -> None:
        assessors.compare(con, workspace, plan.panels, kept, as_of)
        limit = workspace.settings.limits.withheld_below
        rollup.roll_up(con, plan, workspace.indicators, limit)
        panel.count(con, plan.panels, workspace.sources, as_of)

    def counted(con: duckdb.DuckDBPyConnection) -> None:
        backlog.count(con, workspace, plan, as_of)
        overdue.list_overdue(con, workspace, plan, as_of, key)
        honesty.make_ready(con)

    def dragged(con: duckdb.DuckDBPyConnection) -> None:
        drag.find_drags(con, workspace, plan, as_of)

    def described(con: duckdb.DuckDBPyConnection) -> None:
        arrival.count(con)
        declared.load(con, workspace, plan)

    def ranked(con: duckdb.DuckDBPyConnection) -> None:
        sheets = _figures(con, workspace, kept)
        sensitivity.try_ranks(con, sheets, workspace.settings.sensitivity, kept)
        lift.find_lifts(con, workspace, sheets, kept)

    def for_everybody(con: duckdb.DuckDBPyConnection) -> None:
        with for_public.shown(con, workspace, kept):
            _figures(con, workspace, kept)

    def signalled(con: duckdb.DuckDBPyConnection) -> None:
        signals.find(con, workspace, kept)
        signal_parts.explain(con, workspace, plan)
        funnels.draw(con, kept)

    def looked_into(con: duckdb.DuckDBPyConnection) -> None:
        case_mix.compare(con, workspace, plan)
        honesty.suspect(con, workspace, key)

    # Of those side by side, none reads what another one makes; the longest come first.
    memory.side_by_side(con, (rolled_up, counted, dragged, described))
    memory.side_by_side(con, (ranked, looked_into, for_everybody, signalled))
    con.execute(files("pipelines.score").joinpath("attention.sql").read_text("utf-8"))
    con.execute(files("pipelines.publish").joinpath("ledger.sql").read_text("utf-8"))
    con.execute(
        "CREATE OR REPLACE TABLE given_reject AS "
        "SELECT f.source, f.name AS file, r.* EXCLUDE (file_id) "
        "FROM main.reject AS r JOIN file AS f ON f.file_id = r.file_id"
    )
    declared.about(con, workspace)
    kept.save()


def _figures(
    con: duckdb.DuckDBPyConnection, workspace: Workspace, kept: Kept
) -> list[Sheet]:
    """Every table of disclosure/for_public.py's FIGURES, from `observation`."""
    sheets = scorecards.score(con, workspace)
    groups.load(con, workspace)
    satisfaction.rank_satisfaction(con, workspace, kept)
    return sheets
