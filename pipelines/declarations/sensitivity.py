"""How a deployment tries its own ranking: how often, how far, and for whom."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pipelines.declarations.texts import Declaration


class Sensitivity(Declaration):
    """`[sensitivity]` of `workspace.toml`.

    Weights are drawn within `spread`, a share of what is declared, to either side.
    Lists of improvements name at most `longest` indicators, `lists` of them.
    """

    draws: int = Field(2000, ge=100, le=20_000)
    spread: float = Field(0.25, gt=0, lt=1)
    seed: int = Field(2026, ge=0)
    kinds: tuple[Literal["city", "department", "organ"], ...] = ("city", "department")
    longest: int = Field(3, ge=1, le=4)
    lists: int = Field(3, ge=1, le=9)
