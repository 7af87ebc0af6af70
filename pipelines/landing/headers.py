"""Which header of a file is which declared column."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.declarations.source import Source, fold


@dataclass(frozen=True)
class Matching:
    """Declared column to position in the file, and what was left over.

    `answers` are the positions and headers that an unpivot turns into rows.
    """

    positions: dict[str, int]
    answers: dict[int, str]
    unused: tuple[str, ...]
    lacking: tuple[str, ...]
    twice: tuple[str, ...]


def match(source: Source, headers: list[str]) -> Matching:
    """Match by name and alias, without regard to case, spaces and underscores."""
    owner = {
        fold(spelling): name
        for name, column in source.columns.items()
        for spelling in (name, *column.aliases)
    }
    positions: dict[str, int] = {}
    answers: dict[int, str] = {}
    unused, twice = [], []
    for position, header in enumerate(headers):
        name = owner.get(fold(header))
        if source.unpivot and re.fullmatch(source.unpivot.columns, header):
            answers[position] = header
        elif name is None:
            unused.append(header or f"column {position + 1}, which has no header")
        elif name in positions:
            twice.append(header)
        else:
            positions[name] = position
    made = (
        {source.unpivot.name_to, source.unpivot.value_to} if source.unpivot else set()
    )
    lacking = tuple(
        name
        for name, column in source.columns.items()
        if (column.required or name in source.key)
        and name not in positions
        and name not in made
        and column.default is None
        and column.from_item is None
    )
    return Matching(positions, answers, tuple(unused), lacking, tuple(twice))
