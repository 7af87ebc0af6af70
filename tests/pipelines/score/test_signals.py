"""Signals, their charts, parts and funnels, from raw rows to the published tables."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest

from pipelines.score.kept import Kept
from tests.pipelines.measure.cases_world import Row, World

MONTHS = [(2025, m) for m in range(7, 13)] + [(2026, m) for m in range(1, 10)]
# Twelve months, in turn 90 and 92 of 100 very satisfied; then three that differ.
PAST = [90, 92] * 6
BAD = date(2026, 7, 1)
TABLES = ("signal", "control_point", "signal_part", "funnel_point", "limit_value")


def given(world: World, series: dict[tuple[str, str], list[int]]) -> None:
    """100 ratings a month of each city and department; so many are very satisfied."""
    for place, (year, month) in enumerate(MONTHS):
        lines = ["city, department, level, rated, times"]
        for (city, department), good in series.items():
            day = f"{year}-{month:02}-10"
            if place < len(good):
                lines += [
                    f"{city}, {department}, {level}, {day}, {times}"
                    for level, times in ((5, good[place]), (3, 100 - good[place]))
                    if times
                ]
        if len(lines) > 1:
            name = f"{year}-{month:02}"
            world.give("ratings", "\n".join(lines), f"{name}.csv")


def published(world: World, as_of: str = "2026-09-30") -> dict[str, list[Row]]:
    result = world.run(as_of)
    assert result.status == "published", result.refusals
    (file,) = world.at.published.glob(f"{result.version}-internal.duckdb")
    with duckdb.connect(str(file), read_only=True) as con:
        found: dict[str, list[Row]] = {}
        for table in TABLES:
            rows = con.execute(f"SELECT * FROM {table} ORDER BY ALL")
            names = [column[0] for column in rows.description]
            found[table] = [dict(zip(names, r, strict=True)) for r in rows.fetchall()]
        return found


def signals(tables: dict[str, list[Row]], **where: Any) -> dict[str, Row]:
    """Signals of very satisfied people by their subject."""
    return {
        row["subject_id"]: row
        for row in tables["signal"]
        if row["indicator_id"] == "very_satisfied_rate"
        and all(row[key] == value for key, value in where.items())
    }


@pytest.fixture
def slipped(world: World) -> World:
    """One department of one city falls in July and August; another only varies."""
    given(
        world,
        {
            ("230100", "gaj"): [*PAST, 60, 70, 91],
            ("231000", "gaj"): [*PAST, 91, 90, 91],
            ("230100", "rsj"): [*PAST, 91, 90, 91],
            ("231000", "rsj"): [*PAST, 91, 92, 91],
        },
    )
    return world


def test_a_slip_is_found_where_it_happens_and_above(slipped: World) -> None:
    found = signals(published(slipped))
    assert set(found) == {"organ:230100/gaj", "department:gaj", "city:230100"}
    organ = found["organ:230100/gaj"]
    assert organ == organ | {
        "signal_id": "very_satisfied_rate/organ:230100/gaj/worse/2026-07",
        "direction": "worse",
        "kind": "sudden",
        "first_period": BAD,
        "last_period": date(2026, 8, 1),
        "months": 2,
        "is_open": False,
        "peak_period": BAD,
        "peak_value": 0.6,
    }
    # Both tell the same; of the two, the one that stands out more.
    assert organ["part_of"] in {
        "very_satisfied_rate/department:gaj/worse/2026-07",
        "very_satisfied_rate/city:230100/worse/2026-07",
    }
    assert found["department:gaj"]["part_of"] is None


def test_a_signal_is_open_until_a_month_is_back(slipped: World) -> None:
    found = signals(published(slipped, "2026-08-31"))
    assert found["organ:230100/gaj"]["is_open"]
    name = found["organ:230100/gaj"]["signal_id"]
    later = signals(published(slipped, "2026-09-30"))["organ:230100/gaj"]
    assert (later["signal_id"], later["is_open"]) == (name, False)


def test_a_month_that_is_not_over_alarms_nobody(slipped: World) -> None:
    tables = published(slipped, "2026-07-30")
    assert tables["signal"] == []
    (july,) = [
        row
        for row in tables["control_point"]
        if row["subject_id"] == "department:gaj"
        and row["indicator_id"] == "very_satisfied_rate"
        and row["period"] == BAD
    ]
    # It is drawn all the same: 60 and 91 of 200.
    assert (july["value"], july["is_provisional"]) == (0.755, True)
    assert (july["z"], july["centre"], july["signal_id"]) == (None, None, None)


def test_with_less_of_a_past_than_asked_for_nobody_is_alarmed(slipped: World) -> None:
    slipped.declare(minimum_months=20)
    assert published(slipped)["signal"] == []


def test_who_is_never_ranked_is_never_alarmed(world: World) -> None:
    given(world, {("230100", "swj"): [*PAST, 40, 40, 40]})
    assert "department:swj" not in signals(published(world))


def test_what_gets_better_is_told_too(world: World) -> None:
    given(world, {("230100", "gaj"): [*[60, 62] * 6, 90]})
    found = signals(published(world, "2026-07-31"))["department:gaj"]
    assert (found["direction"], found["kind"]) == ("better", "sudden")


def test_a_chart_has_limits_of_the_months_in_no_signal(slipped: World) -> None:
    points = [
        row
        for row in published(slipped)["control_point"]
        if row["subject_id"] == "organ:230100/gaj"
        and row["indicator_id"] == "very_satisfied_rate"
    ]
    assert len(points) == len(MONTHS)
    # 12 x 91 and 91 once more, of 13 x 100: the fall is not in the middle.
    assert {round(row["centre"], 9) for row in points} == {0.91}
    labels = {row["period"]: row["label"] for row in points if row["label"]}
    assert labels == {BAD: "below", date(2026, 8, 1): "below"}
    (july,) = [row for row in points if row["period"] == BAD]
    assert july["expected"] == pytest.approx(0.91)
    # Three times √(0.90966 x 0.09034 / 100), as the past varies less than chance.
    assert july["usual_low"] == pytest.approx(0.91 - 3 * 0.02867, abs=1e-4)
    assert july["severity"] == pytest.approx(0.20 * abs(july["z"]))
    assert july["signal_id"] == "very_satisfied_rate/organ:230100/gaj/worse/2026-07"


def test_organs_without_a_signal_have_no_chart(slipped: World) -> None:
    drawn = {row["subject_id"] for row in published(slipped)["control_point"]}
    assert "organ:231000/rsj" not in drawn
    assert {"city:231000", "department:rsj"} <= drawn


def test_a_few_points_have_no_limits(slipped: World) -> None:
    slipped.declare(chart_points=16)
    points = published(slipped)["control_point"]
    assert points
    assert {(row["centre"], row["label"]) for row in points} == {(None, "")}


def test_why_names_the_part_that_fell_and_adds_up(slipped: World) -> None:
    parts = [
        row
        for row in published(slipped)["signal_part"]
        if row["signal_id"] == "very_satisfied_rate/city:230100/worse/2026-07"
        and row["part_kind"] == "department"
    ]
    first = next(row for row in parts if row["position"] == 1)
    # 130 of 200 in July and August after 1092 of 1200, at half of all rows:
    # ½ x (0.65 - 0.91); the other department went from 91 to 90.5 %.
    assert first["part_id"] == "gaj"
    assert first["part"] == pytest.approx(-0.13)
    assert (first["value"], first["value_before"]) == pytest.approx((0.65, 0.91))
    assert first["share_of_change"] == pytest.approx(0.13 / 0.1325)
    assert sum(row["part"] for row in parts) == pytest.approx(-0.1325)


def test_a_funnel_compares_units_of_a_kind(world: World) -> None:
    places = [f"23{n:04}" for n in range(10)]
    names = "\n".join(f"{place},城{place},C{place},,prefecture,," for place in places)
    world.refer(
        "cities",
        f"city_id,name_zh,name_en,aliases,peer_group,valid_from,valid_to\n{names}\n",
    )
    good = [90, 91, 92, 89, 90, 91, 92, 93, 90, 40]
    lines = ["city, department, level, rated, times"]
    for place, share in zip(places, good, strict=True):
        # The last but one has ten ratings, and all are bad.
        if place == places[8]:
            lines.append(f"{place}, gaj, 5, 2026-07-10, 10")
        else:
            lines.append(f"{place}, gaj, 5, 2026-07-10, {share}")
            lines.append(f"{place}, gaj, 3, 2026-07-10, {100 - share}")
    world.give("ratings", "\n".join(lines))
    for year, month in MONTHS[:12]:
        world.give(
            "ratings",
            f"city, level, rated\n{places[0]}, 5, {year}-{month:02}-10",
            f"{year}-{month:02}.csv",
        )
    points = {
        row["subject_id"]: row
        for row in published(world)["funnel_point"]
        if row["indicator_id"] == "very_satisfied_rate"
        and row["period"] == BAD
        and row["subject_id"].startswith("city:")
    }
    assert len(points) == 10
    outlier, small = points[f"city:{places[9]}"], points[f"city:{places[8]}"]
    assert (outlier["class"], outlier["direction"]) == ("alarm", "worse")
    # Ten of ten is better than all others, and proves nothing.
    assert (small["value"], small["n"], small["class"]) == (1.0, 10, "inside")
    for row in points.values():
        assert row["low_alarm"] <= row["low_watch"] <= row["centre"]
        assert row["centre"] <= row["high_watch"] <= row["high_alarm"]


def test_a_second_run_computes_nothing_again(
    slipped: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published(slipped)
    computed: list[str] = []
    asked = Kept.of

    def noting(self: Kept, what: str, *inputs: Any, compute: Any) -> Any:
        def noted() -> Any:
            computed.append(what)
            return compute()

        return asked(self, what, *inputs, compute=noted)

    monkeypatch.setattr(Kept, "of", noting)
    # A rating of a month that is not over changes no month that is.
    slipped.give("ratings", "rated\n2026-10-02", "2026-10.csv")
    after = published(slipped, "2026-10-05")
    assert [what for what in computed if what == "signals"] == []
    assert after["signal"] == before["signal"]


def test_the_thresholds_are_published(slipped: World) -> None:
    limits = {row["name"]: row["value"] for row in published(slipped)["limit_value"]}
    told = {name: value for name, value in limits.items() if name.startswith("signal_")}
    assert told == {
        "signal_baseline_months": 24,
        "signal_minimum_months": 9,
        "signal_z": 3,
        "signal_effect": 0.02,
        "signal_smoothing": 0.3,
        "signal_minimum_n": 10,
        "signal_longest_months": 12,
        "signal_chart_points": 12,
    }
