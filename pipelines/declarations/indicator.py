"""An indicator: what is measured, of which source, in whose sight."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from pipelines.declarations.texts import Declaration, Identifier, Texts, Wrong

Kind = Literal["ratio", "mean", "quantile", "survival", "count"]
Unit = Literal["share", "per_10k", "days", "points", "count", "ratio"]
Audience = Literal["public", "internal"]
SCALES: dict[str, float] = {"per_10k": 10_000.0}


class Across(Declaration):
    """A denominator that is counted on another source than the numerator."""

    source: Identifier
    period_by: str
    where: str | None = None
    denominator: str | None = None


class Indicator(Declaration):
    """One indicator: `data/indicators/<indicator_id>.toml`.

    ratio: sum of `numerator` over sum of `denominator`; a condition counts its rows,
    and without `denominator` all rows that pass `where` are counted.
    mean: mean of `of`. Where a row stands for several judgements, `weight` says how
    many and `spread` their standard deviation; `judge` is the column that says who
    judged, so that they are counted and compared. `adjusted`: the mean that counts is
    the one their severity has been taken off, where they can be compared.
    quantile: the smallest whole number of `of` that at least the share `q` of rows do
    not exceed. survival: the same of cases, in which one that is still open counts by
    the time it has been open for: `of` is NULL while a case is open. count: rows that
    pass `where` and `numerator`.
    """

    indicator_id: Identifier
    source: Identifier
    pillar: Identifier
    kind: Kind
    unit: Unit
    period_by: str
    higher_is_better: bool | None = None  # left out: neither
    audiences: tuple[Audience, ...] = ("internal",)
    name: Texts
    short_name: Texts
    definition: Texts
    reference: str | None = None
    where: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    across: Across | None = None
    complement: bool = False
    of: str | None = None
    weight: str | None = None
    spread: str | None = None
    judge: Identifier | None = None
    adjusted: bool = False
    q: float | None = Field(None, gt=0, lt=1)
    over_time: Literal["sum", "last"] = "sum"
    minimum_n: int | None = Field(None, ge=0)
    position: int = 100

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Indicator:
        needs = {
            "ratio": ("numerator",),
            "count": (),
            "mean": ("of",),
            "quantile": ("of", "q"),
            "survival": ("of", "q"),
        }[self.kind]
        for key in needs:
            if getattr(self, key) is None:
                raise Wrong(key, None, f"this key, which a {self.kind} needs")
        for key in ("weight", "spread", "judge"):
            if getattr(self, key) is not None and self.kind != "mean":
                expected = f"no such key in a {self.kind}, but in a mean"
                raise Wrong(key, getattr(self, key), expected)
        if self.adjusted and not self.judge:
            raise Wrong("adjusted", True, "judge too: who is to be compared")
        if self.spread and not self.weight:
            raise Wrong("spread", self.spread, "weight too, which it belongs to")
        if self.across and self.kind != "ratio":
            raise Wrong("across", None, f"no such key in a {self.kind}, but in a ratio")
        if "internal" not in self.audiences:
            expected = "audiences that include 'internal': leaders see it all"
            raise Wrong("audiences", list(self.audiences), expected)
        return self

    @property
    def is_share(self) -> bool:
        """Whether numerator counts some of the rows that denominator counts."""
        return self.kind == "ratio" and self.unit in ("share", "per_10k")

    @property
    def scale(self) -> float:
        """What numerator over denominator is multiplied by to give the value."""
        return SCALES.get(self.unit, 1.0)
