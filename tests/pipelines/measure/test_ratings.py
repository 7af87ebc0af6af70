"""Satisfaction: every indicator on ratings, and those that also count cases."""

import pytest

from tests.pipelines.measure.cases_world import Row, World


def counted(row: Row) -> tuple[float, float, float]:
    return row["numerator"], row["denominator"], row["value"]


def test_the_worked_example_of_a_thousand_ratings(world: World) -> None:
    world.give(
        "ratings",
        """
        level, times
        5,     620
        4,     250
        3,     90
        2,     30
        1,     10
        """,
    )
    figures = world.figures()
    assert counted(figures.observed("very_satisfied_rate")) == (620, 1000, 0.62)
    assert counted(figures.observed("satisfied_rate")) == (870, 1000, 0.87)
    assert counted(figures.observed("good_rate")) == (960, 1000, 0.96)
    assert counted(figures.observed("active_good_rate")) == (960, 1000, 0.96)
    assert counted(figures.observed("bad_rate")) == (40, 1000, 0.04)
    assert figures.observed("mean_score")["value"] == 86.0


def test_the_mean_score_says_how_sure_it_is(world: World) -> None:
    world.give("ratings", "level, times\n5, 5\n1, 5")
    mean = world.figures().observed("mean_score")
    # Scores 100 and 0, five times each: variance 2500, standard error sqrt(2500 / 9).
    assert mean["value"] == 50
    assert mean["low"] == pytest.approx(50 - 1.959963985 * 50 / 3, abs=1e-6)
    assert mean["high"] == pytest.approx(50 + 1.959963985 * 50 / 3, abs=1e-6)


def test_an_interval_of_scores_keeps_to_their_scale(world: World) -> None:
    world.give("ratings", "level, times\n5, 9\n1, 1")
    mean = world.figures().observed("mean_score")
    assert (mean["value"], mean["high"]) == (90, 100)


def test_ratings_filled_in_by_the_system_are_counted_apart(world: World) -> None:
    world.give(
        "ratings",
        """
        level, channel
        5,     window
        4,     pc
        2,     mobile
        5,     default   # nobody said this
        5,     default
        """,
    )
    figures = world.figures()
    assert counted(figures.observed("very_satisfied_rate")) == (
        1,
        3,
        pytest.approx(1 / 3),
    )
    assert counted(figures.observed("satisfied_rate")) == (2, 3, pytest.approx(2 / 3))
    assert counted(figures.observed("bad_rate")) == (1, 3, pytest.approx(1 / 3))
    assert counted(figures.observed("active_good_rate")) == (2, 3, pytest.approx(2 / 3))
    # 好评率 is the one figure that defaults enter.
    assert counted(figures.observed("good_rate")) == (4, 5, 0.8)
    assert figures.observed("mean_score")["n"] == 3


def test_ratings_are_set_against_the_cases_closed(world: World) -> None:
    world.give(
        "cases",
        """
        accepted,   closed,     result,    times
        2026-07-01, 2026-07-02, approved,  20
        2026-07-01, 2026-07-02, withdrawn, 5     # withdrawn: nothing to rate
        2026-07-01, ,           ,          5     # open
        """,
    )
    world.give(
        "ratings",
        """
        level, channel, service_number, case_id
        5,     window,  1,              A
        1,     window,  2,              A     # rated again: the case is rated once
        2,     pc,      1,              B
        5,     default, 1,              C     # not rated by anybody
        """,
    )
    figures = world.figures()
    assert counted(figures.observed("active_rating_rate")) == (2, 20, 0.1)
    assert counted(figures.observed("unrated_rate")) == (18, 20, 0.9)
    # Two bad ratings of 20 cases: a thousand of ten thousand.
    assert counted(figures.observed("bad_per_10k")) == (2, 20, 1000)


def test_cases_nobody_rated_are_unrated_and_not_unsatisfied(world: World) -> None:
    world.give("cases", "accepted, closed, times\n2026-07-01, 2026-07-02, 12")
    world.give("ratings", "level, department\n5, rsj")
    figures = world.figures()
    assert counted(figures.observed("unrated_rate")) == (12, 12, 1)
    assert figures.observed("bad_per_10k")["value"] == 0
    nobody = figures.observed("satisfied_rate")
    assert (nobody["value"], nobody["numerator"], nobody["state"]) == (
        None,
        None,
        "no_data",
    )


def test_ratings_of_cases_nobody_counted_have_no_rate(world: World) -> None:
    world.give("ratings", "level, times\n5, 11\n2, 1")
    figures = world.figures()
    for name in ("active_rating_rate", "unrated_rate", "bad_per_10k"):
        row = figures.observed(name)
        assert (row["value"], row["state"]) == (None, "no_data"), name


def test_more_ratings_than_cases_is_all_of_them_and_not_more(world: World) -> None:
    # Two cases were closed the month before, and rated in July.
    world.give(
        "cases",
        """
        accepted,   closed,     times
        2026-06-29, 2026-06-30, 2
        2026-07-01, 2026-07-02, 1
        """,
    )
    world.give("ratings", "level, times\n5, 3")
    figures = world.figures()
    rated = figures.observed("active_rating_rate")
    assert counted(rated) == (3, 1, 1)
    assert counted(figures.observed("unrated_rate")) == (0, 1, 0)
    assert (rated["low"], rated["high"]) == (None, None)


def test_a_rating_counts_from_its_own_day_on(world: World) -> None:
    world.give("ratings", "rated, level\n2026-07-15, 5\n2026-07-16, 1")
    before = world.figures("2026-07-15").observed("satisfied_rate")
    assert counted(before) == (1, 1, 1)
    after = world.figures("2026-07-16").observed("satisfied_rate")
    assert counted(after) == (1, 2, 0.5)
