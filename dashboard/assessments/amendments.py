"""What a board changes in the judgements an appeal is about: scores, struck events.

A proposal is kept in the appeal as plain data until it is confirmed; then each of the
judgements it touches gets its next version.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.assessments import checks, versions
from dashboard.assessments.checks import Period
from dashboard.assessments.judgement import ItemEntry, Judgement
from dashboard.assessments.rubric import Rubric
from dashboard.assessments.transitions import State
from dashboard.database.models.appeals import Appeal
from dashboard.database.models.assessments import Assessment
from dashboard.database.models.cycles import Assignment
from dashboard.failures import Failure

# The days of events are not the board's to change, so they are not asked about.
_ALL_DAYS = Period(date.min, date.max)


class Impossible(Failure):
    """A score out of range, or of something the appeal is not about."""

    key = "appeals.impossible"


class NothingChanges(Failure):
    """An amendment that changes no score is none: the result is upheld."""

    key = "appeals.nothing_changes"


@dataclass(frozen=True)
class Amendment:
    """By assessment_id: new scores of items; places of deductions that are struck."""

    scores: Mapping[int, Mapping[str, float]] = field(default_factory=dict)
    struck: Mapping[int, Sequence[int]] = field(default_factory=dict)

    def as_kept(self) -> dict[str, Any]:
        """Plain data, whose keys are text."""
        return {
            "scores": {str(key): dict(items) for key, items in self.scores.items()},
            "struck": {str(key): sorted(each) for key, each in self.struck.items()},
        }

    def touched(self) -> dict[str, Any]:
        """The same without figures: a log that nothing leaves tells no score."""
        kept = self.as_kept()
        return kept | {
            "scores": {key: sorted(items) for key, items in kept["scores"].items()}
        }

    @classmethod
    def restored(cls, kept: Mapping[str, Any]) -> "Amendment":
        return cls(
            {int(key): items for key, items in kept.get("scores", {}).items()},
            {int(key): tuple(each) for key, each in kept.get("struck", {}).items()},
        )


def concerned(
    session: Session, appeal: Appeal, *, hold: bool = False
) -> list[Assessment]:
    """The judgements an appeal is about, in order; held against other writers."""
    wanted = (
        select(Assessment)
        .join(Assignment, Assignment.assignment_id == Assessment.assignment_id)
        .where(
            Assignment.cycle_method_id == appeal.cycle_method_id,
            Assignment.cycle_subject_id == appeal.cycle_subject_id,
            Assessment.state.in_(
                (State.PUBLISHED, State.APPEALED, State.UPHELD, State.AMENDED)
            ),
        )
        .order_by(Assessment.assessment_id)
    )
    if hold:
        wanted = wanted.with_for_update(of=Assessment)
    return list(session.scalars(wanted))


def check(assessments: Sequence[Assessment], amendment: Amendment) -> None:
    """Raise Impossible or NothingChanges."""
    known = {each.assessment_id for each in assessments}
    if not {*amendment.scores, *amendment.struck} <= known:
        raise Impossible(f"{amendment} is about more than {known}")
    for each in assessments:
        before = versions.judgement_of(versions.standing(each))
        rubric = versions.rubric_of(each)
        after = _after(each.assessment_id, before, rubric, amendment)
        problems = checks.of_draft(rubric, after, _ALL_DAYS)
        if problems:
            raise Impossible(f"{problems}")
    if not changed(assessments, amendment):
        raise NothingChanges("every score stays")


def changed(
    assessments: Sequence[Assessment], amendment: Amendment
) -> dict[int, Judgement]:
    """The judgements that become others, by assessment_id."""
    found = {}
    for each in assessments:
        before = versions.judgement_of(versions.standing(each))
        rubric = versions.rubric_of(each)
        after = _after(each.assessment_id, before, rubric, amendment)
        if after != before:
            found[each.assessment_id] = after
    return found


def _after(
    assessment_id: int, before: Judgement, rubric: Rubric, amendment: Amendment
) -> Judgement:
    scores = amendment.scores.get(assessment_id, {})
    struck = set(amendment.struck.get(assessment_id, ()))
    if not scores.keys() <= {item.item_id for item in rubric.items}:
        raise Impossible(f"{sorted(scores)} are not of {rubric.rubric_id}")
    if not struck <= set(range(len(before.deductions))):
        raise Impossible(f"{sorted(struck)} of {len(before.deductions)} deductions")
    items = {
        item_id: ItemEntry(scores.get(item_id, entry.score), entry.comment)
        for item_id, entry in before.items.items()
    }
    kept = tuple(
        each for place, each in enumerate(before.deductions) if place not in struck
    )
    return Judgement(items, kept, before.comment)
