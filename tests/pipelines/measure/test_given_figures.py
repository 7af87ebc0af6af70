"""Rows that name their subject: official statistics and assessments."""

from datetime import date

from tests.pipelines.measure.cases_world import World

METHODS = (
    "routine",
    "supervision",
    "democratic",
    "expert",
    "third_party",
    "media",
)


def test_a_statistic_is_what_the_document_counts(world: World) -> None:
    world.give(
        "statistics",
        """
        statistic_id,           subject,     numerator, denominator
        online_centre_coverage, all,         118,       130
        full_online_items,      city:230100, 3,         4
        materials_cut,          all,         30,        120
        steps_cut,              all,         10,        50
        """,
    )
    figures = world.figures()
    coverage = figures.observed("online_centre_coverage", "all")
    assert (coverage["numerator"], coverage["denominator"]) == (118, 130)
    assert round(coverage["value"], 4) == 0.9077
    assert figures.observed("full_online_items", "city:230100")["value"] == 0.75
    assert figures.observed("materials_cut", "all")["value"] == 0.25
    assert figures.observed("steps_cut", "all")["value"] == 0.2


def test_the_last_statistic_of_a_period_stands_for_it(world: World) -> None:
    world.give(
        "statistics",
        """
        subject, period,     numerator, denominator
        all,     2026-04-01, 100,       130
        all,     2026-06-01, 118,       130   # later: the state at the quarter's end
        all,     2026-05-01, 110,       130
        """,
    )
    quarter = world.figures().observed(
        "online_centre_coverage", "all", "2026-04-01", "quarter"
    )
    assert (quarter["numerator"], quarter["denominator"]) == (118, 130)


def test_an_assessment_is_the_mean_over_assessors(world: World) -> None:
    scores = {method: 80 + number for number, method in enumerate(METHODS)}
    for method, score in scores.items():
        world.give(
            "assessments",
            f"""
            method,   subject,        score,      assessed_at, assessor
            {method}, department:gaj, {score},     2026-07-10, A
            {method}, department:gaj, {score + 9}, 2026-08-20, B
            {method}, department:rsj, 10,          2026-07-10, A   # somebody else
            {method}, department:gaj, 10,          2026-06-30, A   # a quarter before
            """,
            f"{method}.csv",
        )
    figures = world.figures("2026-09-30")
    for method, score in scores.items():
        row = figures.observed(
            f"assessment_{method}", period="2026-07-01", period_kind="quarter"
        )
        counted = (row["numerator"], row["denominator"], row["value"])
        assert counted == (2 * score + 9, 2, score + 4.5), method


def test_rows_that_name_their_subject_are_not_added_up(world: World) -> None:
    world.give(
        "assessments",
        """
        subject,          score
        organ:230100/gaj, 90
        city:230100,      80
        """,
    )
    figures = world.figures()
    found = {
        row["subject_id"]: row["value"]
        for row in figures.of(
            "observation",
            indicator_id="assessment_expert",
            period_kind="month",
            period=date(2026, 7, 1),
        )
        if row["value"] is not None
    }
    assert found["city:230100"] == 80
    assert "department:gaj" not in found
    assert "all" not in found
