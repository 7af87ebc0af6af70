"""Results: methods weighted over what is there, adjusted, graded, kept by version."""

import pytest

from dashboard.assessments import results
from dashboard.assessments.method_results import MethodResult
from dashboard.assessments.results import Outcome
from dashboard.database import engine
from dashboard.database.models.adjustments import CycleResult
from dashboard.database.models.assessments import AssessmentVersion
from dashboard.database.models.cycles import Assignment, CycleSubject
from tests.dashboard.assessments import decided
from tests.dashboard.assessments.decided import adjust, judge
from tests.dashboard.assessments.world import CIVIL, LABOUR, NOW, POLICE, World


def outcome(world: World, subject: str) -> Outcome:
    with engine.reading() as session:
        return next(
            each
            for each in results.preview(session, world.cycle, NOW)
            if each.subject.subject_id == subject
        )


def compute(world: World) -> list[tuple[int, float | None, str | None]]:
    """Version, total and grade of police, labour, civil affairs."""
    with engine.writing() as session:
        kept = results.compute(session, world.cycle, NOW)
        return [(each.version, each.details["total"], each.grade) for each in kept]


def test_methods_are_means_of_their_assessors_and_weigh_as_declared(store: str) -> None:
    world = decided.build()
    judge(world, "wang", POLICE, 90)
    judge(world, "li", POLICE, 81)
    judge(world, "zhao", POLICE, 95, method="supervision")
    found = outcome(world, POLICE)
    expert, supervision = found.methods
    # (90 + 81) / 2; the deviations of +-4.5 squared are 40.5, over n - 1 = 1.
    assert (expert.mean, expert.n, expert.sd) == (85.5, 2, 6.36)
    assert (supervision.mean, supervision.n, supervision.sd) == (95, 1, None)
    # 0.7 x 85.5 + 0.3 x 95 = 59.85 + 28.5
    assert (found.score, found.coverage) == (88.35, 1.0)
    assert found.graded.grade == "good"


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_what_nobody_approved_does_not_count(store: str, state: str) -> None:
    world = decided.build()
    judge(world, "wang", POLICE, 90)
    judge(world, "li", POLICE, 10, state=state)
    assert outcome(world, POLICE).methods[0].n == 1


@pytest.mark.parametrize(
    "state", ["approved", "published", "appealed", "upheld", "amended"]
)
def test_what_was_approved_counts_through_publication_and_appeal(
    store: str, state: str
) -> None:
    world = decided.build()
    judge(world, "wang", POLICE, 90, state=state)
    assert outcome(world, POLICE).methods[0].mean == 90


def test_who_stepped_aside_does_not_count(store: str) -> None:
    world = decided.build()
    judge(world, "wang", POLICE, 90)
    judge(world, "li", POLICE, 10)
    with engine.writing() as session:
        stepped = session.get_one(Assignment, world.assignment("li", POLICE))
        stepped.state = "recused"
    assert outcome(world, POLICE).methods[0].mean == 90


def test_below_the_minimum_coverage_there_is_no_score_and_no_grade(store: str) -> None:
    world = decided.build()
    # Expert is 0.7 of the weight, supervision 0.3; 0.67 is needed.
    judge(world, "wang", POLICE, 90)
    judge(world, "zhao", LABOUR, 99, method="supervision")
    adjust(world, LABOUR, "bonus", "national_award", 3)
    enough, too_little, nothing = (outcome(world, s) for s in (POLICE, LABOUR, CIVIL))
    assert (enough.score, enough.coverage, enough.graded.grade) == (90, 0.7, "good")
    assert (too_little.score, too_little.coverage) == (None, 0.3)
    assert (too_little.total.total, too_little.total.bonus) == (None, 3)
    assert (too_little.graded.grade, too_little.graded.why) == (None, "no_score")
    assert (nothing.score, nothing.coverage) == (None, 0)


@pytest.mark.parametrize(
    ("means", "expected"),
    [
        ([80, 90, 70], (81.0, 1.0)),  # 0.5 x 80 + 0.3 x 90 + 0.2 x 70 = 40 + 27 + 14
        ([80, 90, None], (83.75, 0.8)),  # 67 / 0.8
        ([80, None, 70], (77.14, 0.7)),  # 54 / 0.7 = 77.142857
        ([80, None, None], (None, 0.5)),
        ([None, None, None], (None, 0.0)),
    ],
)
def test_weights_are_shared_out_over_what_is_there(
    means: list[float | None], expected: tuple[float | None, float]
) -> None:
    methods = [
        MethodResult(n, f"m{n}", weight, mean, 3, 1.0)
        for n, (weight, mean) in enumerate(zip((0.5, 0.3, 0.2), means, strict=True))
    ]
    assert results.weighed(methods, 0.67) == expected


def test_exactly_the_minimum_is_enough() -> None:
    # 0.1 + 0.2 is 0.30000000000000004 as floats.
    methods = [
        MethodResult(n, f"m{n}", weight, mean, 1, None)
        for n, (weight, mean) in enumerate([(0.1, 60.0), (0.2, 90.0), (0.7, None)])
    ]
    assert results.weighed(methods, 0.3) == (80.0, 0.3)


def test_points_and_vetoes_go_on_top_of_the_score(store: str) -> None:
    world = decided.build()
    for name in ("wang", "li"):
        judge(world, name, POLICE, 90)
    judge(world, "zhao", POLICE, 90, method="supervision")
    adjust(world, POLICE, "bonus", "national_award", 3, award="全国先进")
    adjust(world, POLICE, "bonus", "provincial_award", 2, award="省级先进")
    adjust(world, POLICE, "bonus", "city_award", 1, award="市级先进")
    adjust(world, POLICE, "deduction", "late_report", 0.5)
    adjust(world, POLICE, "deduction", "criticised_city", 1, state="submitted")
    adjust(world, POLICE, "bonus", "city_award", 1, state="returned")
    found = outcome(world, POLICE)
    # Six points of bonus, cap five; what is not approved is not there.
    assert (found.total.bonus, found.total.deduction, found.total.total) == (
        *(5, 0.5, 94.5),
    )
    adjust(world, POLICE, "veto", "safety_accident")  # at most fair
    assert outcome(world, POLICE).graded.grade == "fair"
    adjust(world, POLICE, "veto", "falsified_data")  # at most poor: the harder stands
    found = outcome(world, POLICE)
    assert (found.graded.grade, found.graded.why) == ("poor", "veto")
    assert found.vetoes == ("safety_accident", "falsified_data")


def test_the_quota_is_counted_in_a_category_of_one_kind(store: str) -> None:
    world = decided.build()
    for subject, score in ((POLICE, 95), (LABOUR, 94), (CIVIL, 93)):
        judge(world, "wang", subject, score)
        judge(world, "zhao", subject, score, method="supervision")
    # floor(3 x 0.3) = 0 places.
    assert compute(world) == [(1, 95, "good"), (1, 94, "good"), (1, 93, "good")]
    with engine.writing() as session:
        subject = session.get_one(CycleSubject, world.subjects[CIVIL])
        subject.category = "society"
        rules = decided.RULES["gradings"]
        subject.cycle.rules = decided.RULES | {
            "gradings": [rules[0] | {"rounding": "up"}, *rules[1:]]
        }
    # Of two and of one, rounded up: one place each.
    assert compute(world) == [
        *((2, 95, "excellent"), (2, 94, "good"), (2, 93, "excellent")),
    ]


def test_a_kind_without_declared_grades_has_none_and_it_is_said(store: str) -> None:
    world = decided.build(gradings=decided.RULES["gradings"][1:], vetoes=[])
    judge(world, "wang", POLICE, 90)
    found = outcome(world, POLICE).graded
    assert (found.grade, found.why) == (None, "ungraded")
    assert outcome(world, LABOUR).graded.why == "no_score"


def test_the_same_is_kept_once_and_a_change_is_the_next_version(store: str) -> None:
    world = decided.build()
    assessment = judge(world, "wang", POLICE, 90)
    judge(world, "wang", LABOUR, 70)
    first = compute(world)
    assert first == [(1, 90, "good"), (1, 70, "fair"), (1, None, None)]
    assert compute(world) == first
    with engine.writing() as session:
        session.query(AssessmentVersion).filter_by(assessment_id=assessment).update(
            {"score": 60}
        )
    # The police fell behind labour, whose rank is another one now.
    assert compute(world) == [(2, 60, "fair"), (2, 70, "fair"), (1, None, None)]
    with engine.reading() as session:
        assert session.query(CycleResult).count() == 5
        police = results.latest(session, world.cycle)[world.subjects[POLICE]]
        assert police.version == 2
        assert police.details["grading"]["rank"] == 2


def test_what_is_kept_says_how_it_came_about(store: str) -> None:
    world = decided.build()
    judge(world, "wang", POLICE, 90)
    judge(world, "li", POLICE, 81)
    with engine.writing() as session:
        results.compute(session, world.cycle, NOW)
    with engine.reading() as session:
        kept = results.latest(session, world.cycle)[world.subjects[POLICE]]
        expert, supervision = kept.details["methods"]
    assert (expert["method"], expert["mean"], expert["n"]) == ("expert", 85.5, 2)
    assert (supervision["mean"], supervision["n"]) == (None, 0)
    assert kept.details["grading"] == {
        "grade": "good",
        "why": "cut_off",
        "reached": "good",
        "rank": 1,
        "taking_part": 1,
        "places": None,
    }
