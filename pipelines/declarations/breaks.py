"""Break marks: days since when something is counted otherwise, as people declare it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from pipelines.declarations.texts import Declaration, Identifier, Texts
from pipelines.errors import DeclarationError

if TYPE_CHECKING:
    from pipelines.declarations.workspace import Workspace

Kind = Literal["definition", "boundary", "department", "calendar"]


class Break(Declaration):
    """From `day` on something is counted otherwise; whom and what it concerns.

    Without `subjects` everybody, without `indicators` every figure.
    """

    day: date
    kind: Kind
    subjects: tuple[str, ...] = ()
    indicators: tuple[Identifier, ...] = ()
    text: Texts


class Breaks(Declaration):
    """`breaks.toml`; a workspace without it declares none."""

    breaks: tuple[Break, ...] = ()


def check(workspace: Workspace) -> None:
    """Raise DeclarationError for a break of nobody, of no figure, or without words."""
    file = workspace.at.breaks
    cities = {entry.id for entry in workspace.reference.cities}
    departments = {entry.id for entry in workspace.reference.departments}
    for number, each in enumerate(workspace.breaks):
        for subject in each.subjects:
            if not _is_known(subject, cities, departments):
                raise DeclarationError(
                    file,
                    f"breaks.{number}.subjects",
                    subject,
                    "all, city:ID, department:ID or organ:CITY/DEPARTMENT of the "
                    "reference tables",
                )
        for indicator in each.indicators:
            if indicator not in workspace.indicators:
                raise DeclarationError(
                    file, f"breaks.{number}.indicators", indicator, "an indicator"
                )
        for language in workspace.settings.languages:
            if language not in each.text:
                raise DeclarationError(
                    file, f"breaks.{number}.text", None, f"a text in {language} too"
                )


def _is_known(subject: str, cities: set[str], departments: set[str]) -> bool:
    kind, _, name = subject.partition(":")
    if kind == "organ":
        city, _, department = name.partition("/")
        return city in cities and department in departments
    known = {"all": {""}, "city": cities, "department": departments}
    return name in known.get(kind, set())
