"""Who answers and how honestly: which indicators tell it, and what counts as odd."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import Field

from pipelines.declarations.indicator import Indicator
from pipelines.declarations.source import Source
from pipelines.declarations.texts import Declaration, Identifier
from pipelines.errors import DeclarationError


class Burst(Declaration):
    """Ratings that one window gets one after the other."""

    ratings: int = Field(20, ge=2)
    minutes: int = Field(10, ge=1, le=1440)
    alike: float = Field(0.8, gt=0, le=1)
    chance: float = Field(1e-6, gt=0, lt=1)


class Instant(Declaration):
    """Ratings given right after a case was closed."""

    seconds: int = Field(5, ge=1, le=3600)


class Clock(Declaration):
    """How long before a rating a case may have been closed to be held against it."""

    days: int = Field(14, ge=0, le=366)


class StandsOut(Declaration):
    """From where on an organ's odd ratings of a month are more than slips."""

    ratings: int = Field(5, ge=1)
    share: float = Field(0.02, ge=0, le=1)
    chance: float = Field(1e-6, gt=0, lt=1)


class Honesty(Declaration):
    """`honesty.toml`; a workspace without it publishes no response and no suspicion."""

    rated: Identifier
    given: Identifier
    every: Identifier | None = None
    best: Identifier | None = None
    few_rated: float = Field(0.05, ge=0, le=1)
    mostly_defaults: float = Field(0.5, ge=0, le=1)
    all_best: float = Field(0.95, ge=0, le=1)
    nearly_all_rate: float = Field(0.8, ge=0, le=1)
    burst: Burst = Burst()
    instant: Instant = Instant()
    clock: Clock = Clock()
    stands_out: StandsOut = StandsOut()

    def limits(self) -> Iterator[tuple[str, float]]:
        """Every number by the name it is published under."""
        for key, value in self.model_dump().items():
            if isinstance(value, dict):
                for inner, number in value.items():
                    yield f"honesty_{key}_{inner}", float(number)
            elif isinstance(value, float):
                yield f"honesty_{key}", value


def check(
    file: Path,
    honesty: Honesty,
    indicators: Mapping[str, Indicator],
    sources: Mapping[str, Source],
) -> None:
    """Raise DeclarationError where an indicator cannot tell what it is named for."""
    for key in ("rated", "given", "every", "best"):
        name = getattr(honesty, key)
        if name is not None and (
            name not in indicators or not indicators[name].is_share
        ):
            raise DeclarationError(file, key, name, "a declared share")
    rated = indicators[honesty.rated]
    if rated.across is None:
        raise DeclarationError(
            file, "rated", honesty.rated, "a share of cases: an indicator with [across]"
        )
    for key in ("given", "every", "best"):
        name = getattr(honesty, key)
        if name is not None and indicators[name].source != rated.source:
            expected = f"a share of {rated.source}, as {honesty.rated} is"
            raise DeclarationError(file, key, name, expected)
    ratings = sources[rated.source]
    if "level" not in ratings.columns:
        raise DeclarationError(
            file, "rated", honesty.rated, "an indicator on a source with a column level"
        )
