"""Suspicions: which odd ratings and odd shares of an organ are more than chance.

What is odd was put aside month by month (measure/doubt.py). Here it is held against
what is usual: a window's run against the window's other days, an organ's odd ratings
against everybody else's, a share against the limit that honesty.toml declares.
"""

from __future__ import annotations

from importlib import import_module
from importlib.resources import files
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.declarations.honesty import Honesty
from pipelines.declarations.workspace import Workspace
from pipelines.measure import doubt
from pipelines.statistics import tails
from pipelines.tables import put

# Signs that ratings were made, that they cannot be true, that they prove little.
SEVERITY = {
    "burst": 3,
    "instant_rating": 3,
    "monoculture": 3,
    "tag_against_level": 2,
    "tag_against_clock": 2,
    "default_share": 1,
    "low_response": 1,
}
# A window nobody has seen yet is expected to have one day like everybody's.
PRIOR_DAYS = 1
# The median absolute deviation of a normal spread is so much smaller than the spread.
_MAD = 1.4826
_NUMBER, _TEXT, _DAY = pa.float64(), pa.string(), pa.date32()
COLUMNS = {
    "kind": _TEXT,
    "subject_id": _TEXT,
    "month": _DAY,
    "day": _DAY,
    "window_id": _TEXT,
    "n": _NUMBER,
    "base": _NUMBER,
    "expected": _NUMBER,
    "chance": _NUMBER,
    "alike": _NUMBER,
    "same_words": pa.int32(),
    "first_at": pa.timestamp("us"),
    "last_at": pa.timestamp("us"),
    "severity": pa.int32(),
}
Flag = dict[str, Any]


def make_ready(con: duckdb.DuckDBPyConnection) -> None:
    """Import now what `suspect` needs where ratings are odd, for it takes long."""
    con.execute(doubt.TABLES)
    asked = "SELECT EXISTS (FROM partial.burst) OR EXISTS (FROM partial.doubtful)"
    if con.execute(asked).fetchall() == [(True,)]:
        import_module("scipy.special")


def suspect(con: duckdb.DuckDBPyConnection, workspace: Workspace, secret: str) -> None:
    """Tables honesty_flag, doubt and contradicting_rating.

    Empty when nothing is looked at. Expects observation, subject, period_month, and
    make_ready before it.
    """
    asked = workspace.honesty
    flags: list[Flag] = []
    if asked:
        flags += _bursts(con, asked)
        flags += _standing_out(con, asked)
        flags += _shares(con, asked)
    for flag in flags:
        flag["severity"] = SEVERITY[flag["kind"]]
    put(con, "found_flag", COLUMNS, [[flag.get(c) for c in COLUMNS] for flag in flags])
    given = asked.given if asked else None
    con.execute("SET VARIABLE honesty_secret = ?", [secret])
    con.execute("SET VARIABLE honesty_given = ?", [given])
    con.execute(files("pipelines.score").joinpath("honesty.sql").read_text("utf-8"))


def _bursts(con: duckdb.DuckDBPyConnection, asked: Honesty) -> list[Flag]:
    """Runs of equal ratings that a usual day of the window would hardly bring.

    A run takes both: more ratings than the window's own days explain, and ratings that
    say the same. A hall with one tablet is busy every day, and its people differ.
    """
    # In a large place runs are many: one by one only those are looked at that are told.
    named = ("peak", "alike", "other_days", "usual", "spread", "everywhere")
    numbers = con.execute(
        "SELECT rowid AS place, "
        + ", ".join(f"coalesce({name}, 0)::DOUBLE AS {name}" for name in named)
        + " FROM partial.burst"
    ).fetchnumpy()
    peak, alike, days, usual, spread, everywhere = (
        np.asarray(numbers[name], dtype=float) for name in named
    )
    places = np.asarray(numbers["place"], dtype=np.int64)
    if not peak.size:
        return []
    mean = (PRIOR_DAYS * everywhere + days * usual) / (PRIOR_DAYS + days)
    # How far days differ, and how little is known of the window yet.
    variance = np.maximum((_MAD * spread) ** 2, mean) + mean / (PRIOR_DAYS + days)
    chance = tails.crowd_tail(peak, mean, variance)
    told = (chance < asked.burst.chance) & (alike >= asked.burst.alike)
    expected = {
        int(places[each]): (float(mean[each]), float(chance[each]))
        for each in np.flatnonzero(told)
    }
    rows = _dictionaries(
        con,
        "SELECT *, rowid AS place FROM partial.burst "
        "WHERE rowid IN (SELECT unnest($places::BIGINT[])) ORDER BY ALL",
        {"places": list(expected)},
    )
    return [
        {
            **{name: row[name] for name in ("month", "day", "window_id")},
            **{name: row[name] for name in ("first_at", "last_at", "alike")},
            "kind": "burst",
            "subject_id": _organ(row),
            "n": float(row["ratings"]),
            "expected": expected[row["place"]][0],
            "chance": expected[row["place"]][1],
            "same_words": row["same_words"],
        }
        for row in rows
    ]


def _standing_out(con: duckdb.DuckDBPyConnection, asked: Honesty) -> list[Flag]:
    """Organs with more odd ratings in a month than the share elsewhere explains."""
    found = _dictionaries(
        con,
        """
        -- One row: a kind, an organ and a month with odd ratings.
        WITH base AS (
            SELECT
                city_id, department_id, month,
                sum(given) AS given, sum(tagged) AS tagged
            FROM partial.doubt_count GROUP BY ALL
        ),
        everybody AS (
            SELECT month, sum(given) AS given, sum(tagged) AS tagged
            FROM base GROUP BY month
        ),
        odd AS (
            SELECT kind, city_id, department_id, month, count(*) AS n
            FROM partial.doubtful WHERE kind <> 'burst' GROUP BY ALL
        )
        SELECT
            odd.*,
            sum(odd.n) OVER (PARTITION BY odd.kind, odd.month) AS n_everybody,
            CASE kind WHEN 'tag_against_level' THEN base.tagged ELSE base.given END
                AS base,
            CASE kind WHEN 'tag_against_level' THEN everybody.tagged
                ELSE everybody.given END AS base_everybody
        FROM odd
        JOIN base USING (city_id, department_id, month)
        JOIN everybody USING (month)
        ORDER BY ALL
        """,
    )
    if not found:
        return []
    n, base, all_n, all_base = (
        np.array([row[name] for row in found], dtype=float)
        for name in ("n", "base", "n_everybody", "base_everybody")
    )
    limits = asked.stands_out
    # Half a rating more, at the share from where on anybody stands out: what nobody
    # else did is rare and not impossible; where nobody else is, that share is usual.
    elsewhere = (all_n - n + 0.5) / (all_base - base + 0.5 / max(limits.share, 1e-3))
    chance = tails.binomial_tail(n, base, np.minimum(elsewhere, 1))
    told = (n >= limits.ratings) & (n >= limits.share * base) & (chance < limits.chance)
    return [
        {
            "kind": row["kind"],
            "month": row["month"],
            "subject_id": _organ(row),
            "n": float(row["n"]),
            "base": float(row["base"]),
            "expected": float(elsewhere[place] * base[place]),
            "chance": float(chance[place]),
        }
        for place, row in enumerate(found)
        if told[place]
    ]


def _shares(con: duckdb.DuckDBPyConnection, asked: Honesty) -> list[Flag]:
    """Organs of which few are heard, mostly the system, or all in one voice."""
    found = _dictionaries(
        con,
        """
        -- One row: an organ and a month in which enough was counted to tell something.
        WITH known AS (
            SELECT o.*
            FROM observation AS o
            JOIN subject AS s ON s.subject_id = o.subject_id AND s.kind = 'organ'
            WHERE o.period_kind = 'month' AND o.value IS NOT NULL
        )
        SELECT
            subject_id,
            period AS month,
            max(denominator) FILTER (WHERE indicator_id = $rated) AS closed,
            max(least(numerator, denominator)) FILTER (WHERE indicator_id = $rated)
                AS rated,
            max(denominator) FILTER (WHERE indicator_id = $every) AS every,
            max(denominator) FILTER (WHERE indicator_id = $every)
                - coalesce(max(all_given.given), 0) AS defaults,
            max(numerator) FILTER (WHERE indicator_id = $best) AS best,
            max(denominator) FILTER (WHERE indicator_id = $best) AS given
        FROM known
        LEFT JOIN (
            SELECT subject_id, period, denominator AS given FROM observation
            WHERE indicator_id = $given AND period_kind = 'month'
        ) AS all_given USING (subject_id, period)
        GROUP BY subject_id, period
        ORDER BY subject_id, period
        """,
        {
            "rated": asked.rated,
            "given": asked.given,
            "every": asked.every,
            "best": asked.best,
        },
    )
    if not found:
        return []
    column = {
        name: np.array([row[name] for row in found], dtype=float)
        for name in ("closed", "rated", "defaults", "every", "best", "given")
    }
    rated_low, rated_high = tails.wilson(column["rated"], column["closed"])
    default_low, _ = tails.wilson(column["defaults"], column["every"])
    best_low, _ = tails.wilson(column["best"], column["given"])
    told = (
        ("low_response", "rated", "closed", asked.few_rated,
         rated_high < asked.few_rated),
        ("default_share", "defaults", "every", asked.mostly_defaults,
         default_low > asked.mostly_defaults),
        ("monoculture", "best", "given", asked.all_best,
         (best_low > asked.all_best) & (rated_low > asked.nearly_all_rate)),
    )  # fmt: skip
    return [
        {
            "kind": kind,
            "subject_id": found[place]["subject_id"],
            "month": found[place]["month"],
            "n": column[n][place],
            "base": column[base][place],
            "expected": limit * column[base][place],
        }
        for kind, n, base, limit, beyond in told
        for place in np.flatnonzero(beyond)
    ]


def _organ(row: dict[str, Any]) -> str:
    return f"organ:{row['city_id']}/{row['department_id']}"


def _dictionaries(
    con: duckdb.DuckDBPyConnection, sql: str, values: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    found = con.execute(sql, values or {})
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
