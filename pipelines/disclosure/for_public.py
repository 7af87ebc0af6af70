"""Figures for the public are computed from what the public sees, and from nothing else.

A score, a rank or a median that knew a hidden figure could be solved for it. So every
table of FIGURES is made twice. The second time it is made in a database of its own,
where `observation` is the public's, with hidden figures left out, and `subject` holds
public subjects only. To add a public table, make it from `observation` in scoring.py
beside the others, and name it here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

import duckdb

from pipelines.declarations.workspace import Workspace
from pipelines.disclosure import protect
from pipelines.measure.rollup import Z95
from pipelines.score.kept import Kept
from pipelines.score.memory import SCORED, SHOWN, looking_first

FIGURES = (
    "score",
    "pillar_score",
    "scorecard",
    "change_part",
    "adjustment",
    "satisfaction_ranking",
    "subject_group",
)


@contextmanager
def shown(
    con: duckdb.DuckDBPyConnection, workspace: Workspace, kept: Kept
) -> Iterator[None]:
    """Meanwhile `con` sees what the public sees, and makes tables of that."""
    protect.hide(con, workspace, kept)
    with looking_first(con, SHOWN):
        _show(con, workspace)
        con.execute("ALTER TABLE shown_observation RENAME TO observation")
        con.execute(
            f"CREATE TABLE subject AS SELECT s.* FROM {SCORED}.subject AS s "
            "JOIN grid_subject AS g ON g.subject_id = s.subject_id"
        )
        yield


def _show(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    """Table shown_observation."""
    sql = files("pipelines.disclosure").joinpath("shown.sql").read_text("utf-8")
    indicators = workspace.indicators.values()
    con.execute(
        sql,
        {
            "round_to": workspace.settings.disclosure.round_to,
            "z": Z95,
            "public_indicators": [
                i.indicator_id for i in indicators if "public" in i.audiences
            ],
        },
    )
