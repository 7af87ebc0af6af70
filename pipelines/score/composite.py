"""The composite: from the cards' values to the scores of every node, and their changes.

Reads tables card and leaf_value (cards.sql), leaf_mix (mix.sql); makes node_score,
card_score and card_change, which composite.sql and scorecard.sql give their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import duckdb
import numpy as np
from numpy.typing import NDArray

from pipelines.declarations.workspace import Workspace
from pipelines.score.changes import Changes, changes
from pipelines.score.sheet import Sheet, Whole, lay_out, spread
from pipelines.score.tree import plant
from pipelines.statistics.composite import Floats
from pipelines.tables import put_arrays

Column = NDArray[np.generic]


def compute(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> list[Sheet]:
    """Score every card, and split its change against the card before."""
    sheets = _sheets(con, workspace)
    cards = _columns(con, "SELECT previous_card FROM card ORDER BY card")
    mixes = _columns(con, "SELECT card, leaf, mix FROM leaf_mix")
    found: dict[int, list[Changes]] = {}
    for new in sheets:
        mix = np.nan_to_num(spread(mixes, "mix", new.first, new.values.shape))
        before = cards["previous_card"][new.first : new.first + new.size]
        found[new.first] = [
            changes(old, new, rows, mix, workspace.indicators)
            for old in sheets
            if len((rows := _pairs(old, before))[0])
        ]
    _put(con, "node_score", (_nodes(each, found[each.first]) for each in sheets))
    _put(con, "card_score", map(_cards, sheets))
    _put(con, "card_change", (_parts(each) for all in found.values() for each in all))
    return sheets


def _sheets(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> list[Sheet]:
    league = _columns(con, "SELECT league FROM card ORDER BY card")["league"]
    given = _columns(con, "SELECT * FROM leaf_value")
    found = con.execute(
        "SELECT c.scheme_id, min(c.card), count(DISTINCT c.card), "
        "(SELECT min(n.key) FROM scheme_node AS n WHERE n.scheme_id = c.scheme_id) "
        "FROM card AS c GROUP BY c.scheme_id ORDER BY c.scheme_id"
    ).fetchall()
    return [
        lay_out(
            plant(workspace.schemes[scheme_id]),
            first,
            first_key,
            league[first : first + size].astype(np.int64),
            given,
            workspace.indicators,
        )
        for scheme_id, first, size, first_key in found
    ]


def _pairs(old: Sheet, before: Floats) -> tuple[Whole, Whole]:
    """(rows of the old sheet, rows of the new) that hold one subject's two periods."""
    here = np.flatnonzero((before >= old.first) & (before < old.first + old.size))
    return before[here].astype(np.int64) - old.first, here


def _nodes(sheet: Sheet, found: Sequence[Changes]) -> dict[str, Column]:
    """One row a card and node that has a score."""
    changed = np.full_like(sheet.account.score, np.nan)
    for each in found:
        changed[each.cards - sheet.first] = each.within(sheet)
    row, node = np.nonzero(~np.isnan(sheet.account.score))
    error = np.zeros_like(changed)
    error[:, : sheet.planted.tree.leaves] = sheet.error
    return {
        "card": row + sheet.first,
        "key": sheet.keys[node],
        "score": sheet.account.score[row, node],
        "weight": sheet.counted.weight[row, node],
        "contribution": sheet.counted.contribution[row, node],
        "standard_error": error[row, node],
        "change": changed[row, node],
    }


def _cards(sheet: Sheet) -> dict[str, Column]:
    """One row a card."""
    return {
        "card": np.arange(sheet.size) + sheet.first,
        "base_score": sheet.account.score[:, -1],
        "standard_error": sheet.standard_error(),
        # Weights are fractions: their sum is 1 only to the last digits.
        "coverage": np.round(sheet.account.coverage[:, -1], 9),
        "present": (~np.isnan(sheet.values)).sum(axis=1),
        "fewest": sheet.fewest,
    }


def _parts(found: Changes) -> dict[str, Column]:
    """One row a card and node that had a part in its change."""
    parts = np.stack([found.performance, found.weight, found.mix])
    row, column = np.nonzero((np.abs(parts) > 0).any(axis=0))
    return {
        "card": found.cards[row],
        "key": found.keys[column],
        "performance": found.performance[row, column],
        "weight": found.weight[row, column],
        "mix": found.mix[row, column],
    }


_WHOLE = ("card", "key", "present")
_COLUMNS = {
    "node_score": "card key score weight contribution standard_error change",
    "card_score": "card base_score standard_error coverage present fewest",
    "card_change": "card key performance weight mix",
}


def _put(
    con: duckdb.DuckDBPyConnection, table: str, parts: Iterable[Mapping[str, Column]]
) -> None:
    """Table of the rows of every part; NaN is NULL."""
    listed = list(parts)
    nothing = {
        name: np.empty(0, np.int64 if name in _WHOLE else np.float64)
        for name in _COLUMNS[table].split()
    }
    put_arrays(
        con,
        table,
        {
            name: np.concatenate([none, *(part[name] for part in listed)])
            for name, none in nothing.items()
        },
    )


def _columns(con: duckdb.DuckDBPyConnection, sql: str) -> Mapping[str, Floats]:
    """The columns of a query as numbers; NULL is NaN."""
    found = con.execute(sql).fetchnumpy()
    return {
        name: np.ma.filled(np.ma.asarray(column).astype(np.float64), np.nan)
        for name, column in found.items()
    }
