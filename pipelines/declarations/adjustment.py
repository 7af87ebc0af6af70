"""What is done to a score after it was weighed: bonus, deduction, veto and quotas."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from pipelines.declarations.texts import Declaration, Identifier, Texts, Wrong

Kind = Literal["all", "city", "department", "organ"]
_EVERY: tuple[Kind, ...] = ("all", "city", "department", "organ")


class Adjustment(Declaration):
    """An indicator that adds points, takes points, or holds the band down.

    A bonus or deduction is `points` for each unit of the value above `above` (or below
    `below`), at most `most`. A veto holds the band at `ceiling` when the value lies
    above `above` (or below `below`). Where the indicator has no value nothing happens:
    what is not known is neither praised nor blamed.
    """

    adjustment: Identifier
    name: Texts
    kind: Literal["bonus", "deduction", "veto"]
    indicator: Identifier
    subjects: tuple[Kind, ...] = _EVERY
    above: float | None = None
    below: float | None = None
    points: float | None = Field(None, gt=0)
    most: float | None = Field(None, gt=0, le=100)
    ceiling: Identifier | None = None

    @model_validator(mode="after")
    def _is_consistent(self) -> Adjustment:
        if self.above is not None and self.below is not None:
            raise Wrong("below", self.below, "above or below, not both")
        needed: tuple[str, ...] = ("points", "most")
        foreign: tuple[str, ...] = ("ceiling",)
        if self.kind == "veto":
            needed, foreign = foreign, needed
            if self.above is None and self.below is None:
                raise Wrong("above", None, "above or below, from where the veto holds")
        for key in needed:
            if getattr(self, key) is None:
                raise Wrong(key, None, f"this key, which a {self.kind} needs")
        for key in foreign:
            if getattr(self, key) is not None:
                expected = f"no such key in a {self.kind}"
                raise Wrong(key, getattr(self, key), expected)
        return self

    @property
    def from_above(self) -> float | None:
        """From where on the value counts; from 0 where nothing else is said."""
        return 0.0 if self.above is None and self.below is None else self.above


class Grades(Declaration):
    """Bands by cut-off, then quota: how many of the peers may have a band.

    `quotas` gives a band's largest share of the peers that are ranked together, and
    `rounding` what becomes of a fraction of a place. Equal scores get a place all or
    none, and a veto frees no place.
    """

    rounding: Literal["floor", "half_up", "up"] = "floor"
    quotas: dict[Identifier, float] = Field(min_length=1)

    @model_validator(mode="after")
    def _are_shares(self) -> Grades:
        for band, quota in self.quotas.items():
            if not 0 < quota < 1:
                raise Wrong(f"quotas.{band}", quota, "a share between 0 and 1")
        return self
