"""Who judged, how far they differ, and rows that stand for several judgements."""

from datetime import date

import pytest

from pipelines.errors import DeclarationError
from tests.pipelines.measure.cases_world import Figures, Row, World, rounded

QUARTER = ("quarter", date(2026, 7, 1))
JULY = ("month", date(2026, 7, 1))


def panel(
    figures: Figures,
    indicator: str = "assessment_expert",
    period: tuple[str, date] = QUARTER,
) -> Row:
    kind, day = period
    return rounded(
        figures.one(
            "panel",
            indicator_id=indicator,
            subject_id="department:gaj",
            period_kind=kind,
            period=day,
        )
    )


def test_an_assessor_counts_once_however_often_judging(world: World) -> None:
    world.give(
        "assessments",
        """
        assessor, score, assessed_at
        A,        70,    2026-07-10
        B,        80,    2026-07-20
        A,        90,    2026-08-10   # A again, in another month
        C,        10,    2026-10-01   # a quarter later
        """,
    )
    figures = world.figures("2026-09-30")
    quarter = panel(figures)
    assert (quarter["assessors"], quarter["judgements"]) == (2, 3)
    # 70, 80, 90: the deviations 10, 0, 10 give sqrt(200 / 2).
    assert quarter["spread"] == 10
    july = panel(figures, period=JULY)
    # 70, 80: sqrt((25 + 25) / 1).
    assert (july["assessors"], july["judgements"]) == (2, 2)
    assert july["spread"] == round(50**0.5, 9)


def test_one_judgement_has_no_spread(world: World) -> None:
    world.give("assessments", "score\n70")
    assert panel(world.figures(), period=JULY)["spread"] is None


def test_methods_and_subjects_have_panels_of_their_own(world: World) -> None:
    world.give(
        "assessments",
        """
        subject,          method,  assessor, score
        department:gaj,   expert,  A,        70
        department:gaj,   routine, A,        80
        department:gaj,   routine, B,        82
        department:rsj,   expert,  C,        10
        """,
    )
    figures = world.figures()
    assert panel(figures, period=JULY)["assessors"] == 1
    assert panel(figures, "assessment_routine", JULY)["assessors"] == 2


def test_a_poll_is_one_row_that_counts_as_its_ballots(world: World) -> None:
    world.give_text(
        "assessments",
        "assessment_id,method,subject_id,assessor,score,weight,spread,assessed_at\n"
        "p1,democratic,department:gaj,,80,3,10,2026-07-10\n"
        "p2,democratic,department:gaj,,90,1,0,2026-07-11\n",
    )
    figures = world.figures()
    row = figures.observed("assessment_democratic")
    # (3 x 80 + 90) / 4
    assert (row["numerator"], row["denominator"], row["value"]) == (330, 4, 82.5)
    assert row["n"] == 4
    found = panel(figures, "assessment_democratic", JULY)
    assert (found["assessors"], found["judgements"]) == (4, 4)
    # Squares: 3 x (80^2 + 10^2) + 90^2 = 27600; less 330^2 / 4 = 27225; 375 / 3 = 125.
    assert found["spread"] == round(125**0.5, 9)


def test_a_row_that_says_no_weight_is_one_judgement(world: World) -> None:
    world.give_text(
        "assessments",
        "assessment_id,method,subject_id,assessor,score,weight,assessed_at\n"
        "p1,expert,department:gaj,A,80,,2026-07-10\n"
        "p2,expert,department:gaj,B,90,,2026-07-11\n",
    )
    row = world.figures().observed("assessment_expert")
    assert (row["denominator"], row["value"]) == (2, 85)


def test_what_is_not_known_yet_is_no_judgement(world: World) -> None:
    world.give(
        "assessments",
        """
        assessor, score, assessed_at
        A,        70,    2026-07-10
        B,        80,    2026-07-20   # after the day the run pretends it is
        """,
    )
    assert panel(world.figures("2026-07-15"), period=JULY)["assessors"] == 1


def test_a_withheld_mean_tells_nothing_of_its_judges(world: World) -> None:
    world.edit("indicators/assessment_expert.toml", "minimum_n = 1", "minimum_n = 3")
    world.give("assessments", "assessor, score\nA, 70\nB, 80")
    assert world.figures().of("panel", indicator_id="assessment_expert") == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("assessment_expert", 'judge     = "assessor"', 'judge = "nobody"', "judge"),
        ("mean_score", "[name]", 'judge = "tags"\n[name]', "judge"),
        ("assessment_expert", 'weight    = "weight"\n', "", "spread"),
        ("good_rate", "[name]", 'weight = "1"\n[name]', "weight"),
    ],
)
def test_keys_that_do_not_fit_are_named(
    world: World, file: str, old: str, new: str, said: str
) -> None:
    world.edit(f"indicators/{file}.toml", old, new)
    with pytest.raises(DeclarationError, match=rf"{file}.toml: {said}"):
        world.run()
