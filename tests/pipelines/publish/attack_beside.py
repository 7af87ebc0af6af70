"""What tables beside the observations would give away of a hidden one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Key = tuple[Any, ...]  # indicator, subject, kind of period, period
Rows = list[dict[str, Any]]


def told_beside(tables: Mapping[str, Rows]) -> Iterator[tuple[str, Key]]:
    """Hidden observations that a table beside them gives away, and how."""
    state = {key_of(row): row["state"] for row in tables["observation"]}
    key = ("subject_id", "period_kind", "period")
    before = {
        (row["period_kind"], row["period"]): row["previous_period"]
        for row in tables["period"]
    }
    for row in tables["observation"]:
        was = before[row["period_kind"], row["period"]]
        place = (row["indicator_id"], row["subject_id"], row["period_kind"], was)
        told = [row["previous_value"], row["change"]]
        if state.get(place) == "withheld" and told != [None, None]:
            yield "previous_value", place
        figures = ("value", "low", "high", "numerator", "denominator", "n")
        if row["state"] == "withheld" and any(row[f] is not None for f in figures):
            yield "observation", key_of(row)
    shown: dict[tuple[Any, ...], float] = {}
    weight: dict[tuple[Any, ...], float] = {}
    declared = {
        (row["scheme_id"], row["indicator_id"]): row["weight"]
        for row in tables["scheme_indicator"]
    }
    for row in tables["score"]:
        if state[key_of(row)] not in ("ok", "provisional"):
            yield "score", key_of(row)
        place = (row["scheme_id"], *(row[k] for k in key))
        shown[place] = shown.get(place, 0.0) + row["contribution"]
    for row in tables["observation"]:
        for (scheme_id, indicator_id), each in declared.items():
            if indicator_id == row["indicator_id"] and row["value"] is not None:
                place = (scheme_id, *(row[k] for k in key))
                weight[place] = weight.get(place, 0.0) + each
    for row in tables["scorecard"]:
        place = (row["scheme_id"], *(row[k] for k in key))
        # What the leaves shown leave of the whole, a hidden one must be.
        base = row["base_score"]
        if base is not None and abs(base - shown[place]) > 1e-6:
            yield "scorecard", place
        # A pillar with too little in it does not count; more than is shown never does.
        if row["coverage"] - weight.get(place, 0.0) > 1e-6:
            yield "coverage", place
    yield from _told_by_ranks(tables, state)


def _told_by_ranks(
    tables: Mapping[str, Rows], state: Mapping[Key, str]
) -> Iterator[tuple[str, Key]]:
    (publication,) = tables["publication"]
    leagues: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in tables["satisfaction_ranking"]:
        key = key_of({**row, "indicator_id": publication["ranking_indicator"]})
        told = ("n", "share", "low", "high", "adjusted", "rank", "group_rank")
        if state[key] == "withheld" and any(row[c] is not None for c in told):
            yield "satisfaction_ranking", key
        if row["rank"] is not None:
            league = (row["kind"], row["period_kind"], row["period"])
            leagues.setdefault(league, []).append(row)
    for league, rows in leagues.items():
        # A place that nobody shown holds is held by somebody hidden.
        if any(row["peers"] != len(rows) for row in rows):
            yield "peers", league
        places = [1 + sum(o["rank"] < r["rank"] for o in rows) for r in rows]
        if places != [row["rank"] for row in rows]:
            yield "rank", league


def key_of(row: dict[str, Any]) -> Key:
    """How an observation is named."""
    return tuple(
        row[k] for k in ("indicator_id", "subject_id", "period_kind", "period")
    )
