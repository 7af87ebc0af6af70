"""What visitors do next, by the weights of walk.toml."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

Step = Literal["page", "control", "back"]
T = TypeVar("T")
STEPS: tuple[Step, ...] = ("page", "control", "back")


@dataclass(frozen=True)
class Kind:
    """One kind of visitor: as whom they sign in ("" for not at all), on which page they
    arrive, how many of all they are, and how often each thing is done."""

    role: str
    arrives: str
    share: float
    steps: dict[Step, float]
    pages: dict[str, float]

    def step(self, chance: random.Random) -> Step:
        return _weighed(self.steps, chance)

    def page(self, chance: random.Random, besides: str) -> str:
        """Another page than the one that is open."""
        others = {name: share for name, share in self.pages.items() if name != besides}
        return _weighed(others, chance)


@dataclass(frozen=True)
class Walk:
    kinds: tuple[Kind, ...]
    controls: dict[str, float]

    def control(self, keys: list[str], chance: random.Random) -> str | None:
        """One of the controls that a page has; None where it has none of ours."""
        known = {key: self.controls[key] for key in keys if key in self.controls}
        return _weighed(known, chance) if known else None

    def crowd(self, visitors: int) -> list[Kind]:
        """The kind of every visitor, by their shares."""
        dealt: list[Kind] = []
        total = sum(kind.share for kind in self.kinds)
        for number in range(visitors):
            # To whom one is owed most, so that a small crowd is mixed as well.
            owed = [
                kind.share / total * (number + 1) - dealt.count(kind)
                for kind in self.kinds
            ]
            dealt.append(self.kinds[owed.index(max(owed))])
        return dealt


def declared() -> Walk:
    """The walk as walk.toml says."""
    told = tomllib.loads((Path(__file__).parent / "walk.toml").read_text("utf-8"))
    kinds = tuple(
        Kind(
            kind["role"],
            kind["arrives"],
            kind["share"],
            {step: kind[step] for step in STEPS},
            kind["pages"],
        )
        for kind in told["visitor"]
    )
    return Walk(kinds, told["controls"])


def option(count: int, now: int, chance: random.Random) -> int:
    """Another one of `count` options; the first ones more often."""
    return _weighed(
        {place: 1 / (place + 1) for place in range(count) if place != now}, chance
    )


def _weighed(weights: dict[T, float], chance: random.Random) -> T:
    (one,) = chance.choices(list(weights), list(weights.values()))
    return one
