"""What may stand in a judgement: the same for the form, the table and the template.

A draft may be incomplete but holds nothing impossible; what is submitted is whole.
"""

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from dashboard.assessments import exact
from dashboard.assessments.judgement import DeductionEntry, Judgement
from dashboard.assessments.rubric import Item, Rubric
from dashboard.assessments.scoring import FULL, score_of

LONGEST_COMMENT = 2000
MOST_DEDUCTIONS = 200


@dataclass(frozen=True)
class Period:
    """The days a deduction may be from: the cycle's, up to today."""

    first: date
    last: date


@dataclass(frozen=True)
class Problem:
    """What cannot stay: a key of the catalogues, its values, and where it is.

    place: an item, a rule, or empty for the whole. part: score, comment, evidence,
    rule, day, points, note. row: the deduction's number, from 0.
    """

    key: str
    place: str = ""
    part: str = ""
    value: str = ""
    row: int | None = None
    values: dict[str, str] = field(default_factory=dict)


def of_draft(rubric: Rubric, judgement: Judgement, period: Period) -> list[Problem]:
    """What cannot be kept even in a draft."""
    return list(_impossible(rubric, judgement, period))


def of_comments(rubric: Rubric, judgement: Judgement) -> list[Problem]:
    """Scores far from the middle that say no why."""
    return list(_silent(rubric, judgement))


def of_whole(
    rubric: Rubric, judgement: Judgement, period: Period, proved: Collection[str]
) -> list[Problem]:
    """What keeps a judgement from being submitted; `proved`: items with evidence."""
    return [
        *_impossible(rubric, judgement, period),
        *_open(rubric, judgement),
        *_silent(rubric, judgement),
        *_unproved(rubric, judgement, proved),
    ]


def needs_comment(rubric: Rubric, score: float | None) -> bool:
    """Whether a score lies where the rubric asks why."""
    return score is not None and not (
        rubric.comment_below <= score <= rubric.comment_above
    )


def _impossible(
    rubric: Rubric, judgement: Judgement, period: Period
) -> Iterator[Problem]:
    known = {item.item_id for item in rubric.items}
    for item_id, entry in judgement.items.items():
        if item_id not in known:
            yield Problem("checks.unknown_item", item_id, "score", item_id)
        elif entry.score is not None and not _is_score(entry.score):
            yield Problem("checks.score_range", item_id, "score", str(entry.score))
        yield from _too_long(entry.comment, item_id, "comment")
    yield from _too_long(judgement.comment, "", "comment")
    if len(judgement.deductions) > MOST_DEDUCTIONS or (
        judgement.deductions and rubric.kind != "deductions"
    ):
        yield Problem(
            "checks.too_many_deductions",
            part="rule",
            value=str(len(judgement.deductions)),
            values={"most": str(MOST_DEDUCTIONS)},
        )
        return
    for row, deduction in enumerate(judgement.deductions):
        yield from _wrong_deduction(rubric, deduction, period, row)


def _wrong_deduction(
    rubric: Rubric, deduction: DeductionEntry, period: Period, row: int
) -> Iterator[Problem]:
    place = deduction.rule_id
    if place not in {rule.rule_id for rule in rubric.rules}:
        yield Problem("checks.unknown_rule", place, "rule", place, row)
    if not (_is_score(deduction.points) and deduction.points > 0):
        value = str(deduction.points)
        yield Problem("checks.points_range", place, "points", value, row)
    if not period.first <= deduction.happened_on <= period.last:
        yield Problem(
            "checks.day_range",
            place,
            "day",
            deduction.happened_on.isoformat(),
            row,
            {"first": period.first.isoformat(), "last": period.last.isoformat()},
        )
    yield from _too_long(deduction.note, place, "note", row)


def _is_score(value: float) -> bool:
    # Two decimals: more would be rounded away unseen.
    return (
        math.isfinite(value)
        and 0 <= value <= FULL
        and exact.two_decimals(value) == value
    )


def _too_long(
    text: str, place: str, part: str, row: int | None = None
) -> Iterator[Problem]:
    if len(text) > LONGEST_COMMENT:
        values = {"most": str(LONGEST_COMMENT), "length": str(len(text))}
        yield Problem("checks.too_long", place, part, f"{text[:20]}…", row, values)


def _open(rubric: Rubric, judgement: Judgement) -> Iterator[Problem]:
    for item in rubric.items:
        if judgement.scores.get(item.item_id) is None:
            yield Problem("checks.score_missing", item.item_id, "score")
    for row, deduction in enumerate(judgement.deductions):
        if not deduction.note:
            yield Problem("checks.note_missing", deduction.rule_id, "note", row=row)


def _silent(rubric: Rubric, judgement: Judgement) -> Iterator[Problem]:
    limits = {
        "below": f"{rubric.comment_below:g}",
        "above": f"{rubric.comment_above:g}",
    }
    if not all(_is_score(each) for each in judgement.points) or not all(
        _is_score(each) for each in judgement.scores.values() if each is not None
    ):
        # First things first: what is no score needs no reason.
        return
    for item in rubric.items:
        entry = judgement.items.get(item.item_id)
        if entry and needs_comment(rubric, entry.score) and not entry.comment:
            yield Problem(
                "checks.comment_missing",
                item.item_id,
                "comment",
                f"{entry.score:g}",
                values=limits,
            )
    score = score_of(rubric, judgement.scores, judgement.points)
    if score is None or judgement.comment or not needs_comment(rubric, score):
        return
    # Daily supervision: each deduction has its note, and none at all is the rule.
    if rubric.kind == "deductions" and score >= rubric.comment_below:
        return
    yield Problem(
        "checks.whole_comment_missing", "", "comment", f"{score:g}", values=limits
    )


def _unproved(
    rubric: Rubric, judgement: Judgement, proved: Collection[str]
) -> Iterator[Problem]:
    used = {deduction.rule_id for deduction in judgement.deductions}
    wanted: list[str] = [each.item_id for each in rubric.items if _must_be_proved(each)]
    wanted += [
        rule.rule_id
        for rule in rubric.rules
        if rule.evidence == "required" and rule.rule_id in used
    ]
    for place in wanted:
        if place not in proved:
            yield Problem("checks.evidence_missing", place, "evidence")


def _must_be_proved(item: Item) -> bool:
    return item.evidence == "required"
