"""The rules of a cycle: coverage, grades and quotas, bonus, deduction, veto, periods.

Declared in data/assessment.toml under [rules] and copied into Cycle.rules when it
opens; Rules.model_validate restores them. Nothing is graded here.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from dashboard.assessments.rubric import (
    Declaration,
    Evidence,
    Identifier,
    Names,
    Wrong,
    once,
)

SubjectKind = Literal["city", "department", "organ", "team", "official"]
Standing = Literal["leading_cadre", "civil_servant"]
Rounding = Literal["floor", "half_up", "up"]


class Grade(Declaration):
    """A grade: from which score, and for which share of a category at most."""

    grade: Identifier
    names: Names
    from_score: float = Field(ge=0, le=100)
    # None: as many as reach the score.
    quota: float | None = Field(default=None, ge=0, le=1)


class Grading(Declaration):
    """The grades of some kinds of subject, the best first."""

    kinds: tuple[SubjectKind, ...] = Field(min_length=1)
    # Officials only; none named means all of them.
    standings: tuple[Standing, ...] = ()
    # How a quota that is no whole number of subjects is rounded.
    rounding: Rounding
    grades: tuple[Grade, ...]

    @model_validator(mode="after")
    def _falls_to_zero(self) -> Self:
        starts = [each.from_score for each in self.grades]
        once("grades", [each.grade for each in self.grades])
        if not starts or starts != sorted(set(starts), reverse=True) or starts[-1] != 0:
            raise Wrong("grades", starts, "falling_to_zero")
        return self


class PointRule(Declaration):
    """A reason to add or take points; `points` is above zero for both."""

    rule_id: Identifier
    names: Names
    points: float = Field(gt=0, le=100)
    evidence: Evidence = "required"


class PointRules(Declaration):
    """Rules that add, or rules that take, and the most they come to together."""

    # None: no cap.
    cap: float | None = Field(default=None, gt=0)
    rules: tuple[PointRule, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        once("rules", [each.rule_id for each in self.rules])
        return self


class VetoRule(Declaration):
    """A reason that leaves no grade above `best_grade`, whatever the score."""

    rule_id: Identifier
    names: Names
    best_grade: Identifier
    evidence: Evidence = "required"


class Rules(Declaration):
    """What a cycle goes by, from the scores to the last day of an answer."""

    # Share of the methods' weight that must have a score, else there is none.
    minimum_coverage: float = Field(gt=0, le=1)
    # Working days.
    publicity_days: int = Field(ge=1)
    appeal_days: int = Field(ge=1)
    answer_days: int = Field(ge=1)
    gradings: tuple[Grading, ...] = Field(min_length=1)
    bonus: PointRules = PointRules()
    deduction: PointRules = PointRules()
    vetoes: tuple[VetoRule, ...] = ()

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        once("vetoes", [veto.rule_id for veto in self.vetoes])
        for veto in self.vetoes:
            for grading in self.gradings:
                known = [each.grade for each in grading.grades]
                if veto.best_grade not in known:
                    raise Wrong(
                        f"vetoes.{veto.rule_id}.best_grade",
                        veto.best_grade,
                        "one_of",
                        names=", ".join(known),
                    )
        return self

    def grading_of(self, kind: str, category: str) -> Grading | None:
        """The first grading declared for a kind and, of officials, their standing."""
        for grading in self.gradings:
            if kind in grading.kinds and (
                not grading.standings or category in grading.standings
            ):
                return grading
        return None
