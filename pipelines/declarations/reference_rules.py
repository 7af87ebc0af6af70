"""What must hold for a reference table beyond the shape of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import DeclarationError

if TYPE_CHECKING:
    from pipelines.declarations.reference import Entry

DAYS = ("legal_days", "promised_days")
LEVELS = ("1", "2", "3", "4", "5")
# Table to the kind of its peer groups.
GROUPED = {"cities": "city", "departments": "department"}


def check(
    file: Path,
    table: str,
    entries: tuple[Entry, ...],
    tables: Mapping[str, tuple[Entry, ...]],
) -> None:
    """Raise DeclarationError for the first row that cannot be."""
    seen: set[str] = set()
    departments = {entry.id for entry in tables["departments"]}
    for entry in entries:
        if entry.id in seen:
            raise DeclarationError(file, entry.id, None, "an id that stands once")
        seen.add(entry.id)
        if entry.valid_from > entry.valid_to:
            raise DeclarationError(
                file,
                f"{entry.id}, valid_to",
                entry.valid_to.isoformat(),
                f"a day on or after valid_from, {entry.valid_from}",
            )
        if table in GROUPED:
            _peer_group(file, entry, GROUPED[table], tables["peer_groups"])
        if table == "items":
            _item(file, entry, departments)
        if table == "tags" and entry.fields.get("level") not in LEVELS:
            level = entry.fields.get("level")
            raise DeclarationError(file, f"{entry.id}, level", level, "1 to 5")


def _peer_group(file: Path, entry: Entry, kind: str, groups: tuple[Entry, ...]) -> None:
    named = entry.fields.get("peer_group", "")
    if named and named not in {g.id for g in groups if g.fields.get("kind") == kind}:
        raise DeclarationError(
            file,
            f"{entry.id}, peer_group",
            named,
            f"a peer_group of kind {kind} of peer_groups.csv, or nothing",
        )


def _item(file: Path, item: Entry, departments: set[str]) -> None:
    department = item.fields.get("department_id", "")
    if department not in departments:
        raise DeclarationError(
            file,
            f"item {item.id}, department_id",
            department,
            "a department_id of departments.csv",
        )
    for key in DAYS:
        days = item.fields.get(key, "")
        if days and not (days.isascii() and days.isdigit()):
            raise DeclarationError(
                file,
                f"item {item.id}, {key}",
                days,
                "a whole number of days, or nothing",
            )
