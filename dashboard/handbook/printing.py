"""Sections of the method as one Markdown text, to keep and print."""

from collections.abc import Sequence

from dashboard.handbook.blocks import (
    Block,
    Fold,
    Formula,
    Heading,
    Pair,
    Section,
    Table,
    Text,
)


def contents(sections: Sequence[Section]) -> str:
    """The titles in their order."""
    return "\n".join(f"{n}. {each.title}" for n, each in enumerate(sections, 1))


def printed(section: Section) -> str:
    """A section under its title."""
    return "\n\n".join([f"## {section.title}", *map(_printed, section.blocks)])


def _printed(block: Block) -> str:
    match block:
        case Heading():
            return f"### {block.words}"
        case Text():
            return block.words
        case Formula():
            return f"$$\n{block.latex}\n$$"
        case Table():
            return table(block)
        case Pair():
            return f"{table(block.left)}\n\n{table(block.right)}"
        case Fold():
            return "\n\n".join([f"#### {block.title}", *map(_printed, block.blocks)])


def table(block: Table) -> str:
    """A table of Markdown; what is empty stays an empty cell."""
    rows = zip(*block.columns.values(), strict=True)
    lines = [list(block.columns), ["---"] * len(block.columns), *map(list, rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
