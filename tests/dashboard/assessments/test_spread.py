"""Spread, outliers and severity, counted by hand."""

import math

import pytest

from dashboard.assessments import labels, spread
from dashboard.assessments.spread import Severity, spreads


def test_a_panel_of_three() -> None:
    found = spreads({1: {"A": 70.0, "B": 80.0, "C": 90.0}})[1]
    assert (found.n, found.mean, found.low, found.high) == (3, 80.0, 70.0, 90.0)
    # (100 + 0 + 100) / 2
    assert found.sd == pytest.approx(10.0)
    assert found.outliers == ()
    assert {label: each.deviation for label, each in found.severity.items()} == {
        "A": -10.0,
        "B": 0.0,
        "C": 10.0,
    }


def test_one_alone_has_no_spread() -> None:
    found = spreads({1: {"A": 70.0}})[1]
    assert (found.n, found.mean, found.sd, found.outliers) == (1, 70.0, None, ())
    assert found.severity == {"A": Severity(0.0, 0, False)}


def test_an_outlier_lies_beyond_two_deviations_of_its_panel() -> None:
    # Mean 73, squares 5 × 49 + 35² = 1470, sd √294 = 17.15: 35 is 2.04 of them.
    found = spreads({1: {**dict.fromkeys("ABCDE", 80.0), "F": 38.0}})[1]
    assert found.mean == 73.0
    assert found.sd == pytest.approx(math.sqrt(294))
    assert found.outliers == ("F",)


def test_a_small_panel_is_held_against_all_panels_of_the_method() -> None:
    calm = {number: {"A": 79.0, "B": 80.0, "C": 81.0} for number in range(1, 10)}
    # Its own deviation is 17.3, and 20 is 1.15 of them: nobody could ever stand out.
    found = spreads({**calm, 10: {"A": 80.0, "B": 80.0, "C": 50.0}})
    # Pooled: (9 × 2 + 600) / 20 = 30.9, sd 5.56; C lies 20 away, the others 10.
    assert found[10].outliers == ("C",)
    assert all(found[number].outliers == () for number in range(1, 10))


def test_all_alike_is_no_spread_and_no_outlier() -> None:
    found = spreads({1: dict.fromkeys("ABCDEF", 80.0)})[1]
    assert (found.sd, found.outliers) == (0.0, ())
    assert not any(each.is_flagged for each in found.severity.values())


def test_a_lenient_assessor_is_flagged_over_all_panels() -> None:
    # On both panels F gives 12 more than the five others: panel mean +2, so the five
    # lie at −2 and F at +10; their sd is √((5 × 4 + 100) / 5) = 4.9, F at 2.04 of it.
    panel = {**dict.fromkeys("ABCDE", 70.0), "F": 82.0}
    other = {**dict.fromkeys("ABCDE", 60.0), "F": 72.0}
    found = spreads({1: panel, 2: other})[1]
    assert found.severity["F"] == Severity(pytest.approx(10.0), 2, True)
    assert found.severity["A"] == Severity(pytest.approx(-2.0), 2, False)


def test_a_panel_without_a_score_is_not_there() -> None:
    assert spreads({1: {}, 2: {"A": 80.0}}).keys() == {2}


@pytest.mark.parametrize(
    ("number", "letters"),
    [
        (0, "A"),
        (25, "Z"),
        (26, "AA"),
        (51, "AZ"),
        (52, "BA"),
        (701, "ZZ"),
        (702, "AAA"),
    ],
)
def test_labels_go_on_after_z(number: int, letters: str) -> None:
    assert labels.letters(number) == letters


def test_labels_are_sorted_as_people_count() -> None:
    found = spreads({1: {"AA": 1.0, "B": 2.0, "A": 3.0}})[1]
    assert list(found.scores) == ["A", "B", "AA"]


def test_the_deviations_pooled_are_those_of_panels_with_two_and_more() -> None:
    assert spread.spreads({1: {"A": 50.0}, 2: {"B": 60.0}})[1].sd is None
