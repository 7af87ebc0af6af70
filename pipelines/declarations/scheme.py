"""A scheme: how observations become one score, from when to when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from pydantic import Field, model_validator

from pipelines.declarations.adjustment import Adjustment, Grades
from pipelines.declarations.indicator import Audience
from pipelines.declarations.texts import Declaration, Identifier, Texts, Wrong
from pipelines.declarations.weighted import Weighted

Mean = Literal["arithmetic", "geometric"]


class Pillar(Declaration):
    """A node of the tree: pillars, indicators or both; weights are among siblings.

    Its mean is arithmetic or geometric; a geometric one counts what scores less than
    `floor` as `floor`. With less than `coverage_minimum` of its weight, else the
    scheme's, it has no score and leaves its weight to its siblings.
    """

    pillar: Identifier
    name: Texts
    weight: float = Field(gt=0)
    mean: Mean = "arithmetic"
    floor: float = Field(1.0, gt=0, lt=100)
    coverage_minimum: float | None = Field(None, ge=0, le=1)
    pillars: tuple[Pillar, ...] = ()
    indicators: tuple[Weighted, ...] = ()

    @model_validator(mode="after")
    def _holds_something(self) -> Pillar:
        if not self.pillars and not self.indicators:
            raise Wrong("indicators", None, "indicators, or pillars inside this one")
        return self

    def weights(self) -> tuple[float, ...]:
        """What its pillars weigh, then its indicators."""
        inside = [each.weight for each in self.pillars]
        return (*inside, *(each.weight for each in self.indicators))


class Band(Declaration):
    """A word for scores from `from_score` up to the next band."""

    band: Identifier
    name: Texts
    from_score: float = Field(ge=0, le=100)


@dataclass(frozen=True)
class Node:
    """A pillar where it stands; `share` among its siblings, `weight` of the scheme."""

    pillar: Pillar
    parent: str | None
    top: str
    depth: int
    share: float
    weight: float


@dataclass(frozen=True)
class Leaf:
    """An indicator where it stands: its pillar, and its weight there and in all."""

    weighted: Weighted
    pillar: Pillar
    share: float
    weight: float


class Scheme(Declaration):
    """One scheme: `data/schemes/<scheme_id>.toml`."""

    scheme_id: str
    name: Texts
    note: Texts | None = None
    valid_from: date
    valid_to: date
    audiences: tuple[Audience, ...] = ("internal",)
    coverage_minimum: float = Field(0.7, ge=0, le=1)
    mean: Mean = "arithmetic"
    floor: float = Field(1.0, gt=0, lt=100)
    pillars: tuple[Pillar, ...] = Field(min_length=1)
    bands: tuple[Band, ...] = Field(min_length=1)
    adjustments: tuple[Adjustment, ...] = ()
    most_bonus: float = Field(100.0, gt=0, le=100)
    most_deduction: float = Field(100.0, gt=0, le=100)
    grades: Grades | None = None

    @model_validator(mode="after")
    def _is_consistent(self) -> Scheme:
        if self.valid_from > self.valid_to:
            expected = f"a day on or after valid_from, {self.valid_from}"
            raise Wrong("valid_to", str(self.valid_to), expected)
        _once("pillars", "pillar", [node.pillar.pillar for node in self.nodes()])
        named = [leaf.weighted.indicator for leaf in self.leaves()]
        _once("pillars", "indicator", named)
        _once("adjustments", "adjustment", [a.adjustment for a in self.adjustments])
        starts = [band.from_score for band in self.bands]
        if any(a <= b for a, b in pairwise(starts)) or starts[-1] != 0:
            expected = "from_score of the best band first, down to one of 0"
            raise Wrong("bands", starts, expected)
        bands = [band.band for band in self.bands]
        for number, each in enumerate(self.adjustments):
            if each.ceiling is not None and each.ceiling not in bands:
                key = f"adjustments.{number}.ceiling"
                raise Wrong(key, each.ceiling, f"one of the bands {bands}")
        for band in self.grades.quotas if self.grades else ():
            if band not in bands[:-1]:
                expected = f"one of {bands[:-1]}; the last band takes whoever is left"
                raise Wrong("grades.quotas", band, expected)
        return self

    def nodes(self) -> list[Node]:
        """Every pillar, each before what it holds, in the order of the file."""
        return list(_walk(self.pillars, (), None, "", 1, 1.0))

    def leaves(self) -> list[Leaf]:
        """Every indicator, pillar by pillar; the weights of the scheme sum to 1."""
        found = []
        for node in self.nodes():
            whole = sum(node.pillar.weights())
            for weighted in node.pillar.indicators:
                share = weighted.weight / whole
                found.append(Leaf(weighted, node.pillar, share, node.weight * share))
        return found


def _walk(
    pillars: tuple[Pillar, ...],
    indicators: tuple[Weighted, ...],
    parent: str | None,
    top: str,
    depth: int,
    weight: float,
) -> Iterator[Node]:
    whole = sum([*(p.weight for p in pillars), *(i.weight for i in indicators)])
    for pillar in pillars:
        share = pillar.weight / whole
        at = top or pillar.pillar
        yield Node(pillar, parent, at, depth, share, weight * share)
        yield from _walk(
            pillar.pillars,
            pillar.indicators,
            pillar.pillar,
            at,
            depth + 1,
            weight * share,
        )


def _once(key: str, what: str, named: list[str]) -> None:
    for name in named:
        if named.count(name) > 1:
            raise Wrong(key, name, f"each {what} once; it stands twice")
