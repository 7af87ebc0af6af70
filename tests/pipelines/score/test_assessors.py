"""Means without the severity of who gave them, and how far assessors agree, by hand."""

from datetime import date

import pytest

from pipelines.errors import DeclarationError
from tests.pipelines.measure.cases_world import Figures, Row, World, rounded

EXPERT = "assessment_expert"
# B gives ten points less than A to the one both judge.
SEVERE = """
    subject,          assessor, score
    department:gaj,   A,        80
    department:rsj,   A,        80
    department:rsj,   B,        70
    department:mzj,   B,        70
"""
APART = """
    subject,          assessor, score
    department:gaj,   A,        80
    department:rsj,   A,        90
    department:mzj,   B,        60
    city:230100,      B,        70
"""


def told(figures: Figures, subject: str, table: str = "panel") -> Row:
    return rounded(
        figures.one(
            table,
            indicator_id=EXPERT,
            subject_id=subject,
            period_kind="month",
            period=date(2026, 7, 1),
        )
    )


def agreed(figures: Figures, indicator: str = EXPERT, kind: str = "month") -> Row:
    return rounded(
        figures.one(
            "method_reliability",
            indicator_id=indicator,
            period_kind=kind,
            period=date(2026, 7, 1),
        )
    )


def test_the_adjusted_mean_stands_beside_the_one_that_counts(world: World) -> None:
    world.give("assessments", SEVERE)
    figures = world.figures()
    for subject, raw in (("gaj", 80), ("rsj", 75), ("mzj", 70)):
        row = told(figures, f"department:{subject}", "observation")
        assert row["value"] == raw
        assert told(figures, f"department:{subject}")["adjusted"] == 75
    row = told(figures, "department:gaj")
    # Four judgements, three subjects and two assessors: nothing is left over to tell.
    assert (row["adjusted_error"], row["is_trimmed"]) == (None, False)


def test_the_adjusted_mean_counts_where_it_is_declared_to(world: World) -> None:
    world.edit(
        "indicators/assessment_expert.toml", "minimum_n", "adjusted = true\nminimum_n"
    )
    world.give("assessments", SEVERE)
    figures = world.figures()
    assert told(figures, "department:gaj", "observation")["value"] == 75


def test_those_whom_nothing_connects_keep_their_means(world: World) -> None:
    world.edit(
        "indicators/assessment_expert.toml", "minimum_n", "adjusted = true\nminimum_n"
    )
    world.give("assessments", APART)
    figures = world.figures()
    assert told(figures, "department:gaj")["adjusted"] is None
    assert told(figures, "department:gaj", "observation")["value"] == 80
    row = agreed(figures)
    assert (row["components"], row["is_connected"], row["subjects"]) == (2, False, 4)


def test_periods_compare_those_who_judged_in_them(world: World) -> None:
    world.give("assessments", APART)
    # In August both judge the same: the quarter is connected, July is not.
    world.give(
        "assessments",
        "subject, assessor, score, assessed_at\n"
        "department:gaj, A, 80, 2026-08-03\ndepartment:gaj, B, 80, 2026-08-03",
        "2026-08.csv",
    )
    figures = world.figures("2026-08-31")
    assert agreed(figures)["is_connected"] is False
    quarter = agreed(figures, kind="quarter")
    assert (quarter["is_connected"], quarter["judgements"]) == (True, 6)


def test_the_highest_and_the_lowest_are_left_out_from_five_on(world: World) -> None:
    scores = {"A": 70, "B": 80, "C": 81, "D": 82, "E": 99}
    world.give(
        "assessments",
        "subject, assessor, score\n"
        + "\n".join(
            f"department:{subject}, {assessor}, {score}"
            for subject in ("gaj", "rsj")
            for assessor, score in scores.items()
        ),
    )
    row = told(world.figures(), "department:gaj")
    # Less its assessor's severity every score is the mean, 82.4, and so is the middle.
    assert (row["adjusted"], row["is_trimmed"]) == (82.4, True)


def test_all_who_judged_all_give_the_published_agreement(world: World) -> None:
    # Shrout and Fleiss 1979, ten times as large: ICC(2,4) and W stay as they are.
    table = (
        (9, 2, 5, 8),
        (6, 1, 3, 2),
        (8, 4, 6, 8),
        (7, 1, 2, 6),
        (10, 5, 6, 9),
        (6, 2, 4, 7),
    )
    subjects = (
        "department:gaj",
        "department:rsj",
        "department:mzj",
        "city:230100",
        "city:231000",
        "city:231081",
    )
    world.give(
        "assessments",
        "subject, assessor, score\n"
        + "\n".join(
            f"{subject}, {assessor}, {10 * score}"
            for subject, scores in zip(subjects, table, strict=True)
            for assessor, score in zip("ABCD", scores, strict=True)
        ),
    )
    row = agreed(world.figures())
    assert row["icc_2k"] == row["reliability"] == pytest.approx(0.620051, abs=1e-6)
    assert row["kendall_w"] == pytest.approx(0.887037, abs=1e-6)
    assert row["is_reliable"] is True
    world.declare(reliable_from=0.63)
    assert agreed(world.figures())["is_reliable"] is False


def test_ballots_have_nobody_to_compare(world: World) -> None:
    world.give_text(
        "assessments",
        "assessment_id,method,subject_id,assessor,score,weight,spread,assessed_at\n"
        "p1,democratic,department:gaj,,80,30,10,2026-07-10\n"
        "p2,democratic,department:rsj,,90,20,5,2026-07-11\n",
    )
    figures = world.figures()
    assert figures.of("method_reliability") == []
    row = figures.of("panel", indicator_id="assessment_democratic")[0]
    assert (row["judgements"] > 1, row["adjusted"]) == (True, None)


def test_one_assessor_agrees_with_nobody_and_nothing_is_flagged(world: World) -> None:
    world.give(
        "assessments",
        "subject, assessor, score\ndepartment:gaj, A, 80\ndepartment:rsj, A, 90",
    )
    figures = world.figures()
    assert (agreed(figures)["reliability"], agreed(figures)["is_reliable"]) == (
        None,
        None,
    )
    assert told(figures, "department:gaj")["adjusted"] == 80


def test_a_mean_without_judges_cannot_be_adjusted(world: World) -> None:
    world.edit("indicators/mean_score.toml", "[name]", "adjusted = true\n[name]")
    with pytest.raises(DeclarationError, match=r"mean_score.toml: adjusted"):
        world.run()
