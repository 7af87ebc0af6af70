"""How long cases take, open ones included, from rows to every subject and period.

July 2026: the 1st is a Wednesday; weekends are 4-5, 11-12, 18-19, 25-26.
"""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipelines.errors import DeclarationError
from pipelines.measure.rollup import Z95
from pipelines.statistics.survival import kaplan_meier, quantiles
from tests.pipelines.measure.cases_world import World, rows
from tests.pipelines.measure.test_rollup import FIRST, placed

VECTORS = Path(__file__).resolve().parents[2] / "vectors"
UNITS = {"A": "gaj", "B": "rsj", "C": "mzj"}
JULY = "2026-07-31"


def vector(name: str) -> list[dict[str, str]]:
    with (VECTORS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_open_cases_count_for_as_long_as_they_have_been_open(world: World) -> None:
    world.give(
        "cases",
        """
        accepted,   closed,     result
        2026-07-01, 2026-07-02, approved    # 1 day
        2026-07-01, 2026-07-03, approved    # 2 days
        2026-07-29, ,                       # open for 2 days: at risk until then
        2026-07-01, 2026-07-06, approved    # 3 days, the weekend not counted
        2026-07-01, ,                       # open for 22 days
        2026-07-01, 2026-07-02, withdrawn   # not counted
        2026-06-30, 2026-07-30, approved    # accepted in June
        """,
    )
    figures = world.figures(JULY)
    median = figures.observed("km_median_days")
    # 4/5 last longer than a day, 4/5 x 3/4 than two, 3/5 x 1/2 than three.
    assert (median["value"], median["n"], median["state"]) == (3, 5, "ok")
    # Of the cases closed in July: 1, 2, 3 and 22 days.
    assert figures.observed("median_days")["value"] == 2
    ninety = figures.observed("km_p90_days")
    assert (ninety["value"], ninety["state"]) == (None, "not_reached")
    assert (ninety["more_than"], ninety["n"], ninety["numerator"]) == (22, 5, None)


def test_nobody_is_said_to_be_in_the_middle_of_values_that_are_not_reached(
    world: World,
) -> None:
    world.give(
        "cases",
        """
        department, accepted,   closed
        gaj,        2026-07-01, 2026-07-02
        rsj,        2026-07-01,            # open: nobody knows for how long
        mzj,        2026-07-01,
        """,
    )
    assert world.figures(JULY).observed("km_median_days")["peer_median"] is None
    world.give(
        "cases",
        "department, accepted, closed\nswj, 2026-07-01, 2026-07-03\n"
        "rsj, 2026-07-01, 2026-07-02\nrsj, 2026-07-01, 2026-07-02",
        "b.csv",
    )
    # 1, 1, 2, and beyond: half a day between the two in the middle.
    assert world.figures(JULY).observed("km_median_days")["peer_median"] == 1.5


def test_too_few_are_withheld_whether_the_value_is_reached_or_not(world: World) -> None:
    world.declare(withheld_below=3)
    world.give("cases", "accepted, closed\n2026-07-01,\n2026-07-01,")
    row = world.figures(JULY).observed("km_median_days")
    assert (row["state"], row["value"], row["more_than"]) == ("withheld", None, None)


def test_the_clock_of_a_stopped_case_stands_still_while_it_is_open(
    world: World,
) -> None:
    world.give(
        "cases",
        """
        case_id, accepted,   closed
        A,       2026-07-01,            # stopped since the 6th, no end in sight
        B,       2026-07-01, 2026-07-03
        """,
    )
    world.give("case_pauses", "case_id, started_on, ended_on\nA, 2026-07-06,")
    ninety = world.figures(JULY).observed("km_p90_days")
    # Thursday the 2nd and Friday the 3rd: two days, and no more until somebody goes on.
    assert ninety["more_than"] == 2
    world.give(
        "case_pauses",
        "case_id, started_on, ended_on\nA, 2026-07-06, 2026-07-10",
        "b.csv",
    )
    # Now it is 22 working days less five.
    assert world.figures(JULY).observed("km_p90_days")["more_than"] == 17


def test_an_open_case_grows_older_with_every_day_of_the_figures(world: World) -> None:
    world.give("cases", "case_id, accepted, closed\nA, 2026-07-01,")
    for day, age in (
        ("2026-07-02", 1),
        ("2026-07-06", 3),
        (JULY, 22),
        ("2026-07-03", 2),
    ):
        assert world.figures(day).observed("km_median_days")["more_than"] == age
    world.give("cases", "case_id, accepted, closed\nA, 2026-07-01, 2026-07-08", "b.csv")
    assert world.figures(JULY).observed("km_median_days")["value"] == 5
    # As of the 6th it is not closed yet.
    assert world.figures("2026-07-06").observed("km_median_days")["more_than"] == 3


def test_the_published_example_of_r(world: World) -> None:
    durations = vector("turnaround_durations.csv")
    days = [row["date"] for row in workdays()]
    start, now = days.index("2025-01-02"), days.index("2025-06-30")
    lines = []
    for row in durations:
        waited, over = int(row["wd"]), row["ev"] == "1"
        # What is open was accepted as many working days ago as it has lasted.
        accepted = days[start] if over else days[now - waited]
        closed = days[start + waited] if over else ""
        lines.append(f"{UNITS[row['unit']]}, {accepted}, {closed}")
    world.give("cases", "department, accepted, closed\n" + "\n".join(lines), "2025.csv")
    figures = world.figures("2025-06-30")
    for row in vector("turnaround_km_R.csv"):
        subject = f"department:{UNITS[row['unit']]}"
        median, ninety = (
            figures.observed(f"km_{which}_days", subject, "2025-01-01", "year")
            for which in ("median", "p90")
        )
        assert (median["value"], median["low"], median["high"]) == (
            float(row["median"]),
            float(row["0.95LCL"]),
            float(row["0.95UCL"]),
        )
        assert (ninety["value"], ninety["n"]) == (
            float(row["p90"]),
            float(row["records"]),
        )


def workdays() -> list[dict[str, str]]:
    project = Path(__file__).resolve().parents[3]
    with (project / "data/reference/calendar.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["is_workday"] == "true"]


def test_only_a_source_with_a_clock_has_open_cases(world: World) -> None:
    world.edit(
        "indicators/mean_score.toml", 'kind      = "mean"', 'kind = "survival"\nq = 0.5'
    )
    with pytest.raises(DeclarationError, match=r"mean_score.toml: kind"):
        world.run()


place = st.tuples(
    st.sampled_from(("230100", "231081")), st.sampled_from(("gaj", "rsj"))
)
day = st.integers(0, 300).map(lambda n: FIRST + timedelta(days=n))
case = st.tuples(place, day, st.integers(-1, 60))


@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(cases=st.lists(case, min_size=5, max_size=60), moved=st.booleans())
def test_rolled_up_equals_recomputed(
    tmp_path_factory: pytest.TempPathFactory, cases: list[tuple[Any, ...]], moved: bool
) -> None:
    world = World(tmp_path_factory.mktemp("w") / "data")
    world.edit("sources/cases.toml", "> 0.02", "> -1")
    world.give(
        "cases",
        "city, department, accepted, legal, closed\n"
        + "\n".join(
            f"{c}, {d}, {on}, 90, {on + timedelta(days=took) if took >= 0 else ''}"
            for (c, d), on, took in cases
        ),
    )
    as_of = date(2026, 7, 15)  # some are closed later, some never
    if moved:
        world.figures("2026-09-30")
    figures = world.figures(as_of.isoformat())
    with duckdb.connect(str(world.at.warehouse), read_only=True) as con:
        typed = rows(con, "FROM typed.cases")
    worked = [date.fromisoformat(each["date"]) for each in workdays()]
    known = [c for c in typed if c["accepted_on"] <= as_of]
    for row, inside in placed(figures, "km_median_days", known, "accepted_on"):
        counts = Counter(lasted(each, as_of, worked) for each in inside)
        if not counts:
            assert row["state"] == "no_data"
            continue
        times = sorted({days for days, _ in counts})
        curve = kaplan_meier(
            np.zeros(len(times), dtype=np.int64),
            np.array(times, dtype=float),
            np.array([counts[(t, True)] for t in times], dtype=float),
            np.array([counts[(t, False)] for t in times], dtype=float),
        )
        found = quantiles(curve, 0.5, Z95)
        assert row["n"] == len(inside)
        if np.isnan(found.value[0]):
            assert (row["state"], row["more_than"]) == ("not_reached", times[-1])
        else:
            assert (row["value"], row["low"]) == (found.value[0], found.low[0])


def lasted(case: dict[str, Any], as_of: date, worked: list[date]) -> tuple[int, bool]:
    """Working days a case took or has taken by then, and whether it is over; slowly."""
    over = case["closed_on"] is not None and case["closed_on"] <= as_of
    until = case["closed_on"] if over else as_of
    return sum(case["accepted_on"] < each <= until for each in worked), over
