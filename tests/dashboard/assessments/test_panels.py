"""Panels: examples counted by hand, and what holds for every draw."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.assessments import panels
from dashboard.assessments.panels import Drawn


def by_subject(drawn: Drawn) -> dict[int, frozenset[int]]:
    subjects = {subject for _, subject in drawn.pairs}
    return {s: frozenset(a for a, t in drawn.pairs if t == s) for s in subjects}


def is_connected(drawn: Drawn) -> bool:
    """By walking from assessor to assessor: another way than the code's."""
    panel = by_subject(drawn)
    reached: set[int] = set()
    waiting = [next(iter(drawn.loads))]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            for members in panel.values():
                if here in members:
                    waiting += members
    return reached == set(drawn.loads)


@st.composite
def possible(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """Subjects, assessors and how many a subject, that can meet every demand."""
    per_subject = draw(st.integers(2, 5))
    assessors = draw(st.integers(per_subject, 24))
    least = -(-4 * assessors // per_subject)
    subjects = draw(st.integers(least, least + 40))
    return subjects, assessors, per_subject, draw(st.integers(0, 10**9))


@settings(max_examples=120, deadline=None)
@given(possible())
def test_a_draw_that_can_meet_every_demand_does(asked: tuple[int, ...]) -> None:
    subjects, assessors, per_subject, seed = asked
    drawn = panels.draw(range(subjects), range(assessors), per_subject, seed)
    assert drawn.shortfalls == ()
    loads = Counter(a for a, _ in drawn.pairs)
    assert dict(loads) == dict(drawn.loads)
    assert max(loads.values()) - min(loads.values()) <= 1
    assert min(loads.values()) >= 4
    panel = by_subject(drawn)
    assert {len(members) for members in panel.values()} == {per_subject}
    assert len(panel) == subjects
    assert is_connected(drawn)
    if assessors > per_subject:
        for assessor in loads:
            sat = Counter(p for p in panel.values() if assessor in p)
            assert loads[assessor] - max(sat.values()) >= 2


@st.composite
def with_bars(
    draw: st.DrawFn,
) -> tuple[int, int, int, int, frozenset[tuple[int, int]]]:
    subjects, assessors = draw(st.integers(1, 25)), draw(st.integers(1, 12))
    pair = st.tuples(st.integers(0, assessors - 1), st.integers(0, subjects - 1))
    barred = draw(st.frozensets(pair, max_size=subjects * assessors // 2))
    return subjects, assessors, draw(st.integers(1, 4)), draw(st.integers()), barred


@settings(max_examples=150, deadline=None)
@given(with_bars())
def test_nobody_judges_where_they_are_barred_and_what_is_lacking_is_said(
    asked: tuple[int, int, int, int, frozenset[tuple[int, int]]],
) -> None:
    subjects, assessors, per_subject, seed, barred = asked
    drawn = panels.draw(range(subjects), range(assessors), per_subject, seed, barred)
    said = {each.key for each in drawn.shortfalls}
    free = [
        sum((a, s) not in barred for a in range(assessors)) for s in range(subjects)
    ]
    if min(free) < per_subject:
        assert not drawn.is_possible and said == {"panels.too_few"}
        return
    assert not set(drawn.pairs) & barred
    assert len(set(drawn.pairs)) == len(drawn.pairs) == subjects * per_subject
    loads = drawn.loads.values()
    assert ("panels.uneven" in said) == (max(loads) - min(loads) > 1)
    assert ("panels.few_subjects" in said) == (min(loads) < 4)
    assert ("panels.apart" in said) == (not is_connected(drawn))


@settings(max_examples=60, deadline=None)
@given(with_bars())
def test_the_same_seed_gives_the_same_panels(
    asked: tuple[int, int, int, int, frozenset[tuple[int, int]]],
) -> None:
    subjects, assessors, per_subject, seed, barred = asked
    first = panels.draw(range(subjects), range(assessors), per_subject, seed, barred)
    # In whatever order they are named.
    again = panels.draw(
        list(range(subjects))[::-1],
        list(range(assessors))[::-1],
        per_subject,
        seed,
        list(barred)[::-1],
    )
    assert again == first


def test_another_seed_gives_other_panels() -> None:
    drawn = {panels.draw(range(20), range(8), 3, seed).pairs for seed in range(10)}
    assert len(drawn) == 10


def test_loads_are_as_even_as_the_bars_let_them_be() -> None:
    # Assessor 0 may judge three of twelve subjects only; one assessor a subject.
    barred = {(0, subject) for subject in range(3, 12)}
    drawn = panels.draw(range(12), range(3), 1, 5, barred)
    # 3 + 4 + 5 would differ by two; the nine others are shared as 4 and 5.
    assert sorted(drawn.loads.values()) == [3, 4, 5]
    assert drawn.loads[0] == 3
    uneven = {each.key: each.assessors for each in drawn.shortfalls}["panels.uneven"]
    assert uneven == (0,)


def test_a_subject_is_handed_on_through_several_hands() -> None:
    # 0 may judge everything, 1 only 0 to 7, 2 only 6 to 11. One a subject: 4 each.
    barred = {(1, s) for s in range(8, 12)} | {(2, s) for s in range(6)}
    for seed in range(20):
        drawn = panels.draw(range(12), range(3), 1, seed, barred)
        assert sorted(drawn.loads.values()) == [4, 4, 4]


def test_one_assessor_a_subject_leaves_everybody_apart() -> None:
    drawn = panels.draw(range(12), range(3), 1, 1)
    assert drawn.parts == 3
    assert {each.key for each in drawn.shortfalls} == {
        "panels.apart",
        "panels.little_shared",
    }


def test_too_many_assessors_are_told_how_many_would_do() -> None:
    # Ten subjects with two assessors each are 20 seats: for five with four each.
    drawn = panels.draw(range(10), range(8), 2, 1)
    (short,) = [s for s in drawn.shortfalls if s.key == "panels.few_subjects"]
    assert short.n == 5


def test_subjects_that_cannot_be_judged_are_named() -> None:
    drawn = panels.draw(range(6), range(3), 2, 1, {(0, 4), (1, 4)})
    (short,) = drawn.shortfalls
    assert (short.key, short.subjects, short.n) == ("panels.too_few", (4,), 2)


def test_where_all_judge_all_there_is_nothing_outside_the_panel() -> None:
    drawn = panels.draw(range(5), range(3), 3, 1)
    assert drawn.shortfalls == ()
    assert set(drawn.shared.values()) == {5}


@pytest.mark.parametrize(("subjects", "assessors"), [(0, 3), (5, 0)])
def test_nobody_to_judge_or_to_be_judged(subjects: int, assessors: int) -> None:
    assert not panels.draw(range(subjects), range(assessors), 2, 1).is_possible
