"""Codes, names and flags: from what a feed writes to what the workspace means.

Such columns hold few different values, so each value is resolved once, here, and rows
are joined to the answers. Nothing is guessed: what no declaration knows is rejected.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.declarations.reference import (
    EARLIEST,
    LATEST,
    Reference,
    aliases_of,
    fold,
    half_width,
)
from pipelines.declarations.source import REFERENCES, Column

RESOLVED_KINDS = frozenset({"code", "boolean", "subject", "tags"}) | REFERENCES
_FEW_NUMBERS = 10_000
_TRUE = frozenset({"true", "1", "yes", "y", "t", "是"})
_FALSE = frozenset({"false", "0", "no", "n", "f", "否"})
_BETWEEN_TAGS = re.compile(r"[,;|\s，；、]+")


@dataclass(frozen=True)
class Answer:
    """What a raw text means: a value, or the code of the reason why it has none."""

    value: str | None
    reason: str | None = None
    valid_from: date = EARLIEST
    valid_to: date = LATEST


def is_resolved(column: Column) -> bool:
    """Whether a column's values are looked up, not parsed."""
    return column.kind in RESOLVED_KINDS or bool(column.codes)


def repeats(column: Column) -> bool:
    """Whether a column says few different things, so that each is read once.

    Numbers do where their declaration leaves few of them, and keeps them as they are.
    """
    if is_resolved(column):
        return True
    if column.kind != "integer" or column.privacy != "keep":
        return False
    if column.minimum is None or column.maximum is None:
        return False
    return column.maximum - column.minimum < _FEW_NUMBERS


class Resolver:
    """Answers for one workspace's reference tables."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._aliases = {
            kind: aliases_of(reference.table(kind), Path(f"{kind} table"))
            for kind in REFERENCES
        }
        self._entries = {
            kind: {entry.id: entry for entry in reference.table(kind)}
            for kind in REFERENCES
        }
        self._tags = {tag.id for tag in reference.tags}
        self._kinds: dict[str, Callable[[Column, str], Answer]] = {
            "boolean": self._boolean,
            "code": self._code,
            "subject": self._subject,
            "tags": self._tag_list,
            **dict.fromkeys(REFERENCES, self._referred),
        }

    def resolve(self, column: Column, raw: str, missing: tuple[str, ...]) -> Answer:
        """The answer to one raw text; '' stands for an absent cell."""
        text = half_width(raw).strip()
        absent = text == "" or text in missing or text in column.missing
        if absent and text not in column.codes:
            if column.default is not None:
                return Answer(column.default)
            needed = column.required and column.from_item is None
            return Answer(None, "missing" if needed else None)
        codes = {fold(code): value for code, value in column.codes.items()}
        if fold(text) in codes:
            coded = codes[fold(text)]
            return Answer(coded or None, None if coded else _needed(column))
        if column.kind in self._kinds:
            return self._kinds[column.kind](column, text)
        return Answer(None, "unknown_code")

    def _boolean(self, column: Column, text: str) -> Answer:
        if text.casefold() in _TRUE:
            return Answer("true")
        if text.casefold() in _FALSE:
            return Answer("false")
        return Answer(None, "unknown_code")

    def _code(self, column: Column, text: str) -> Answer:
        if not column.codes or text in column.codes.values():
            return Answer(text)
        return Answer(None, "unknown_code")

    def _referred(self, column: Column, text: str) -> Answer:
        aliases = self._aliases[column.kind]
        found = aliases.get(fold(text))
        if found is None and column.cut and _can_be_cut(column, column.cut, text):
            found = aliases.get(fold(text[: column.cut]))
        if found is None:
            return Answer(None, f"unknown_{column.kind}")
        entry = self._entries[column.kind][found]
        return Answer(found, None, entry.valid_from, entry.valid_to)

    def _subject(self, column: Column, text: str) -> Answer:
        kind, _, rest = text.partition(":")
        cities, departments = self._entries["city"], self._entries["department"]
        city, _, department = rest.partition("/")
        known = {
            "all": not rest,
            "city": rest in cities,
            "department": rest in departments,
            "organ": city in cities and department in departments,
        }
        return Answer(text) if known.get(kind) else Answer(None, "unknown_subject")

    def _tag_list(self, column: Column, text: str) -> Answer:
        tags = sorted({tag for tag in _BETWEEN_TAGS.split(text) if tag})
        # Codes of older tables are three digits too; they stay, without a name.
        if all(tag in self._tags or re.fullmatch(r"\d{3}", tag) for tag in tags):
            return Answer(",".join(tags))
        return Answer(None, "unknown_code")


def _can_be_cut(column: Column, cut: int, text: str) -> bool:
    """Whether the beginning of a code may stand for it.

    A division code goes on by three digits a level (9 and 12 of 6); what only begins
    like one is a name or, in a shifted cell, a person's number.
    """
    if column.kind != "city":
        return len(text) > cut
    return text.isascii() and text.isdigit() and len(text) in (cut + 3, cut + 6)


def _needed(column: Column) -> str | None:
    return "missing" if column.required else None
