"""Which header of a file is which declared column."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.declarations.source import Source, fold
from pipelines.errors import FileRefused
from pipelines.landing.inbox import Arrival
from pipelines.landing.masking import listed


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


def refuse_unknown_shape(
    source: Source, arrival: Arrival, headers: list[str], matching: Matching
) -> None:
    """Raise FileRefused for headers that are not what the source declares."""
    if not headers:
        problem = "it is empty: not even a header row"
    elif matching.twice:
        problem = f"two headers stand for one column: {listed(matching.twice)}"
    elif matching.lacking:
        wanted = "; ".join(
            " or ".join((name, *source.columns[name].aliases))
            for name in matching.lacking
        )
        problem = f"it lacks a column: {wanted}\n  It has: {listed(headers)}"
    elif source.unpivot and not matching.answers:
        problem = f"no header matches {source.unpivot.columns!r}"
    else:
        return
    raise FileRefused(
        source.source,
        arrival.name,
        problem,
        f"Correct the file, or add the header as an alias in "
        f"sources/{source.source}.toml.",
    )
