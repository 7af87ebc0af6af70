"""Figures for the public are computed from what the public sees, and from nothing else.

A score, a rank or a median that knew a hidden figure could be solved for it. So every
table of FIGURES is made twice: within `shown` the temp table `observation` is the
public's, with hidden figures left out, and `subject` holds public subjects only; what
is made there comes out as `public_<table>`. To add a public table, make it from
`observation` in scoring.py beside the others, and name it here.
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

FIGURES = (
    "score",
    "pillar_score",
    "scorecard",
    "change_part",
    "adjustment",
    "satisfaction_ranking",
    "subject_group",
)
_SWAPPED = ("observation", "subject")


@contextmanager
def shown(
    con: duckdb.DuckDBPyConnection, workspace: Workspace, kept: Kept
) -> Iterator[None]:
    """Within: `observation` and `subject` as the public sees them."""
    protect.hide(con, workspace, kept)
    _show(con, workspace)
    for name in _SWAPPED:
        con.execute(f"ALTER TABLE {name} RENAME TO inside_{name}")
    con.execute("ALTER TABLE shown_observation RENAME TO observation")
    con.execute(
        "CREATE TEMP TABLE subject AS SELECT s.* FROM inside_subject AS s "
        "JOIN grid_subject AS g ON g.subject_id = s.subject_id"
    )
    yield
    for name in (*FIGURES, *_SWAPPED):
        con.execute(f"DROP TABLE IF EXISTS public_{name}")
        con.execute(f"ALTER TABLE {name} RENAME TO public_{name}")
    for name in _SWAPPED:
        con.execute(f"ALTER TABLE inside_{name} RENAME TO {name}")


def _show(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    """Temp table shown_observation."""
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
