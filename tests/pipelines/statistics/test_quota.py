"""Grades among peers, by hand: cut-off, places, ties, veto."""

import pytest

from pipelines.statistics.quota import Rounding, grades, places

STARTS = [90.0, 80.0, 60.0, 0.0]


def graded(
    scores: list[float],
    quotas: list[float | None],
    ceilings: list[int] | None = None,
) -> list[tuple[int, str]]:
    found = grades(scores, ceilings or [0] * len(scores), STARTS, quotas, "floor")
    return [(each.grade, each.why) for each in found]


@pytest.mark.parametrize(
    ("peers", "quota", "rounding", "expected"),
    [
        (7, 0.3, "floor", 2),
        (7, 0.3, "half_up", 2),
        (7, 0.3, "up", 3),
        (5, 0.3, "half_up", 2),
        (10, 0.3, "up", 3),
        (100, 0.29, "floor", 29),
        (3, 0.3, "floor", 0),
    ],
)
def test_a_fraction_of_a_place_is_rounded_as_declared(
    peers: int, quota: float, rounding: Rounding, expected: int
) -> None:
    assert places(peers, quota, rounding) == expected


def test_without_a_quota_the_cut_off_decides() -> None:
    assert graded([95, 90, 89.9, 60, 0], [None] * 4) == [
        (0, "cut_off"),
        (0, "cut_off"),
        (1, "cut_off"),
        (2, "cut_off"),
        (3, "cut_off"),
    ]


def test_who_finds_the_places_taken_has_the_next_grade() -> None:
    # One place of four for the best, two for the next.
    assert graded([99, 98, 97, 96], [0.25, 0.5, None, None]) == [
        (0, "cut_off"),
        (1, "quota"),
        (1, "quota"),
        (2, "quota"),
    ]


def test_equals_get_a_place_all_or_none_and_nobody_passes_them() -> None:
    # Two of four places; the second and third are equal, and the fourth waits too.
    assert graded([99, 95, 95, 94], [0.5, None, None, None]) == [
        (0, "cut_off"),
        (1, "tie"),
        (1, "tie"),
        (1, "quota"),
    ]


def test_a_veto_uses_its_place() -> None:
    assert graded([99, 95, 91], [0.4, None, None, None], [2, 0, 0]) == [
        (2, "veto"),
        (1, "quota"),
        (1, "quota"),
    ]
    # A ceiling nobody reaches holds nobody down.
    assert graded([70], [None] * 4, [1]) == [(2, "cut_off")]
