"""Timeliness: every indicator on cases, from rows that can be counted by hand.

July 2026: the 1st is a Wednesday; weekends are 4-5, 11-12, 18-19, 25-26.
"""

import pytest

from tests.pipelines.measure.cases_world import Row, World


def counted(row: Row) -> tuple[float, float, float]:
    return row["numerator"], row["denominator"], row["value"]


def test_on_time_counts_the_cases_whose_due_day_has_passed(world: World) -> None:
    world.give(
        "cases",
        """
        accepted,   promised, closed,     result
        2026-07-01, 5,        2026-07-07, approved    # due on the 8th: a day early
        2026-07-01, 5,        2026-07-08, approved    # on the last day: still on time
        2026-07-01, 5,        2026-07-09, approved    # one day late
        2026-07-23, 5,        ,                       # due yesterday, open: late
        2026-07-24, 5,        ,                       # due today: not counted yet
        2026-07-27, 5,        2026-07-28, approved    # due in August: not counted
        2026-07-01, 5,        2026-07-20, withdrawn   # withdrawn: not counted
        """,
    )
    figures = world.figures("2026-07-31")
    assert counted(figures.observed("on_time_rate")) == (2, 4, 0.5)
    overdue = figures.observed("open_overdue")
    assert (overdue["value"], overdue["n"], overdue["state"]) == (1, 4, "ok")


def test_a_case_is_due_by_law_later_than_by_promise(world: World) -> None:
    world.give(
        "cases",
        """
        accepted,   promised, legal, closed,     result
        2026-07-01, 1,        5,     2026-07-08, approved   # on the legal day
        2026-07-01, 1,        5,     2026-07-09, approved   # a breach of law
        2026-07-01, 1,        5,     ,           # open past it: a breach
        2026-07-01, 1,        50,    ,           # its legal day will come
        2026-07-01, 1,        5,     2026-07-20, withdrawn
        """,
    )
    figures = world.figures("2026-07-31")
    assert counted(figures.observed("legal_on_time_rate")) == (
        1,
        3,
        pytest.approx(1 / 3),
    )
    assert counted(figures.observed("on_time_rate")) == (0, 4, 0)


def test_shares_of_the_cases_closed(world: World) -> None:
    world.give(
        "cases",
        """
        accepted,   promised, closed,     visits, result
        2026-07-01, 0,        2026-07-01, 0,      approved   # same day; instant
        2026-07-01, 2,        2026-07-02, 1,      refused    # one day of two: early
        2026-07-01, 2,        2026-07-03, 2,      approved   # two of two: not early
        2026-07-03, 2,        2026-07-06, ,       approved   # Friday to Monday: one
        2026-07-04, 2,        2026-07-05, 0,      approved   # a weekend: no day
        2026-07-01, 2,        2026-07-02, 0,      withdrawn  # not counted
        2026-07-01, 2,        ,           0,                 # open: not closed in July
        """,
    )
    figures = world.figures("2026-07-31")
    # Early: days 1, 2, 1 and 0 of 2; the instant case promises no days.
    assert counted(figures.observed("early_rate")) == (3, 4, 0.75)
    # Same day: the first and the weekend's.
    assert counted(figures.observed("same_day_rate")) == (2, 5, 0.4)
    # Visits: 0, 1, 2, 0; one case does not say.
    assert counted(figures.observed("zero_visit_rate")) == (2, 4, 0.5)
    assert counted(figures.observed("one_visit_rate")) == (3, 4, 0.75)


def test_time_saved_is_a_ratio_of_sums(world: World) -> None:
    world.give(
        "cases",
        """
        accepted,   promised, legal, unit,    closed
        2026-07-01, 5,        10,    working, 2026-07-02   # 9 of 10 saved
        2026-07-01, 5,        30,    working, 2026-07-10   # 7 days: 23 of 30 saved
        2026-07-01, 5,        0,     working, 2026-07-02   # the law sets no limit
        2026-07-01, 5,        30,    natural, 2026-07-10   # other days: not added up
        """,
    )
    saved = world.figures().observed("compression_ratio")
    assert counted(saved) == (32, 40, 0.8)  # the mean of ratios would be 0.8333
    assert (saved["low"], saved["high"]) == (None, None)


def test_quantiles_are_days_that_cases_took(world: World) -> None:
    world.give(
        "cases",
        """
        accepted,   closed,     times
        2026-07-01, 2026-07-01, 4      # 0 days
        2026-07-01, 2026-07-03, 1      # 2 days: the fifth of ten
        2026-07-01, 2026-07-07, 3      # 4 days
        2026-07-01, 2026-07-08, 1      # 5 days: the ninth of ten
        2026-07-01, 2026-07-31, 1      # 22 days
        2026-07-01, ,           5      # open: no time taken yet
        """,
    )
    figures = world.figures("2026-07-31")
    assert figures.observed("median_days")["value"] == 2
    assert figures.observed("p90_days")["value"] == 5
    assert figures.observed("p90_days")["n"] == 10


def test_the_day_of_the_figures_hides_what_comes_later(world: World) -> None:
    world.give(
        "cases",
        """
        accepted,   promised, closed,     result
        2026-07-01, 5,        2026-07-20, withdrawn   # open on the 15th: late
        2026-07-01, 5,        2026-07-16, approved    # open on the 15th: late
        2026-07-01, 5,        2026-07-08, approved    # on time
        2026-07-16, 0,        2026-07-16, approved    # not accepted yet
        """,
    )
    figures = world.figures("2026-07-15")
    assert counted(figures.observed("on_time_rate")) == (1, 3, pytest.approx(1 / 3))
    assert figures.observed("open_overdue")["value"] == 2
    assert figures.observed("median_days")["n"] == 1
    assert len(figures.of("overdue_case")) == 2
