"""Cut-off, then quota, then veto: examples counted by hand, and what always holds."""

from collections import Counter
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.assessments.grades import (
    Candidate,
    Graded,
    Why,
    grade,
    places,
    total,
)
from dashboard.assessments.rules import Grade, Grading, Rounding


def grading(*grades: tuple[str, float, float | None], rounding: str) -> Grading:
    """Of (grade, from which score, quota), the best first."""
    return Grading.model_validate(
        {
            "kinds": ["department"],
            "rounding": rounding,
            "grades": [
                Grade(grade=name, names={"en": name}, from_score=start, quota=quota)
                for name, start, quota in grades
            ],
        }
    )


# Of departments: domain practice, cut-offs 90, 80, 60 and at most 30 % excellent.
DEPARTMENTS: list[tuple[str, float, float | None]] = [
    ("excellent", 90, 0.30),
    ("good", 80, None),
    ("fair", 60, None),
    ("poor", 0, None),
]
# Of civil servants: at most 20 % excellent of those who take part.
CIVIL_SERVANTS: list[tuple[str, float, float | None]] = [
    ("excellent", 90, 0.20),
    ("competent", 70, None),
    ("basically_competent", 60, None),
    ("not_competent", 0, None),
]
ROUNDINGS: list[Rounding] = ["floor", "half_up", "up"]


def graded(
    totals: list[float | None],
    rules: list[tuple[str, float, float | None]] = DEPARTMENTS,
    rounding: Rounding = "floor",
    vetoed: tuple[int, ...] = (),
    at_most: str = "fair",
) -> list[Graded]:
    """One category, in the order of the totals given."""
    candidates = [
        Candidate(key, "economy", total, at_most if key in vetoed else None)
        for key, total in enumerate(totals)
    ]
    found = grade(candidates, grading(*rules, rounding=rounding))
    return [found[key] for key in range(len(totals))]


def grades(*args: object, **kwargs: object) -> list[str | None]:
    return [each.grade for each in graded(*args, **kwargs)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("taking_part", "quota", "rounding", "expected"),
    [
        (7, 0.30, "floor", 2),  # 2.1
        (7, 0.30, "half_up", 2),
        (7, 0.30, "up", 3),
        (5, 0.30, "floor", 1),  # 1.5: the half goes up
        (5, 0.30, "half_up", 2),
        (5, 0.30, "up", 2),
        (10, 0.30, "up", 3),  # 3 exactly: nothing to round
        (100, 0.29, "floor", 29),  # 28.999999999999996 in binary floats
        (3, 0.20, "floor", 0),  # 0.6: a small category has no place
        (3, 0.20, "half_up", 1),
        (2, 0.20, "half_up", 0),  # 0.4
        (0, 0.20, "up", 0),
    ],
)
def test_a_quota_becomes_places_by_the_declared_rounding(
    taking_part: int, quota: float, rounding: Rounding, expected: int
) -> None:
    assert places(taking_part, quota, rounding) == expected


def test_the_cut_offs_stand_at_90_80_and_60() -> None:
    # Ten departments, three places: three are at 90 and above, all have one.
    totals: list[float | None] = [95, 92, 90, 89.99, 80, 79.99, 60, 59.99, 20, 0]
    assert grades(totals) == [
        *("excellent", "excellent", "excellent", "good", "good"),
        *("fair", "fair", "poor", "poor", "poor"),
    ]


def test_the_quota_cuts_those_who_reached_the_grade() -> None:
    # Seven departments, floor(7 x 0.3) = 2 places; four reached 90.
    found = graded([97, 96, 95, 94, 85, 70, 50])
    assert [each.grade for each in found] == [
        *("excellent", "excellent", "good", "good", "good", "fair", "poor"),
    ]
    assert [each.why for each in found[:4]] == [
        *(Why.CUT_OFF, Why.CUT_OFF, Why.QUOTA, Why.QUOTA),
    ]
    third = found[2]
    assert (third.reached, third.rank, third.taking_part, third.places) == (
        *("excellent", 3, 7, 2),
    )


def test_a_place_more_by_rounding_up() -> None:
    totals: list[float | None] = [97, 96, 95, 94, 85, 70, 50]
    excellent = {
        rounding: grades(totals, rounding=rounding).count("excellent")
        for rounding in ROUNDINGS
    }
    # 2.1 places.
    assert excellent == {"floor": 2, "half_up": 2, "up": 3}


def test_a_tie_the_quota_does_not_hold_gets_nothing_of_it() -> None:
    # Two places: the first is taken, two share the second. The fourth does not pass.
    found = graded([97, 95, 95, 94, 85, 70, 50])
    assert [each.grade for each in found[:4]] == ["excellent", "good", "good", "good"]
    assert [each.why for each in found[1:4]] == [Why.TIE, Why.TIE, Why.QUOTA]
    assert [each.rank for each in found[:4]] == [1, 2, 2, 4]


def test_a_tie_the_quota_holds_gets_all_of_it() -> None:
    found = graded([95, 95, 94, 94, 85, 70, 50])
    assert [each.grade for each in found[:4]] == [
        *("excellent", "excellent", "good", "good"),
    ]
    # No place was left for the second pair, so the quota and not the tie decides.
    assert [each.why for each in found[2:4]] == [Why.QUOTA, Why.QUOTA]


def test_totals_alike_to_two_decimals_are_a_tie() -> None:
    # Five civil servants, one place; 95.004 and 95.0 both read 95.00.
    found = graded([95.004, 95.0, 80, 65, 10], CIVIL_SERVANTS)
    assert [each.grade for each in found] == [
        *("competent", "competent", "competent", "basically_competent"),
        "not_competent",
    ]
    assert found[0].why == Why.TIE


def test_one_in_five_civil_servants_and_no_more() -> None:
    # 20 % of eleven is 2.2: two, although all eleven reached 90.
    found = grades([*[float(90 + n / 2) for n in range(11)]], CIVIL_SERVANTS)
    assert Counter(found) == {"excellent": 2, "competent": 9}


def test_who_has_no_score_takes_no_part() -> None:
    # Ten, of whom four have no score: floor(6 x 0.3) = 1 place, not 3.
    found = graded([96, 95, 94, 93, 92, 91, None, None, None, None])
    assert [each.grade for each in found].count("excellent") == 1
    assert found[9] == Graded()
    assert found[9].why == Why.NO_SCORE


def test_quotas_are_counted_within_a_category() -> None:
    # Five and five: one place each. Together it would have been three.
    candidates = [
        Candidate(n, "economy" if n < 5 else "society", 99.0 - n) for n in range(10)
    ]
    found = grade(candidates, grading(*DEPARTMENTS, rounding="floor"))
    assert [key for key, each in found.items() if each.grade == "excellent"] == [0, 5]
    assert found[5].rank == 1


def test_a_veto_caps_the_grade_and_passes_its_place_to_nobody() -> None:
    # Two places; the best of seven is vetoed, the third does not move up.
    found = graded([97, 96, 95, 85, 70, 65, 50], vetoed=(0, 6))
    assert [each.grade for each in found[:3]] == ["fair", "excellent", "good"]
    assert (found[0].why, found[0].reached) == (Why.VETO, "excellent")
    # The last one is below the cap already: the veto changes nothing.
    assert (found[6].grade, found[6].why) == ("poor", Why.CUT_OFF)


def test_two_grades_with_quotas_fill_from_the_top() -> None:
    rules = [("a", 90, 0.25), ("b", 80, 0.25), ("c", 0, None)]
    # Eight: two places each. Of three at 90 the third takes a place of b, so that only
    # one of the two at 80 finds one.
    found = graded([98, 97, 96, 85, 84, 50, 40, 30], rules, at_most="c")
    assert [each.grade for each in found] == ["a", "a", "b", "b", "c", "c", "c", "c"]
    assert [each.why for each in found[2:5]] == [Why.QUOTA, Why.CUT_OFF, Why.QUOTA]


def test_the_last_grade_takes_whoever_is_left() -> None:
    found = graded([85, 50, 40], [("good", 80, 0), ("poor", 0, 0.5)], at_most="poor")
    assert [each.grade for each in found] == ["poor", "poor", "poor"]
    assert found[0].why == Why.QUOTA


def test_a_vetoed_one_needs_a_place_in_the_grade_left_to_it() -> None:
    # Four: one place of a, one of b. The best is vetoed out of a, whose place is used;
    # it takes the place of b, and the second finds none.
    rules = [("a", 90, 0.25), ("b", 80, 0.25), ("c", 0, None)]
    found = graded([95, 85, 84, 10], rules, vetoed=(0,), at_most="b")
    assert [each.grade for each in found] == ["b", "c", "c", "c"]
    assert [each.why for each in found[:3]] == [Why.VETO, Why.QUOTA, Why.QUOTA]


@pytest.mark.parametrize(
    ("score", "bonuses", "deductions", "expected"),
    [
        (82.456, [], [], (0, 0, 82.46)),  # half up, as shown
        (82.0, [3, 1], [0.5], (4, 0.5, 85.5)),
        (82.0, [3, 2, 1], [], (5, 0, 87.0)),  # six points, cap five
        (82.0, [], [2] * 6, (0, 10, 72.0)),  # twelve points, cap ten
        (98.0, [3], [], (3, 0, 100.0)),  # never above 100
        (4.0, [], [9], (0, 9, 0.0)),  # never below 0
        (98.0, [5], [4], (5, 4, 99.0)),  # cut once, after both
        (80.0, [0.1, 0.2], [], (0.3, 0, 80.3)),  # 0.30000000000000004 as floats
        (None, [3], [1], (3, 1, None)),  # points do not make a score
    ],
)
def test_bonus_and_deduction_have_caps_and_the_total_its_ends(
    score: float | None,
    bonuses: list[float],
    deductions: list[float],
    expected: tuple[float, float, float | None],
) -> None:
    found = total(score, bonuses, deductions, most_bonus=5, most_deduction=10)
    assert (found.bonus, found.deduction, found.total) == expected


_TOTALS = st.one_of(
    st.none(), st.floats(0, 100), st.integers(85, 95).map(float), st.just(90.0)
)
_CANDIDATES = st.lists(
    st.tuples(st.sampled_from("xyz"), _TOTALS, st.sampled_from([None, None, "b", "c"])),
    max_size=40,
).map(lambda rows: [Candidate(key, *row) for key, row in enumerate(rows)])
_QUOTAS = st.tuples(st.floats(0, 1), st.one_of(st.none(), st.floats(0, 1)))
ORDER = ["a", "b", "c"]


@given(_CANDIDATES, _QUOTAS, st.sampled_from(ROUNDINGS), st.randoms())
def test_what_holds_of_every_grading(
    candidates: list[Candidate],
    quotas: tuple[float, float | None],
    rounding: Rounding,
    chance: Random,
) -> None:
    rules = grading(
        ("a", 90, quotas[0]), ("b", 80, quotas[1]), ("c", 0, None), rounding=rounding
    )
    found = grade(candidates, rules)
    for category in "xyz":
        part = [c for c in candidates if c.category == category and c.total is not None]
        had = Counter(found[each.key].grade for each in part)
        for rule in rules.grades:
            if rule.quota is not None:
                assert had[rule.grade] <= places(len(part), rule.quota, rounding)
        for one, other in combinations([c for c in part if not c.best_grade], 2):
            by_total = shown(one) - shown(other)
            by_grade = place(found[one.key]) - place(found[other.key])
            # A better total never has a worse grade; an equal one has the same.
            assert by_grade == 0 if by_total == 0 else by_total * by_grade <= 0
    for each in candidates:
        assert (found[each.key].grade is None) == (each.total is None)
        if each.total is not None:
            assert shown(each) >= rules.grades[place(found[each.key])].from_score
            assert place(found[each.key]) >= ORDER.index(each.best_grade or "a")
    again = list(candidates)
    chance.shuffle(again)
    assert grade(again, rules) == found


def shown(candidate: Candidate) -> float:
    only = total(candidate.total).total
    assert only is not None
    return only


def place(of: Graded) -> int:
    return ORDER.index(of.grade or "")
