"""Suspicions: what a clerk's own eye would find odd, and what is only a busy hall."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.pipelines.measure.cases_world import Figures, World
from tests.pipelines.score.ratings_told import (
    burst,
    case,
    cases_csv,
    july,
    rating,
    ratings_csv,
    usual_day,
)

ORGAN = "organ:230100/gaj"
WORKING_DAYS = (1, 2, 3, 6, 7, 8, 9, 10, 13, 14, 15, 16, 17)


def told(world: World, ratings: list[str], cases: list[str] | None = None) -> Figures:
    """What a run says of these rows."""
    if cases:
        world.give_text("cases", cases_csv(cases))
    world.give_text("ratings", ratings_csv(ratings))
    return world.figures()


def usual_month(window: str, count: int, minutes: float) -> list[str]:
    return [
        row
        for day in WORKING_DAYS
        for row in usual_day(day, window, count, minutes=minutes)
    ]


def test_thirty_equal_ratings_in_four_minutes_at_a_quiet_window_are_told(
    world: World,
) -> None:
    # Eight a day over seven hours, and on the 20th thirty within four minutes.
    rows = usual_month("W1", 8, 420) + list(burst(20, "W1", 30))
    flag = told(world, rows).one("honesty_flag")
    assert (flag["kind"], flag["subject_id"]) == ("burst", ORGAN)
    assert (flag["month"], flag["day"]) == (date(2026, 7, 1), date(2026, 7, 20))
    assert (flag["n"], flag["alike"]) == (30, 1.0)
    assert flag["first_at"] == july(20, "16:38:00")
    assert flag["last_at"] == july(20, "16:41:52")
    # On its other days the busiest ten minutes had one; a little more is allowed.
    assert 1 <= flag["expected"] < 2
    assert flag["chance"] < 1e-12
    assert flag["severity"] == 3
    # The window is told under a hash, not by its number.
    assert len(flag["window_hash"]) == 16
    assert "W1" not in str(flag)


def test_a_busy_hall_with_one_tablet_is_busy_every_day(world: World) -> None:
    # Forty in the first ten minutes of each day: its people differ, and it is usual.
    rows = [
        *(row for day in WORKING_DAYS for row in usual_day(day, "W1", 40, minutes=10)),
        *usual_day(20, "W1", 46, minutes=10),
    ]
    assert told(world, rows).of("honesty_flag") == []


def test_a_busy_hall_whose_people_all_agree_is_still_only_busy(world: World) -> None:
    rows = [
        row
        for day in (*WORKING_DAYS, 20)
        for row in burst(day, "W1", 40 + day % 3, tags="", begin="09:00:00")
    ]
    assert told(world, rows).of("honesty_flag") == []


def test_a_sudden_crowd_that_says_different_things_is_no_burst(world: World) -> None:
    rows = usual_month("W1", 8, 420) + list(usual_day(20, "W1", 40, minutes=9))
    assert told(world, rows).of("honesty_flag") == []


@pytest.mark.parametrize(("count", "flags"), [(20, 0), (21, 1)])
def test_more_than_twenty_are_asked_for(world: World, count: int, flags: int) -> None:
    rows = usual_month("W1", 8, 420) + list(burst(20, "W1", count))
    assert len(told(world, rows).of("honesty_flag")) == flags


@pytest.mark.parametrize(("seconds", "flags"), [(30, 1), (31, 0)])
def test_they_must_lie_within_ten_minutes(
    world: World, seconds: int, flags: int
) -> None:
    # Twenty-one ratings have twenty gaps: 20 x 30 s is ten minutes, both ends counted.
    rows = usual_month("W1", 8, 420) + list(burst(20, "W1", 21, seconds=seconds))
    assert len(told(world, rows).of("honesty_flag")) == flags


def test_a_burst_longer_than_ten_minutes_is_one(world: World) -> None:
    # Two hundred at eight seconds each: 26 minutes.
    rows = usual_month("W1", 8, 420) + list(burst(20, "W1", 200))
    flag = told(world, rows).one("honesty_flag")
    assert (flag["n"], flag["last_at"] - flag["first_at"]) == (
        200,
        timedelta(seconds=199 * 8),
    )


def test_the_same_words_are_counted(world: World) -> None:
    rows = [
        rating(f"B{place}", july(20) + timedelta(seconds=9 * place), window="W1",
               comment="很好" if place % 2 else "")
        for place in range(30)
    ]  # fmt: skip
    flag = told(world, usual_month("W1", 8, 420) + rows).one("honesty_flag")
    assert flag["same_words"] == 15


def test_two_windows_together_are_two_windows(world: World) -> None:
    rows = usual_month("W1", 8, 420) + usual_month("W2", 8, 420)
    rows += [*burst(20, "W1", 15), *burst(20, "W2", 15)]
    assert told(world, rows).of("honesty_flag") == []


def test_ratings_within_five_seconds_of_closing_are_told_where_many(
    world: World,
) -> None:
    # Six of forty come three seconds after closing; of two hundred elsewhere none does.
    closed = {f"C{n}": july(6 + n % 5, f"10:{n:02d}:07") for n in range(40)}
    cases = [case(name, july(1), moment) for name, moment in closed.items()]
    rows = [
        rating(name, moment + timedelta(seconds=3 if n < 6 else 90))
        for n, (name, moment) in enumerate(closed.items())
    ]
    rows += [rating(f"E{n}", july(9), department="rsj") for n in range(200)]
    flag = told(world, rows, cases).one("honesty_flag")
    assert (flag["kind"], flag["n"], flag["base"]) == ("instant_rating", 6, 40)
    assert flag["expected"] == pytest.approx(40 * 0.5 / 225)


@pytest.mark.parametrize("after", [6, -1])
def test_six_seconds_later_or_before_closing_is_not_right_after(
    world: World, after: int
) -> None:
    closed = {f"C{n}": july(6, f"10:{n:02d}:07") for n in range(40)}
    cases = [case(name, july(1), moment) for name, moment in closed.items()]
    rows = [rating(n, m + timedelta(seconds=after)) for n, m in closed.items()]
    assert told(world, rows, cases).of("honesty_flag") == []


def test_times_without_seconds_are_not_taken_for_instant(world: World) -> None:
    closed = {f"C{n}": july(6, f"10:{n:02d}:00") for n in range(40)}
    cases = [case(name, july(1), moment) for name, moment in closed.items()]
    rows = [rating(name, moment) for name, moment in closed.items()]
    assert told(world, rows, cases).of("honesty_flag") == []


def test_one_slip_of_the_finger_is_listed_and_is_no_suspicion(world: World) -> None:
    rows = usual_month("W1", 8, 420)
    rows.append(rating("SLIP", july(20), level=5, tags="208"))
    figures = told(world, rows)
    assert figures.of("honesty_flag") == []
    slip = figures.one("contradicting_rating")
    assert (slip["kind"], slip["subject_id"]) == ("tag_against_level", ORGAN)
    assert (slip["level"], slip["tags"], slip["day"]) == (5, ["208"], date(2026, 7, 20))


def test_an_organ_whose_tags_contradict_stands_out_against_the_others(
    world: World,
) -> None:
    # Six of twenty tagged ratings here; elsewhere none of two hundred.
    rows = [
        rating(f"H{n}", july(6 + n % 5), level=5, tags="208" if n < 6 else "517")
        for n in range(20)
    ]
    rows += [
        rating(f"E{n}", july(6 + n % 5), tags="510", department="rsj")
        for n in range(200)
    ]
    flag = told(world, rows).one("honesty_flag")
    assert (flag["kind"], flag["subject_id"]) == ("tag_against_level", ORGAN)
    assert (flag["n"], flag["base"]) == (6, 20)
    # Half of one in 200 and 25 more elsewhere, of twenty here.
    assert flag["expected"] == pytest.approx(20 * 0.5 / 225)


def test_a_deadline_tag_contradicts_only_a_deadline_that_was_kept(
    world: World,
) -> None:
    # Accepted Wednesday 1 July, five working days: due on the 8th.
    cases = [
        case("KEPT", july(1), july(8)),
        case("LATE", july(1), july(9)),
        case("OLD", july(1), july(2)),
        case("NEXT", july(1), july(8)),
    ]
    rows = [
        rating("KEPT", july(9), level=2, tags="209"),
        rating("LATE", july(10), level=1, tags="110"),
        rating("OLD", july(17), level=2, tags="209"),  # closed fifteen days before
        rating("NEXT", july(7), level=2, tags="209"),  # rated before it was closed
    ]
    (one,) = told(world, rows, cases).of("contradicting_rating")
    assert (one["kind"], one["day"]) == ("tag_against_clock", date(2026, 7, 9))


def test_few_answers_are_told_only_when_they_are_few_for_certain(
    world: World,
) -> None:
    # One of 200 is under five in a hundred, whatever chance did; none of 40 need not.
    cases = [case(f"C{n}", july(1), july(2)) for n in range(200)]
    cases += [case(f"R{n}", july(1), july(2), department="rsj") for n in range(40)]
    flag = told(world, [rating("C1", july(3))], cases).one("honesty_flag")
    assert (flag["kind"], flag["subject_id"]) == ("low_response", ORGAN)
    assert (flag["n"], flag["base"], flag["expected"]) == (1, 200, 10)


def test_mostly_defaults_are_told(world: World) -> None:
    rows = [rating(f"D{n}", july(6), level=3, channel="default") for n in range(80)]
    rows += [rating(f"A{n}", july(6)) for n in range(40)]
    flag = told(world, rows).one("honesty_flag")
    assert (flag["kind"], flag["n"], flag["base"]) == ("default_share", 80, 120)
    assert flag["severity"] == 1


def test_everybody_answers_and_everybody_is_delighted(world: World) -> None:
    cases = [case(f"C{n}", july(1), july(2)) for n in range(200)]
    rows = [rating(f"C{n}", july(2, "16:00:00")) for n in range(190)]
    flag = told(world, rows, cases).one("honesty_flag")
    assert (flag["kind"], flag["n"], flag["base"]) == ("monoculture", 190, 190)


def test_what_is_in_doubt_is_left_out_once_and_the_rest_is_told(world: World) -> None:
    # 104 usual ratings of which 89 satisfy; thirty in a burst, one of them also
    # contradicting its level: 30 are in doubt, not 31.
    rows = usual_month("W1", 8, 420) + list(burst(20, "W1", 29))
    rows.append(rating("BOTH", july(20, "16:42:00"), window="W1", tags="517,208"))
    satisfied = sum(",3," not in row.split("W1")[-1][:5] for row in rows[:104])
    figures = told(world, rows)
    for subject in (ORGAN, "city:230100", "department:gaj", "all"):
        doubt = figures.one("doubt", subject_id=subject, period_kind="quarter")
        assert (doubt["flag_count"], doubt["doubtful_count"]) == (1, 30)
        assert doubt["n"] == 134
        assert doubt["share"] == pytest.approx((satisfied + 30) / 134)
        assert doubt["share_without"] == pytest.approx(satisfied / 104)


def test_nothing_is_known_of_what_comes_after_the_day(world: World) -> None:
    rows = usual_month("W1", 8, 420) + list(burst(20, "W1", 30))
    world.give_text("ratings", ratings_csv(rows))
    assert world.figures("2026-07-19").of("honesty_flag") == []
    assert len(world.figures("2026-07-20").of("honesty_flag")) == 1


def test_without_its_declaration_nothing_is_looked_at(world: World) -> None:
    world.at.honesty.unlink()
    figures = told(world, list(burst(20, "W1", 60)))
    for table in ("honesty_flag", "doubt", "contradicting_rating"):
        assert figures.of(table) == []
