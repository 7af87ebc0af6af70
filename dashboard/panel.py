"""A panel: an answer as title, the question, a chart and the same as a table."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import streamlit as st

from dashboard.i18n import t

View = Literal["chart", "table"]
_VIEWS: tuple[View, ...] = ("chart", "table")


@contextmanager
def panel(
    key: str, title: str, question: str, *, switch: bool = True
) -> Iterator[View]:
    """Draw the frame of a panel; yields which of the two the reader wants to see."""
    with st.container(border=True, height="stretch"):
        with st.container(
            horizontal=True,
            horizontal_alignment="distribute",
            # Above the tools that Streamlit shows where a chart is pointed at.
            vertical_alignment="top",
            wrap=False,
            gap="xsmall",
        ):
            st.markdown(f"**{title}**  \n:gray[:small[{question}]]", anchors=False)
            view: View = "chart"
            names = {each: t(f"show.{each}") for each in _VIEWS}
            if switch:
                chosen = st.segmented_control(
                    t("show.label"),
                    _VIEWS,
                    default="chart",
                    required=True,
                    format_func=names.__getitem__,
                    key=f"view_{key}",
                    label_visibility="collapsed",
                    persist_state="session",
                )
                view = chosen or "chart"
        yield view
