"""Grades: the total, then cut-off, then quota within a category, then veto. Pure.

Everything goes by the total with two decimals, as it is shown: nobody is told apart by
a figure that nobody sees.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import groupby

_DECIMALS = Decimal("0.01")


class Rounding(StrEnum):
    """How a quota of a category becomes a number of places; set by local rules."""

    FLOOR = "floor"
    HALF_UP = "half_up"
    UP = "up"


_ROUNDING = {
    Rounding.FLOOR: ROUND_FLOOR,
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.UP: ROUND_CEILING,
}


class Why(StrEnum):
    """What decided a grade."""

    NO_SCORE = "no_score"
    CUT_OFF = "cut_off"
    # The places of the grade reached were all taken by better totals.
    QUOTA = "quota"
    # Equal totals, of which the places left would have held only some.
    TIE = "tie"
    VETO = "veto"


@dataclass(frozen=True)
class GradeRule:
    """A grade: the total it needs, and the share of a category that may have it."""

    grade_id: str
    at_least: float
    quota: float | None = None


@dataclass(frozen=True)
class Candidate:
    """A subject to be graded; without a total it takes no part."""

    key: int
    category: str
    total: float | None
    is_vetoed: bool = False


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
    bonuses: Iterable[float],
    deductions: Iterable[float],
    *,
    most_bonus: float,
    most_deduction: float,
) -> Total:
    """Add up; a subject without a score keeps none, whatever is added to it."""
    bonus = min(sum(map(_exact, bonuses), Decimal()), _exact(most_bonus))
    deduction = min(sum(map(_exact, deductions), Decimal()), _exact(most_deduction))
    if score is None:
        return Total(float(bonus), float(deduction), None)
    together = _two_decimals(score) + bonus - deduction
    clipped = min(max(together, Decimal(0)), Decimal(100))
    return Total(float(bonus), float(deduction), float(_two_decimals(clipped)))


def places(taking_part: int, quota: float, rounding: Rounding) -> int:
    """How many of a category may have a grade: 7 at 30 % are 2, 2 or 3."""
    # Through the text of the share: 0.29 * 100 is 28.999999999999996 as floats.
    exact = taking_part * _exact(quota)
    return int(exact.quantize(Decimal(1), rounding=_ROUNDING[rounding]))


def grade(
    candidates: Sequence[Candidate],
    rules: Sequence[GradeRule],
    rounding: Rounding,
    vetoed_at_most: str,
) -> dict[int, Graded]:
    """Grade everybody, by key. `rules` go from the best grade to the last one.

    The last grade takes whoever is left; a quota of it would leave people without a
    grade and is refused.
    """
    if rules[-1].quota is not None:
        raise ValueError(f"The last grade, {rules[-1].grade_id}, can have no quota.")
    by_category: dict[str, list[Candidate]] = defaultdict(list)
    for each in candidates:
        if each.total is not None:
            by_category[each.category].append(each)
    graded = {each.key: Graded() for each in candidates}
    for members in by_category.values():
        for key, found in _within(members, rules, rounding).items():
            graded[key] = found
    vetoed = {each.key for each in candidates if each.is_vetoed}
    order = [rule.grade_id for rule in rules]
    return {
        key: _capped(found, order, vetoed_at_most) if key in vetoed else found
        for key, found in graded.items()
    }


def _within(
    members: Sequence[Candidate], rules: Sequence[GradeRule], rounding: Rounding
) -> dict[int, Graded]:
    """Cut-off and quota of one category, best grade first."""
    ties = _ties(members)
    graded = _reached(ties, rules, rounding)
    for rule in rules:
        left = (
            None if rule.quota is None else places(len(members), rule.quota, rounding)
        )
        while ties and (rule is rules[-1] or _total(ties[0]) >= rule.at_least):
            if left is not None and len(ties[0]) > left:
                # All of a tie or none of it; and nobody behind it passes it.
                _refuse(ties, rule, left, graded)
                break
            for each in ties.pop(0):
                graded[each.key] = replace(graded[each.key], grade=rule.grade_id)
                left = None if left is None else left - 1
    return graded


def _ties(members: Sequence[Candidate]) -> list[list[Candidate]]:
    ordered = sorted(members, key=lambda each: (-_total([each]), each.key))
    return [list(tie) for _total_of, tie in groupby(ordered, lambda e: _total([e]))]


def _reached(
    ties: Sequence[Sequence[Candidate]], rules: Sequence[GradeRule], rounding: Rounding
) -> dict[int, Graded]:
    """What the cut-off alone gives, and the rank; equal totals share a rank."""
    taking_part = sum(map(len, ties))
    graded: dict[int, Graded] = {}
    for tie in ties:
        fits = (rule for rule in rules if _total(tie) >= rule.at_least)
        rule = next(fits, rules[-1])
        quota = rule.quota
        found = Graded(
            why=Why.CUT_OFF,
            reached=rule.grade_id,
            rank=len(graded) + 1,
            taking_part=taking_part,
            places=None if quota is None else places(taking_part, quota, rounding),
        )
        graded |= dict.fromkeys((each.key for each in tie), found)
    return graded


def _refuse(
    ties: Sequence[Sequence[Candidate]],
    rule: GradeRule,
    left: int,
    graded: dict[int, Graded],
) -> None:
    """Say why those who reached the grade do not have it."""
    for number, tie in enumerate(ties):
        split = number == 0 and left > 0
        for each in tie:
            if graded[each.key].reached == rule.grade_id:
                why = Why.TIE if split else Why.QUOTA
                graded[each.key] = replace(graded[each.key], why=why)


def _capped(found: Graded, order: Sequence[str], vetoed_at_most: str) -> Graded:
    """No grade above the declared one. The place it frees is not passed on."""
    if found.grade is None or order.index(found.grade) >= order.index(vetoed_at_most):
        return found
    return replace(found, grade=vetoed_at_most, why=Why.VETO)


def _total(tie: Sequence[Candidate]) -> float:
    found = tie[0].total
    assert found is not None, "who takes no part was left out before"
    return float(_two_decimals(found))


def _two_decimals(value: float | Decimal) -> Decimal:
    return _exact(value).quantize(_DECIMALS, rounding=ROUND_HALF_UP)


def _exact(value: float | Decimal) -> Decimal:
    return Decimal(str(value))
