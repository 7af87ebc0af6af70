"""A rubric: what is judged by a method, and what every score means.

Declared in data/rubrics/<rubric_id>.toml and copied into a cycle when it opens, so that
a judgement is always read by the words it was made by. Nothing is scored here.
"""

import hashlib
import json
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

Kind = Literal["items", "deductions", "ballots"]
Evidence = Literal["required", "optional"]
# A name that stands in the store and in addresses.
Identifier = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)
]
# Fewer bands leave the assessor to guess what a score means.
_BANDS = 4
_EXACT = 1e-9


class Wrong(ValueError):
    """A declaration that cannot be: key, what stands there, a word for what may."""

    def __init__(self, key: str, stands: object, expected: str, **values: str) -> None:
        super().__init__(f"{key} is {stands!r}; expected: {expected} {values}")
        self.key = key
        self.stands = stands
        self.expected = expected
        self.values = values


def _said(names: dict[str, str]) -> dict[str, str]:
    if not names or not all(text.strip() for text in names.values()):
        raise Wrong("", names, "names")
    return names


# The same in every language of the workspace: {"zh": …, "en": …}.
Names = Annotated[dict[str, str], AfterValidator(_said)]


class Declaration(BaseModel):
    """Unknown keys are errors, and nothing changes after it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Band(Declaration):
    """What a score from `from_score` up to the next band means."""

    from_score: float = Field(ge=0, le=100)
    names: Names


class Item(Declaration):
    """One thing that is judged, 0 to 100."""

    item_id: Identifier
    names: Names
    # Of the whole rubric; the weights of all items sum to 1.
    weight: float = Field(gt=0, le=1)
    # The best band first.
    scale: tuple[Band, ...]
    evidence: Evidence = "optional"

    @model_validator(mode="after")
    def _scale_is_whole(self) -> Self:
        starts = [band.from_score for band in self.scale]
        if len(starts) < _BANDS:
            raise Wrong("scale", len(starts), "bands", n=str(_BANDS))
        if starts != sorted(set(starts), reverse=True) or starts[-1] != 0:
            raise Wrong("scale", starts, "falling_to_zero")
        return self


class Rule(Declaration):
    """An event that costs points: `points` is how many are taken off, above zero."""

    rule_id: Identifier
    names: Names
    points: float = Field(gt=0, le=100)
    evidence: Evidence = "required"


class Option(Declaration):
    """One answer of a ballot and the score it stands for."""

    option_id: Identifier
    names: Names
    points: float = Field(ge=0, le=100)


class VoterClass(Declaration):
    """Voters who count together; with fewer ballots than the minimum: not at all."""

    class_id: Identifier
    names: Names
    # The weights of all classes sum to 1.
    weight: float = Field(gt=0, le=1)
    minimum_ballots: int = Field(ge=1)


class Rubric(Declaration):
    """A method's way to judge: items, or events that deduct from 100, or ballots."""

    rubric_id: Identifier
    method: Identifier
    kind: Kind
    names: Names
    # Why there is a judgement, for whoever makes it.
    note: Names | None = None
    items: tuple[Item, ...] = ()
    rules: tuple[Rule, ...] = ()
    options: tuple[Option, ...] = ()
    classes: tuple[VoterClass, ...] = ()
    # A score outside says why in a comment.
    comment_below: float = Field(default=60, ge=0, le=100)
    comment_above: float = Field(default=95, ge=0, le=100)
    # A class of at least so many ballots loses this share at either end.
    trim_from: int = Field(default=10, ge=2)
    trim_share: float = Field(default=0.05, ge=0, lt=0.5)

    @model_validator(mode="after")
    def _holds_its_kind(self) -> Self:
        parts = {
            "items": ("items",),
            "deductions": ("rules",),
            "ballots": ("options", "classes"),
        }
        for part in ("items", "rules", "options", "classes"):
            stands = getattr(self, part)
            if part in parts[self.kind] and not stands:
                raise Wrong(part, None, "part_of_kind", kind=self.kind)
            if part not in parts[self.kind] and stands:
                raise Wrong(part, len(stands), "no_part_of_kind", kind=self.kind)
        once("items", [item.item_id for item in self.items])
        once("rules", [rule.rule_id for rule in self.rules])
        once("options", [option.option_id for option in self.options])
        once("classes", [each.class_id for each in self.classes])
        whole("items", [item.weight for item in self.items])
        whole("classes", [each.weight for each in self.classes])
        return self

    def sha(self) -> str:
        """The SHA-256 of what it says, whatever the file looks like."""
        return sha_of(self)


def sha_of(declaration: Declaration) -> str:
    """The SHA-256 of a declaration's content."""
    text = json.dumps(
        declaration.model_dump(mode="json"), sort_keys=True, ensure_ascii=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def once(key: str, ids: list[str]) -> None:
    """Raise Wrong when an id stands twice."""
    twice = sorted({each for each in ids if ids.count(each) > 1})
    if twice:
        raise Wrong(key, ", ".join(twice), "once")


def whole(key: str, weights: list[float]) -> None:
    """Raise Wrong unless weights, if there are any, sum to 1."""
    if weights and abs(sum(weights) - 1) > _EXACT:
        raise Wrong(key, round(sum(weights), 6), "whole")
