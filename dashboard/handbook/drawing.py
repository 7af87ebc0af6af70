"""Sections of the method on a page."""

from collections.abc import Sequence

import streamlit as st

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


def contents(sections: Sequence[Section]) -> None:
    """A way to every section."""
    st.markdown(" · ".join(f"[{each.title}](#{each.anchor})" for each in sections))


def draw(section: Section) -> None:
    """A section with its anchor."""
    st.header(section.title, anchor=section.anchor)
    for block in section.blocks:
        _draw(block)


def _draw(block: Block) -> None:
    match block:
        case Heading():
            st.subheader(block.words, anchor=False)
        case Text():
            st.markdown(block.words)
        case Formula():
            st.latex(block.latex)
        case Table():
            st.table(dict(block.columns), border="horizontal", hide_index=True)
        case Pair():
            for column, table in zip(
                st.columns(2), (block.left, block.right), strict=True
            ):
                with column:
                    _draw(table)
        case Fold():
            with st.expander(block.title):
                for each in block.blocks:
                    _draw(each)
