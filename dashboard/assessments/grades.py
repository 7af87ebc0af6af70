"""Grades: the total, then cut-off, then quota within a category, then veto. Pure.

Everything goes by the total with two decimals, as it is shown: nobody is told apart by
a figure that nobody sees.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import groupby

from dashboard.assessments.exact import exact, two_decimals
from dashboard.assessments.rules import Grade, Grading, Rounding

_ROUNDING: Mapping[Rounding, str] = {
    "floor": ROUND_FLOOR,
    "half_up": ROUND_HALF_UP,
    "up": ROUND_CEILING,
}


class Why(StrEnum):
    """What decided a grade."""

    NO_SCORE = "no_score"
    # The rules declare no grades for this kind of subject.
    UNGRADED = "ungraded"
    CUT_OFF = "cut_off"
    # The places of the grade reached were all taken by better totals.
    QUOTA = "quota"
    # Equal totals, of which the places left would have held only some.
    TIE = "tie"
    VETO = "veto"


@dataclass(frozen=True)
class Candidate:
    """A subject to be graded; without a total it takes no part."""

    key: int
    category: str
    total: float | None
    # The best grade a veto leaves it.
    best_grade: str | None = None


@dataclass(frozen=True)
class Graded:
    """A grade and why: the rank in the category, what the cut-off alone would give."""

    grade: str | None = None
    why: Why = Why.NO_SCORE
    reached: str | None = None
    rank: int | None = None
    taking_part: int = 0
    # Of the grade reached; None where it has no quota.
    places: int | None = None


@dataclass(frozen=True)
class Total:
    """A score after bonus and deduction, each cut at its cap, within 0 to 100."""

    bonus: float
    deduction: float
    total: float | None


def total(
    score: float | None,
    bonuses: Iterable[float] = (),
    deductions: Iterable[float] = (),
    *,
    most_bonus: float | None = None,
    most_deduction: float | None = None,
) -> Total:
    """Add up; a subject without a score keeps none, whatever is added to it."""
    bonus = _summed(bonuses, most_bonus)
    deduction = _summed(deductions, most_deduction)
    if score is None:
        return Total(float(bonus), float(deduction), None)
    together = exact(two_decimals(score)) + bonus - deduction
    clipped = min(max(together, Decimal(0)), Decimal(100))
    return Total(float(bonus), float(deduction), two_decimals(clipped))


def places(taking_part: int, quota: float, rounding: Rounding) -> int:
    """How many of a category may have a grade: 7 at 30 % are 2, 2 or 3."""
    # Through the text of the share: 0.29 * 100 is 28.999999999999996 as floats.
    shared = taking_part * exact(quota)
    return int(shared.quantize(Decimal(1), rounding=_ROUNDING[rounding]))


def grade(candidates: Sequence[Candidate], grading: Grading) -> dict[int, Graded]:
    """Grade everybody, by key.

    The last grade takes whoever is left, so that nobody with a total is without one.
    """
    by_category: dict[str, list[Candidate]] = defaultdict(list)
    for each in candidates:
        if each.total is not None:
            by_category[each.category].append(each)
    graded = {each.key: Graded() for each in candidates}
    for members in by_category.values():
        graded |= _within(members, grading)
    return graded


def _within(members: Sequence[Candidate], grading: Grading) -> dict[int, Graded]:
    """Cut-off and quota of one category, the best grade first."""
    graded = _reached(members, grading)
    order = [each.grade for each in grading.grades]
    ties = _ties(members)
    for rule in grading.grades[:-1]:
        left = _places(rule, len(members), grading)
        vetoed: list[Candidate] = []
        while ties and _total(ties[0]) >= rule.from_score:
            if len(ties[0]) > left:
                # All of a tie or none of it; and nobody behind it passes it.
                _refuse(ties, rule, left, graded)
                break
            left -= len(ties[0])
            for each in ties.pop(0):
                best = each.best_grade
                if best and order.index(best) > order.index(rule.grade):
                    # The place is used all the same: a veto lifts nobody else.
                    vetoed.append(each)
                    graded[each.key] = replace(graded[each.key], why=Why.VETO)
                else:
                    graded[each.key] = replace(graded[each.key], grade=rule.grade)
        ties = _ties([*vetoed, *(each for tie in ties for each in tie)])
    for each in (each for tie in ties for each in tie):
        graded[each.key] = replace(graded[each.key], grade=order[-1])
    return graded


def _reached(members: Sequence[Candidate], grading: Grading) -> dict[int, Graded]:
    """What the cut-off alone gives, and the rank; equal totals share a rank."""
    graded: dict[int, Graded] = {}
    for tie in _ties(members):
        fits = (rule for rule in grading.grades if _total(tie) >= rule.from_score)
        rule = next(fits)
        found = Graded(
            why=Why.CUT_OFF,
            reached=rule.grade,
            rank=len(graded) + 1,
            taking_part=len(members),
            places=None
            if rule.quota is None
            else places(len(members), rule.quota, grading.rounding),
        )
        graded |= dict.fromkeys((each.key for each in tie), found)
    return graded


def _refuse(
    ties: Sequence[Sequence[Candidate]],
    rule: Grade,
    left: int,
    graded: dict[int, Graded],
) -> None:
    """Say why those who reached the grade do not have it."""
    for number, tie in enumerate(ties):
        why = Why.TIE if number == 0 and left > 0 else Why.QUOTA
        for each in tie:
            if graded[each.key].reached == rule.grade:
                graded[each.key] = replace(graded[each.key], why=why)


def _places(rule: Grade, taking_part: int, grading: Grading) -> int:
    if rule.quota is None:
        return taking_part
    return places(taking_part, rule.quota, grading.rounding)


def _ties(members: Sequence[Candidate]) -> list[list[Candidate]]:
    ordered = sorted(members, key=lambda each: (-_total([each]), each.key))
    return [list(tie) for _of, tie in groupby(ordered, lambda each: _total([each]))]


def _total(tie: Sequence[Candidate]) -> float:
    found = tie[0].total
    assert found is not None, "who takes no part was left out before"
    return two_decimals(found)


def _summed(points: Iterable[float], most: float | None) -> Decimal:
    together = sum(map(exact, points), Decimal())
    return together if most is None else min(together, exact(most))
