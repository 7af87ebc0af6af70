"""A panel: an answer as title, the question, a chart and the same as a table."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import streamlit as st

from dashboard.i18n import t

View = Literal["chart", "table"]
_ICONS: dict[View, str] = {
    "chart": ":material/bar_chart:",
    "table": ":material/table_rows:",
}


@contextmanager
def panel(
    key: str, title: str, question: str, *, switch: bool = True
) -> Iterator[View]:
    """Draw the frame of a panel; yields which of the two the reader wants to see."""
    with st.container(border=True):
        with st.container(
            horizontal=True,
            horizontal_alignment="distribute",
            vertical_alignment="center",
            wrap=False,
            gap="xsmall",
        ):
            st.markdown(f"**{title}**  \n:gray[:small[{question}]]", anchors=False)
            view: View = "chart"
            if switch:
                chosen = st.segmented_control(
                    t("show.label"),
                    list(_ICONS),
                    default="chart",
                    required=True,
                    format_func=_ICONS.__getitem__,
                    key=f"view_{key}",
                    label_visibility="collapsed",
                    persist_state="session",
                )
                view = chosen or "chart"
        yield view
