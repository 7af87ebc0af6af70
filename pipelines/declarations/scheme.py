"""A scheme: how observations become one score, from when to when."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from pydantic import Field, model_validator

from pipelines.declarations.indicator import Audience
from pipelines.declarations.texts import Declaration, Identifier, Texts, Wrong


class Weighted(Declaration):
    """An indicator in a pillar; `worst` scores 0 and `best` scores 100."""

    indicator: Identifier
    weight: float = Field(gt=0)
    worst: float
    best: float
    target: float | None = None

    @model_validator(mode="after")
    def _goalposts_differ(self) -> Weighted:
        if self.worst == self.best:
            expected = "another value than worst; their order gives the direction"
            raise Wrong("best", self.best, expected)
        return self


class Pillar(Declaration):
    """A group of indicators; weights are relative to their siblings."""

    pillar: Identifier
    name: Texts
    weight: float = Field(gt=0)
    indicators: tuple[Weighted, ...] = Field(min_length=1)


class Band(Declaration):
    """A word for scores from `from_score` up to the next band."""

    band: Identifier
    name: Texts
    from_score: float = Field(ge=0, le=100)


class Scheme(Declaration):
    """One scheme: `data/schemes/<scheme_id>.toml`."""

    scheme_id: str
    name: Texts
    note: Texts | None = None
    valid_from: date
    valid_to: date
    audiences: tuple[Audience, ...] = ("internal",)
    coverage_minimum: float = Field(0.7, ge=0, le=1)
    pillars: tuple[Pillar, ...] = Field(min_length=1)
    bands: tuple[Band, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_consistent(self) -> Scheme:
        if self.valid_from > self.valid_to:
            expected = f"a day on or after valid_from, {self.valid_from}"
            raise Wrong("valid_to", str(self.valid_to), expected)
        named = [w.indicator for p in self.pillars for w in p.indicators]
        for name in named:
            if named.count(name) > 1:
                raise Wrong("pillars", name, "each indicator once; it stands twice")
        starts = [band.from_score for band in self.bands]
        if any(a <= b for a, b in pairwise(starts)) or starts[-1] != 0:
            expected = "from_score of the best band first, down to one of 0"
            raise Wrong("bands", starts, expected)
        return self

    def weights(self) -> list[tuple[Pillar, Weighted, float]]:
        """Every indicator with its share of the whole scheme; shares sum to 1."""
        pillars = sum(pillar.weight for pillar in self.pillars)
        return [
            (pillar, w, pillar.weight / pillars * w.weight / inside)
            for pillar in self.pillars
            for inside in [sum(w.weight for w in pillar.indicators)]
            for w in pillar.indicators
        ]
