"""Grades by cut-off, then quota, then veto, among peers; equals share their fate."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Literal, NamedTuple

Rounding = Literal["floor", "half_up", "up"]
Why = Literal["cut_off", "quota", "tie", "veto"]
_ROUNDING = {"floor": ROUND_FLOOR, "half_up": ROUND_HALF_UP, "up": ROUND_CEILING}


class Grade(NamedTuple):
    """The grade's number, 0 the best, and what decided it."""

    grade: int
    why: Why


def places(peers: int, quota: float, rounding: Rounding) -> int:
    """How many of the peers may have a grade: 7 at 30 % are 2, 2 or 3."""
    # Through the text of the share: 0.29 * 100 is 28.999999999999996 as floats.
    shared = peers * Decimal(repr(quota))
    return int(shared.quantize(Decimal(1), rounding=_ROUNDING[rounding]))


def grades(
    scores: Sequence[float],
    ceilings: Sequence[int],
    from_scores: Sequence[float],
    quotas: Sequence[float | None],
    rounding: Rounding,
) -> list[Grade]:
    """Grade peers by rounded scores; ceilings: the best grade each may have, 0: any.

    from_scores, quotas: by grade, the best first; the last grade takes whoever is left.
    A tie at the edge of a quota gets the grade all or none, and nobody behind it passes
    it. A veto holds a grade down and frees no place for another.
    """
    order = sorted(range(len(scores)), key=lambda each: -scores[each])
    reached = [
        next(g for g, start in enumerate(from_scores) if score >= start)
        for score in scores
    ]
    found = {each: Grade(len(from_scores) - 1, "cut_off") for each in order}
    waiting = [list(tie) for _, tie in groupby(order, key=lambda each: scores[each])]
    refused: dict[int, Why] = {}
    for grade, start in enumerate(from_scores[:-1]):
        quota = quotas[grade]
        left = len(scores) if quota is None else places(len(scores), quota, rounding)
        vetoed: list[list[int]] = []
        while waiting and scores[waiting[0][0]] >= start:
            if len(waiting[0]) > left:
                for number, tie in enumerate(waiting):
                    why: Why = "tie" if number == 0 and left > 0 else "quota"
                    for each in tie:
                        if reached[each] == grade:
                            refused.setdefault(each, why)
                break
            tie = waiting.pop(0)
            left -= len(tie)
            held = [each for each in tie if ceilings[each] > grade]
            for each in tie:
                if each in held:
                    refused[each] = "veto"
                else:
                    found[each] = Grade(grade, refused.get(each, "cut_off"))
            vetoed += [held] if held else []
        waiting = vetoed + waiting
    for tie in waiting:
        for each in tie:
            found[each] = Grade(len(from_scores) - 1, refused.get(each, "cut_off"))
    return [found[each] for each in range(len(scores))]
