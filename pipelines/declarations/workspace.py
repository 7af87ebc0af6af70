"""A workspace: everything one deployment declares, loaded and checked as a whole."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator

from pipelines.declarations import (
    breaks,
    calendar,
    case_mix,
    files,
    honesty,
    ranking,
    reference,
    scheme_rules,
)
from pipelines.declarations.ages import Ages
from pipelines.declarations.breaks import Break, Breaks
from pipelines.declarations.calendar import Day
from pipelines.declarations.disclosure import Disclosure
from pipelines.declarations.honesty import Honesty
from pipelines.declarations.indicator import Indicator
from pipelines.declarations.ranking import Ranking, Volume
from pipelines.declarations.reference import Reference
from pipelines.declarations.scheme import Scheme
from pipelines.declarations.sensitivity import Sensitivity
from pipelines.declarations.signals import Signals
from pipelines.declarations.source import REFERENCES, Source
from pipelines.declarations.texts import Declaration, Texts
from pipelines.errors import CallError, DeclarationError
from pipelines.locations import Locations

# What a source must have that stops the clock of another.
PAUSE_COLUMNS = ("case_id", "kind", "started_on", "ended_on", "extra_days")


class Limits(Declaration):
    """Below which n a figure is withheld or not ranked; what assessors must agree."""

    withheld_below: int = Field(default=10, ge=0)
    not_ranked_below: int = Field(default=30, ge=0)
    reliable_from: float = Field(default=0.5, ge=0, le=1)


class Settings(Declaration):
    """`workspace.toml`."""

    name: Texts
    languages: tuple[str, ...] = Field(min_length=1)
    time_zone: str
    as_of: Literal["today", "latest"] | date = "today"
    headline: tuple[str, ...] = ()
    ranking: Ranking | None = None
    volume: Volume | None = None
    limits: Limits = Limits()
    disclosure: Disclosure = Disclosure()
    signals: Signals = Signals()
    public_subjects: tuple[Literal["all", "city", "department", "organ"], ...] = (
        "all",
        "city",
        "department",
    )
    pause_days: Literal["both", "first", "last", "neither"] = "both"
    publications_kept: int = Field(5, ge=2)
    all_name: Texts
    drag_indicators: tuple[str, ...] = ()
    case_mix_indicators: tuple[str, ...] = ()
    backlog_ages: Ages = (5, 20, 60)
    sensitivity: Sensitivity = Sensitivity()

    @field_validator("time_zone")
    @classmethod
    def _zone_exists(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError) as unknown:
            raise ValueError("an IANA time zone such as 'Asia/Shanghai'") from unknown
        return zone


@dataclass(frozen=True)
class Workspace:
    """One deployment's declarations."""

    at: Locations
    settings: Settings
    reference: Reference
    calendar: tuple[Day, ...]
    sources: dict[str, Source]
    indicators: dict[str, Indicator]
    schemes: dict[str, Scheme]
    honesty: Honesty | None
    breaks: tuple[Break, ...] = ()

    def hash(self) -> str:
        """A SHA-256 over every declaring file, so that a publication names its own."""
        digest = hashlib.sha256()
        for file in declaring_files(self.at):
            digest.update(file.relative_to(self.at.root).as_posix().encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
        return digest.hexdigest()


def declaring_files(at: Locations) -> list[Path]:
    """Every file of a workspace that declares something, in a fixed order."""
    return sorted(
        [
            at.workspace,
            *at.reference.glob("*.csv"),
            *at.sources.glob("*.toml"),
            *at.indicators.glob("*.toml"),
            *at.schemes.glob("*.toml"),
            *at.root.glob(at.honesty.name),
            *at.root.glob(at.breaks.name),
        ]
    )


def load(at: Locations) -> Workspace:
    """The workspace at a place; raises DeclarationError for the first thing wrong."""
    if not at.root.is_dir():
        raise CallError(
            f"There is no workspace folder {at.root}/. Name one with --data DIR "
            "or the variable GOVSCORE_DATA."
        )
    settings = files.read(at.workspace, Settings)
    workspace = Workspace(
        at=at,
        settings=settings,
        reference=reference.load(at.reference, settings.languages),
        calendar=calendar.load(at.reference),
        sources=files.read_all(at.sources, Source, "source"),
        indicators=files.read_all(at.indicators, Indicator, "indicator_id"),
        schemes=files.read_all(at.schemes, Scheme, "scheme_id"),
        honesty=files.read(at.honesty, Honesty) if at.honesty.exists() else None,
        breaks=files.read(at.breaks, Breaks).breaks if at.breaks.exists() else (),
    )
    _check_words(workspace)
    _check_sources(workspace)
    _check_indicators(workspace)
    scheme_rules.check(at.schemes, workspace.schemes, workspace.indicators)
    _check_settings(workspace)
    if workspace.honesty:
        honesty.check(
            at.honesty, workspace.honesty, workspace.indicators, workspace.sources
        )
    breaks.check(workspace)
    ranking.check(workspace)
    case_mix.check(workspace)
    return workspace


def _check_words(workspace: Workspace) -> None:
    """Names that readers see stand in every language of the workspace."""
    at, settings = workspace.at, workspace.settings
    named = [
        (at.workspace, "name", settings.name),
        (at.workspace, "all_name", settings.all_name),
    ]
    for source_id, source in workspace.sources.items():
        named.append((at.sources / f"{source_id}.toml", "name", source.name))
    for scheme_id, scheme in workspace.schemes.items():
        named += scheme_rules.words(at.schemes / f"{scheme_id}.toml", scheme)
    for name, indicator in workspace.indicators.items():
        file = at.indicators / f"{name}.toml"
        for key in ("name", "short_name", "definition"):
            named.append((file, key, getattr(indicator, key)))
    for file, key, texts in named:
        lacking = [each for each in settings.languages if each not in texts]
        if lacking:
            raise DeclarationError(file, key, None, f"a text in {lacking[0]} too")


def _check_sources(workspace: Workspace) -> None:
    for name, source in workspace.sources.items():
        file = workspace.at.sources / f"{name}.toml"
        for key, column in source.columns.items():
            if column.kind in REFERENCES and not workspace.reference.table(column.kind):
                raise DeclarationError(
                    file,
                    f"columns.{key}.kind",
                    column.kind,
                    f"a kind whose reference table exists in {workspace.at.reference}/",
                )
            if column.from_item:
                _check_from_item(workspace, file, key, source)
        clock = source.clock
        if clock is None:
            continue
        if clock.pauses and clock.pauses not in workspace.sources:
            raise DeclarationError(
                file, "clock.pauses", clock.pauses, "the name of a source"
            )
        if clock.pauses:
            lacking = set(PAUSE_COLUMNS) - set(workspace.sources[clock.pauses].columns)
            if lacking:
                raise DeclarationError(
                    workspace.at.sources / f"{clock.pauses}.toml",
                    "columns",
                    None,
                    f"{', '.join(sorted(lacking))} too, as {name}.toml stops its "
                    "clock by this source",
                )
            if (kind := source.columns[source.key[0]].kind) != "text":
                raise DeclarationError(
                    file,
                    f"columns.{source.key[0]}.kind",
                    kind,
                    f'"text", by which {clock.pauses} names the cases it stops',
                )
        if clock.deadline is None and not workspace.calendar:
            raise DeclarationError(
                file,
                "clock",
                None,
                f"{workspace.at.reference / 'calendar.csv'} to count days by, "
                "or clock.deadline, the column that holds the deadline itself",
            )


def _check_from_item(
    workspace: Workspace, file: Path, key: str, source: Source
) -> None:
    wanted = source.columns[key].from_item
    items = workspace.reference.items
    if wanted not in (items[0].fields if items else {}) or "item_id" not in (
        source.columns
    ):
        raise DeclarationError(
            file,
            f"columns.{key}.from_item",
            wanted,
            "a column of reference/items.csv, in a source with a column item_id",
        )


def _check_indicators(workspace: Workspace) -> None:
    for name, indicator in workspace.indicators.items():
        file = workspace.at.indicators / f"{name}.toml"
        named = [indicator.source]
        if indicator.across:
            named.append(indicator.across.source)
        for source in named:
            if source not in workspace.sources:
                raise DeclarationError(
                    file, "source", source, f"one of {sorted(workspace.sources)}"
                )
            columns = set(workspace.sources[source].columns)
            if "subject_id" not in columns and not {"city_id", "department_id"} <= (
                columns
            ):
                raise DeclarationError(
                    file,
                    "source",
                    source,
                    "a source that says who: a column subject_id, or city_id and "
                    "department_id",
                )


def _check_settings(workspace: Workspace) -> None:
    settings = workspace.settings
    asked = {"headline": settings.headline, "drag_indicators": settings.drag_indicators}
    for key, names in asked.items():
        for name in names:
            if name not in workspace.indicators:
                raise DeclarationError(
                    workspace.at.workspace, key, name, "a declared indicator"
                )
