"""What an evaluator judges: scores and comments, deductions. Pure; nothing is checked.

What may stand in it is asked in checks.py.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

# Categories of characters that are no text: controls, halves, invisible directions.
_NO_TEXT = frozenset({"Cc", "Cs", "Cf", "Co", "Cn"})
# Invisible, but part of how emoji and some scripts are written.
_JOINERS = "\u200c\u200d"
# Far more than any text may have: what is longer is refused, and not worth reading.
_READ = 50_000
_LINE_END = re.compile(r"\r\n?|\x85|\u2028|\u2029")


@dataclass(frozen=True)
class ItemEntry:
    """The score of one item, None while it is open, and why."""

    score: float | None = None
    comment: str = ""


@dataclass(frozen=True)
class DeductionEntry:
    """One event that takes points off: by which rule, when, and what it was."""

    rule_id: str
    happened_on: date
    points: float
    note: str


@dataclass(frozen=True)
class Judgement:
    """All of it, as one form or one row of a table holds it."""

    items: Mapping[str, ItemEntry] = field(default_factory=dict)
    deductions: tuple[DeductionEntry, ...] = ()
    comment: str = ""

    @property
    def scores(self) -> dict[str, float | None]:
        return {item_id: entry.score for item_id, entry in self.items.items()}

    @property
    def points(self) -> list[float]:
        return [entry.points for entry in self.deductions]


def tidied(judgement: Judgement) -> Judgement:
    """The same with every text tidied and empty items left out."""
    items = {
        item_id: ItemEntry(entry.score, tidy(entry.comment))
        for item_id, entry in judgement.items.items()
    }
    return Judgement(
        items={
            item_id: entry for item_id, entry in items.items() if entry != ItemEntry()
        },
        deductions=tuple(
            DeductionEntry(
                entry.rule_id, entry.happened_on, entry.points, tidy(entry.note)
            )
            for entry in judgement.deductions
        ),
        comment=tidy(judgement.comment),
    )


def tidy(text: str) -> str:
    """Text as it is kept: composed, lines ended alike, nothing invisible in it."""
    lines = _LINE_END.sub("\n", unicodedata.normalize("NFC", text[:_READ]))
    kept = (
        letter
        for letter in lines
        if letter in "\n\t"
        or letter in _JOINERS
        or unicodedata.category(letter) not in _NO_TEXT
    )
    return "".join(kept).strip()
