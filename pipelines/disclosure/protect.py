"""Which cells the public file hides: those of few rows, and neighbours that tell them.

Decided on the number of rows behind the figures, by whom they count
(disclosure/persons.py) and what each count tells of another (disclosure/together.py):
what hides the rows hides every figure that rests on them. The table
`hidden_observation` says which observations these are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.declarations.indicator import Indicator
from pipelines.declarations.workspace import Workspace
from pipelines.disclosure import grid as grids
from pipelines.disclosure.grid import Grid
from pipelines.disclosure.persons import Persons, Ties, counted, touched
from pipelines.disclosure.together import Count, Together
from pipelines.measure.rollup import minimum_n
from pipelines.score.kept import Kept
from pipelines.tables import put

_PLACES = ("subject", "period")


def hide(con: duckdb.DuckDBPyConnection, workspace: Workspace, kept: Kept) -> None:
    """Table `hidden_observation`, one row an indicator, subject and period."""
    settings = workspace.settings
    public = {
        name: each
        for name, each in workspace.indicators.items()
        if "public" in each.audiences
    }
    grid = grids.load(con, settings.public_subjects)
    counts = _counts(con, workspace, public, grid)
    together = Together(
        list(counts.values()),
        grid,
        Ties.of(public.values(), settings.disclosure.persons),
        settings.disclosure.protection_width,
    )
    together.protect(kept)
    _put(con, grid, public, counts)


def _counts(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    public: Mapping[str, Indicator],
    grid: Grid,
) -> dict[Persons, Count]:
    """By whom they count: the numbers of rows, where some cell has few."""
    limit = workspace.settings.limits.withheld_below
    named: dict[Persons, list[Indicator]] = {}
    for each in public.values():
        named.setdefault(counted(each), []).append(each)
    asked = {group[0].indicator_id: who for who, group in named.items()}
    found = con.execute(
        """
        -- One row: an indicator's number of rows in a cell of the grid.
        SELECT o.indicator_id, s.place AS subject, p.place AS period, o.n
        FROM observation AS o
        JOIN grid_subject AS s ON s.subject_id = o.subject_id
        JOIN grid_period AS p ON p.period_kind = o.period_kind AND p.period = o.period
        WHERE list_contains($asked, o.indicator_id) AND o.n > 0
        """,
        {"asked": list(asked)},
    ).fetchnumpy()
    names = np.asarray(found["indicator_id"], dtype=object)
    places = {name: np.asarray(found[name], dtype=np.intp) for name in _PLACES}
    cell = places["subject"] * grid.shape[1] + places["period"]
    rows = np.asarray(found["n"], dtype=np.float64)
    counts: dict[Persons, Count] = {}
    for name, who in asked.items():
        n = np.zeros(grid.shape[0] * grid.shape[1])
        mine = names == name
        n[cell[mine]] = rows[mine]
        minimum = max(minimum_n(each, limit) for each in named[who])
        rolled_up = "subject_id" not in workspace.sources[who.source].columns
        counts[who] = Count(who, n, minimum, rolled_up)
    return counts


def _put(
    con: duckdb.DuckDBPyConnection,
    grid: Grid,
    public: Mapping[str, Indicator],
    counts: Mapping[Persons, Count],
) -> None:
    names = ("indicator_id", "subject_id", "period_kind", "period", "hidden_by")
    kinds = dict.fromkeys(names, pa.string()) | {"period": pa.date32()}
    put(con, "hidden_observation", kinds, _hidden_rows(grid, public, counts))


def _hidden_rows(
    grid: Grid, public: Mapping[str, Indicator], counts: Mapping[Persons, Count]
) -> Iterator[tuple[object, ...]]:
    for name, indicator in public.items():
        rests_on = [counts[who] for who in touched(indicator) if who in counts]
        few = np.logical_or.reduce([count.few for count in rests_on])
        hidden = np.logical_or.reduce([count.hidden for count in rests_on])
        for cell in np.flatnonzero(hidden):
            subject, span = divmod(int(cell), grid.shape[1])
            yield (
                name,
                grid.subjects[subject].subject_id,
                grid.spans[span].kind,
                grid.spans[span].first,
                "few" if few[cell] else "neighbour",
            )
