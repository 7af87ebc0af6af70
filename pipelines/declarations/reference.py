"""Reference tables: cities, departments, items, tags, channels, peer groups.

CSV files a clerk can edit, one row a thing, `valid_from` and `valid_to` on each. Names
stand in one column a language: `name_zh`, `name_en`. Cells that hold a list separate
its parts by `|`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipelines.declarations import reference_rules
from pipelines.errors import DeclarationError

EARLIEST, LATEST = date(1900, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True)
class Entry:
    """One row of a reference table."""

    id: str
    names: Mapping[str, str]
    short_names: Mapping[str, str]
    aliases: tuple[str, ...]
    valid_from: date
    valid_to: date
    fields: Mapping[str, str] = field(default_factory=dict)

    def valid_on(self, day: date) -> bool:
        """Whether the thing existed on that day."""
        return self.valid_from <= day <= self.valid_to


@dataclass(frozen=True)
class Reference:
    """All reference tables of a workspace."""

    cities: tuple[Entry, ...]
    departments: tuple[Entry, ...]
    items: tuple[Entry, ...]
    tags: tuple[Entry, ...]
    channels: tuple[Entry, ...]
    peer_groups: tuple[Entry, ...]

    def table(self, kind: str) -> tuple[Entry, ...]:
        """The entries a column of that kind refers to."""
        return {
            "city": self.cities,
            "department": self.departments,
            "item": self.items,
            "channel": self.channels,
        }[kind]


def load(folder: Path, languages: tuple[str, ...]) -> Reference:
    """Every reference table of `folder`; a table that is not there is empty."""
    tables = {
        name: tuple(_entries(folder / f"{name}.csv", id_column, languages))
        for name, id_column in (
            ("cities", "city_id"),
            ("departments", "department_id"),
            ("items", "item_id"),
            ("tags", "tag_id"),
            ("channels", "channel"),
            ("peer_groups", "peer_group"),
        )
    }
    for name, entries in tables.items():
        reference_rules.check(folder / f"{name}.csv", name, entries, tables)
    for name in ("cities", "departments", "items", "channels"):
        aliases_of(tables[name], folder / f"{name}.csv")
    return Reference(**tables)


def aliases_of(entries: tuple[Entry, ...], file: Path) -> dict[str, str]:
    """Every way a thing is written, folded, with its id; two owners are an error."""
    owner: dict[str, str] = {}
    for entry in entries:
        spellings = (entry.id, *entry.aliases, *entry.names.values())
        for spelling in (*spellings, *entry.short_names.values()):
            folded = fold(spelling)
            if folded and owner.setdefault(folded, entry.id) != entry.id:
                raise DeclarationError(
                    file,
                    f"{entry.id}, name or alias",
                    spelling,
                    f"a spelling that {owner[folded]!r} does not use too",
                )
    return owner


def fold(spelling: str) -> str:
    """A spelling as it is compared: half width, no spaces, no case."""
    return "".join(half_width(spelling).split()).casefold()


FULL = "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ" + (
    "ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ－／：．，＋　"
)
HALF = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-/:.,+ "
_TO_HALF = str.maketrans(FULL, HALF)


def half_width(text: str) -> str:
    """Full-width digits, letters and marks as their half-width twins."""
    return text.translate(_TO_HALF)


def _entries(file: Path, id_column: str, languages: tuple[str, ...]) -> Iterator[Entry]:
    for line, row in rows(file):
        where = f"row {line}"
        if not row.get(id_column):
            raise DeclarationError(file, where, row.get(id_column), f"a {id_column}")
        names = {language: row.get(f"name_{language}", "") for language in languages}
        for language, name in names.items():
            if not name:
                raise DeclarationError(
                    file, f"{where}, name_{language}", name, "a name in this language"
                )
        yield Entry(
            id=row[id_column],
            names=names,
            short_names={
                language: row.get(f"short_{language}") or name
                for language, name in names.items()
            },
            aliases=tuple(a for a in row.get("aliases", "").split("|") if a),
            valid_from=_day(file, where, row, "valid_from", EARLIEST),
            valid_to=_day(file, where, row, "valid_to", LATEST),
            fields=row,
        )


def rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV with the row number a spreadsheet shows; none without the file."""
    if not file.exists():
        return
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            for number, row in enumerate(reader, start=2):
                if None in row or None in row.values():
                    raise DeclarationError(
                        file, f"row {number}", None, "as many cells as the header has"
                    )
                yield number, {key: value.strip() for key, value in row.items()}
    except (UnicodeDecodeError, csv.Error) as broken:
        raise DeclarationError(file, "", None, f"a CSV in UTF-8: {broken}") from broken


def _day(
    file: Path, where: str, row: Mapping[str, str], column: str, default: date
) -> date:
    text = row.get(column, "")
    if not text:
        return default
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise DeclarationError(
            file, f"{where}, {column}", text, "a date such as 2026-01-31, or nothing"
        ) from wrong
