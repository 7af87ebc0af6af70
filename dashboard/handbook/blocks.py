"""What a section of the method is made of. Words are Markdown, names in them plain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    words: str


@dataclass(frozen=True)
class Text:
    """Paragraphs, lists or a table as Markdown."""

    words: str


@dataclass(frozen=True)
class Formula:
    """LaTeX, the same in every language."""

    latex: str


@dataclass(frozen=True)
class Table:
    """Columns of equally many cells."""

    columns: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Pair:
    """Two tables that stand beside each other where there is room."""

    left: Table
    right: Table


@dataclass(frozen=True)
class Fold:
    """Something that is folded away on a screen, and printed under its title."""

    title: str
    blocks: tuple["Block", ...]


Block = Heading | Text | Formula | Table | Pair | Fold


@dataclass(frozen=True)
class Section:
    """One subject; `anchor` is the last part of a link to it."""

    anchor: str
    title: str
    blocks: tuple[Block, ...] = field(default=())


def listed(lines: Sequence[str]) -> Text:
    """A list, a point a line."""
    return Text("\n".join(f"- {line}" for line in lines))
