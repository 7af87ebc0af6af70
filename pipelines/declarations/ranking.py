"""The satisfaction ranking, and the groups by size that are compared in it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from pipelines.declarations.texts import Declaration, Identifier, Texts, Wrong
from pipelines.errors import DeclarationError

if TYPE_CHECKING:
    from pipelines.declarations.indicator import Indicator
    from pipelines.declarations.workspace import Workspace


class Ranking(Declaration):
    """The public satisfaction ranking: which share, whom, and what is claimed."""

    indicator: str
    kinds: tuple[Literal["city", "department"], ...] = ("city", "department")
    # How many it takes to learn from peers how far shares lie apart.
    shrunk_from: int = Field(default=20, ge=3)
    # The claim "could be among the best ten".
    best: int = Field(default=10, ge=1)

    def limits(self) -> list[tuple[str, int]]:
        """What figures go by, as it is published."""
        return [
            ("ranking_shrunk_from", self.shrunk_from),
            ("ranking_best", self.best),
        ]


class VolumeClass(Declaration):
    """Those with so many rows a year and fewer than the next class begins with."""

    id: Identifier
    from_n: int = Field(ge=0)
    name: Texts


class Volume(Declaration):
    """Groups by size: rows under `indicator` in twelve months."""

    indicator: str
    classes: tuple[VolumeClass, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _rise_from_nothing(self) -> Self:
        starts = [each.from_n for each in self.classes]
        if starts[0] != 0 or any(a >= b for a, b in pairwise(starts)):
            raise Wrong("classes", starts, "from_n that begins with 0 and rises")
        ids = [each.id for each in self.classes]
        if len(set(ids)) < len(ids):
            raise Wrong("classes", ids, "ids that differ")
        return self


def check(workspace: Workspace) -> None:
    """Raise DeclarationError for what does not fit the rest of the workspace."""
    settings = workspace.settings
    if settings.ranking:
        name = settings.ranking.indicator
        ranked = _indicator(workspace, "ranking.indicator", name)
        if not ranked.is_share or "public" not in ranked.audiences:
            expected = "a public indicator that is a share"
            raise DeclarationError(
                workspace.at.workspace, "ranking.indicator", name, expected
            )
    if settings.volume:
        _check_volume(workspace, settings.volume)


def _check_volume(workspace: Workspace, volume: Volume) -> None:
    file = workspace.at.workspace
    counted = _indicator(workspace, "volume.indicator", volume.indicator)
    if "public" not in counted.audiences:
        # Who is in which class is published.
        expected = "a public indicator"
        raise DeclarationError(file, "volume.indicator", volume.indicator, expected)
    groups = {entry.id for entry in workspace.reference.peer_groups}
    for each in volume.classes:
        key = f"volume.classes.{each.id}"
        if each.id in groups:
            expected = "an id that no row of reference/peer_groups.csv has"
            raise DeclarationError(file, key, each.id, expected)
        for language in workspace.settings.languages:
            if language not in each.name:
                expected = f"a text in {language} too"
                raise DeclarationError(file, f"{key}.name", None, expected)


def _indicator(workspace: Workspace, key: str, name: str) -> Indicator:
    if name not in workspace.indicators:
        expected = "a declared indicator"
        raise DeclarationError(workspace.at.workspace, key, name, expected)
    return workspace.indicators[name]
