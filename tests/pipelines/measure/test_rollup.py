"""Rolled up equals recomputed from rows: every subject, every period, every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipelines.measure.periods import add_months
from tests.pipelines.measure.cases_world import Figures, Row, World, matches, rows

AS_OF = "2027-02-10"  # every case ends by then, some fall due later
MONTHS = {"month": 1, "quarter": 3, "year": 12, "rolling12": 12}
FIRST = date(2025, 11, 3)
CITY, DEPARTMENT = ("230100", "231000", "231081"), ("gaj", "rsj", "swj")

place = st.tuples(st.sampled_from(CITY), st.sampled_from(DEPARTMENT))
day = st.integers(0, 420).map(lambda n: FIRST + timedelta(days=n))
case = st.tuples(place, day, st.sampled_from((0, 1, 5, 60)), st.integers(-1, 40))
rating = st.tuples(place, day, st.integers(1, 5), st.sampled_from(("pc", "default")))


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # a run an example: too slow to shrink
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    cases=st.lists(case, min_size=1, max_size=80),
    ratings=st.lists(rating, min_size=1, max_size=80),
    q=st.sampled_from(("0.07", "0.25", "0.5", "0.9", "0.95", "0.99")),
)
def test_rolled_up_equals_recomputed(
    tmp_path_factory: pytest.TempPathFactory,
    cases: list[tuple[Any, ...]],
    ratings: list[tuple[Any, ...]],
    q: str,
) -> None:
    world = given_rows(tmp_path_factory.mktemp("w") / "data", cases, ratings)
    world.edit("indicators/p90_days.toml", "q         = 0.9", f"q         = {q}")
    figures = world.figures(AS_OF)
    with duckdb.connect(str(world.at.warehouse), read_only=True) as con:
        typed_cases = rows(con, "FROM typed.cases")
        typed_ratings = rows(con, "FROM typed.ratings")
    assert (len(typed_cases), len(typed_ratings)) == (len(cases), len(ratings))

    as_of = date.fromisoformat(AS_OF)
    for row, inside in placed(figures, "on_time_rate", typed_cases, "due_on"):
        due = [c for c in inside if c["due_on"] < as_of]
        on_time = sum(bool(c["is_on_time"]) for c in due)
        check(row, on_time, len(due), on_time / len(due) if due else None)
    for row, inside in placed(figures, "open_overdue", typed_cases, "due_on"):
        due = [c for c in inside if c["due_on"] < as_of]
        open_ = sum(c["closed_on"] is None for c in due)
        check(row, open_, len(due), open_ if due else None)
    for row, inside in placed(figures, "mean_score", typed_ratings, "rated_on"):
        scores = [25 * (r["level"] - 1) for r in inside if r["is_active"]]
        check(row, sum(scores), len(scores), np.mean(scores) if scores else None)
    for row, inside in placed(figures, "p90_days", typed_cases, "closed_on"):
        taken = [c["elapsed_days"] for c in inside]
        check(row, None, len(taken), smallest(taken, Fraction(q)) if taken else None)
        assert row["value"] is None or row["low"] <= row["value"] <= row["high"]
    for row, inside in placed(figures, "median_days", typed_cases, "closed_on"):
        taken = [c["elapsed_days"] for c in inside]
        middle = np.quantile(taken, 0.5, method="inverted_cdf") if taken else None
        check(row, None, len(taken), middle)


def given_rows(
    root: Path, cases: list[tuple[Any, ...]], ratings: list[tuple[Any, ...]]
) -> World:
    """A workspace with those rows; a case that took -1 days is open."""
    world = World(root)
    closing = [
        (city, department, accepted, promised, took, accepted + timedelta(days=took))
        for (city, department), accepted, promised, took in cases
    ]
    world.give(
        "cases",
        "city, department, accepted, promised, legal, closed\n"
        + "\n".join(
            f"{c}, {d}, {accepted}, {promised}, 90, {closed if took >= 0 else ''}"
            for c, d, accepted, promised, took, closed in closing
        ),
    )
    world.edit("sources/cases.toml", "> 0.02", "> -1")
    world.edit("sources/ratings.toml", "avg(level) >= 3", "avg(level) >= 0")
    world.edit("sources/ratings.toml", "1.0 ELSE 0.0 END) <= 0.5", "0.0 END) <= 0.5")
    world.give(
        "ratings",
        "city, department, rated, level, channel\n"
        + "\n".join(
            f"{c}, {d}, {rated}, {level}, {channel}"
            for (c, d), rated, level, channel in ratings
        ),
    )
    return world


def placed(
    figures: Figures, indicator: str, typed: list[Row], period_by: str
) -> Iterator[tuple[Row, list[Row]]]:
    """Each observation of an indicator with the rows that belong to it."""
    observations = figures.of("observation", indicator_id=indicator)
    seen = {row["subject_id"] for row in observations}
    assert not observations or {"all", "city:231081", "department:gaj"} <= seen
    for row in observations:
        first, kind = row["period"], row["period_kind"]
        after = add_months(first, MONTHS[kind])
        yield (
            row,
            [
                each
                for each in typed
                if each[period_by]
                and first <= each[period_by] < after
                and belongs(each, row["subject_id"])
            ],
        )


def belongs(row: Row, subject_id: str) -> bool:
    """Whether a row is of a subject, by the subject's name alone."""
    kind, _, name = subject_id.partition(":")
    wanted: dict[str, Callable[[], dict[str, str]]] = {
        "all": dict,
        "city": lambda: {"city_id": name},
        "department": lambda: {"department_id": name},
        "organ": lambda: dict(
            zip(("city_id", "department_id"), name.split("/"), strict=True)
        ),
    }
    return matches(row, wanted[kind]())


def smallest(values: list[int], q: Fraction) -> int:
    """The smallest value that at least the share q of values do not exceed; slowly."""
    return min(v for v in values if sum(w <= v for w in values) >= q * len(values))


def check(row: Row, above: float | None, below: int, value: float | None) -> None:
    """Compare one observation with what its rows say."""
    if value is None:
        assert (row["value"], row["state"]) == (None, "no_data")
        return
    assert row["value"] == pytest.approx(value, abs=1e-9)
    assert row["n"] == below
    assert row["numerator"] == above


def test_a_city_managed_by_the_province_counts_once(world: World) -> None:
    world.give(
        "ratings",
        """
        city,         level
        231081,       5      # 绥芬河市 itself
        231081001000, 5      # a township of it
        绥芬河市,     4
        231000,       1      # 牡丹江市, in which it lies on the map
        231002,       5      # a district of 牡丹江市
        """,
    )
    figures = world.figures()
    found = {
        subject: figures.observed("satisfied_rate", subject)["denominator"]
        for subject in ("city:231081", "city:231000", "department:gaj", "all")
    }
    assert found == {
        "city:231081": 3,
        "city:231000": 2,
        "department:gaj": 5,
        "all": 5,
    }


def test_a_share_of_the_rows_is_counted_in_decimal_fractions(world: World) -> None:
    # 0.07 * 100 is more than 7 in binary; the seventh of a hundred is still the one.
    world.edit("indicators/p90_days.toml", "q         = 0.9", "q         = 0.07")
    world.give(
        "cases",
        """
        accepted,   closed,     times
        2026-07-01, 2026-07-02, 7
        2026-07-01, 2026-07-03, 93
        """,
    )
    assert world.figures().observed("p90_days")["value"] == 1
