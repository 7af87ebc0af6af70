"""An indicator in a scheme: what it weighs, and how a value of it becomes a score."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from pydantic import Field, model_validator

from pipelines.declarations.texts import Declaration, Identifier, Wrong

Scoring = Literal["goalposts", "target_clamp", "steps", "min_max", "z"]
_NEEDS: dict[Scoring, tuple[str, ...]] = {
    "goalposts": ("worst", "best"),
    "target_clamp": ("target", "loss"),
    "steps": ("steps",),
    "min_max": (),
    "z": (),
}
# What each scoring function may be told besides; every one may have a target to show.
_MAY: dict[Scoring, tuple[str, ...]] = {
    "goalposts": (),
    "target_clamp": ("least",),
    "steps": ("least",),
    "min_max": ("least", "most"),
    "z": ("middle", "spread"),
}
_OWN = ("worst", "best", "loss", "steps", "least", "most", "middle", "spread")


class Step(Declaration):
    """From the value `at` on, so many points."""

    at: float
    points: float = Field(ge=0, le=100)


class Weighted(Declaration):
    """An indicator in a pillar, with its weight among its siblings.

    goalposts: `worst` scores 0 and `best` 100, a straight line between them.
    target_clamp: 100 at the target and beyond, `loss` points off for each unit short of
    it, never below `least`. steps: the points of the last step that is reached, `least`
    before the first. min_max: the period's worst peer at `least`, its best at `most`.
    z: `middle` at the peers' mean, `spread` points a standard deviation.
    The order of the goalposts and of the steps gives the direction; for the others the
    indicator says whether higher is better.
    """

    indicator: Identifier
    weight: float = Field(gt=0)
    scoring: Scoring = "goalposts"
    worst: float | None = None
    best: float | None = None
    target: float | None = None
    loss: float | None = Field(None, gt=0)
    steps: tuple[Step, ...] | None = Field(None, min_length=1)
    least: float | None = Field(None, ge=0, le=100)
    most: float | None = Field(None, ge=0, le=100)
    middle: float | None = Field(None, ge=0, le=100)
    spread: float | None = Field(None, gt=0, le=100)

    @model_validator(mode="after")
    def _is_consistent(self) -> Weighted:
        for key in _NEEDS[self.scoring]:
            if getattr(self, key) is None:
                raise Wrong(key, None, f"this key, which {self.scoring} needs")
        for key in _OWN:
            stands = getattr(self, key)
            known = _NEEDS[self.scoring] + _MAY[self.scoring]
            if stands is not None and key not in known:
                stands = None if key == "steps" else stands
                raise Wrong(key, stands, f"no such key with {self.scoring}")
        if self.worst is not None and self.worst == self.best:
            expected = "another value than worst; their order gives the direction"
            raise Wrong("best", self.best, expected)
        if self.points()[0] >= self.points()[1]:
            raise Wrong("most", self.most, "more points than least")
        steps = self.steps or ()
        if steps and steps[0].points <= self.points()[0]:
            raise Wrong("least", self.least, "fewer points than the first step")
        for before, after in pairwise(steps):
            onward = (after.at - before.at) * (steps[1].at - steps[0].at)
            if onward <= 0 or after.points <= before.points:
                expected = "steps in order, each with more points than the one before"
                raise Wrong("steps", [step.at for step in steps], expected)
        return self

    def points(self) -> tuple[float, float]:
        """The points of the worst and of the best value."""
        return self.least or 0.0, 100.0 if self.most is None else self.most

    def peers_scale(self) -> tuple[float, float]:
        """Points at the peers' mean, and for a standard deviation."""
        return (
            50.0 if self.middle is None else self.middle,
            10.0 if self.spread is None else self.spread,
        )

    @property
    def higher_is_better(self) -> bool | None:
        """What the declaration itself says; None where the indicator has to say it."""
        if self.worst is not None and self.best is not None:
            return self.best > self.worst
        if self.steps and len(self.steps) > 1:
            return self.steps[1].at > self.steps[0].at
        return None
