"""What an edition is called: `2026Q3-1`, the first edition of the third quarter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pipelines.errors import CallError

_QUARTER = re.compile(r"([0-9]{4})Q([1-4])")
_EDITION = re.compile(r"([0-9]{4}Q[1-4])-([1-9][0-9]{0,3})")


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter by year and number, written `2026Q3`."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Raise CallError for anything but a year and a quarter."""
        found = _QUARTER.fullmatch(text.strip().upper())
        if not found or int(found[1]) == 0:
            raise CallError(
                f"{text!r} is no quarter. Expected: year and quarter, such as 2026Q3."
            )
        return cls(int(found[1]), int(found[2]))

    @property
    def first_day(self) -> date:
        """How published tables name it."""
        return date(self.year, 3 * self.number - 2, 1)

    def __str__(self) -> str:
        return f"{self.year:04}Q{self.number}"


@dataclass(frozen=True, order=True)
class EditionId:
    """A quarter and which edition of it."""

    quarter: Quarter
    number: int

    @classmethod
    def known(cls, text: str) -> EditionId | None:
        """None for anything that cannot be the name of an edition, such as a path."""
        found = _EDITION.fullmatch(text)
        if not found or found[1].startswith("0000"):
            return None
        return cls(Quarter.parse(found[1]), int(found[2]))

    @classmethod
    def parse(cls, text: str) -> EditionId:
        """The same from a command line: raises CallError."""
        found = cls.known(text.strip().upper())
        if found is None:
            raise CallError(
                f"{text!r} names no edition. Expected: a quarter and a number such as "
                "2026Q3-1."
            )
        return found

    def __str__(self) -> str:
        return f"{self.quarter}-{self.number}"
