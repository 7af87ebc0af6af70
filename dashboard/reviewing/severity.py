"""Severity: how far each assessor lies from the panels' means, by letters."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.assessments.review_queue import Panel
from dashboard.assessments.spread import Severity
from dashboard.formats import signed
from dashboard.i18n import t


def draw(panels: Sequence[Panel]) -> None:
    """A small table; nothing where nobody sat on a panel with others."""
    found: dict[str, Severity] = {}
    for panel in panels:
        found |= panel.spread.severity
    rated = sorted(
        (item for item in found.items() if item[1].n),
        key=lambda item: (len(item[0]), item[0]),
    )
    if not rated:
        return
    st.subheader(t("review.severity"), anchor=False)
    st.caption(t("review.severity_help"))
    st.dataframe(
        pd.DataFrame(
            {
                "assessor": [t("review.assessor", label=label) for label, _ in rated],
                "deviation": [signed(each.deviation, 2) for _, each in rated],
                "n": [each.n for _, each in rated],
                "flag": [
                    t("review.lenient" if each.deviation > 0 else "review.severe")
                    if each.is_flagged
                    else ""
                    for _, each in rated
                ],
            }
        ),
        hide_index=True,
        width=560,
        alt=t("review.severity"),
        column_config={
            "assessor": st.column_config.TextColumn(t("review.assessor_head")),
            "deviation": st.column_config.TextColumn(
                t("review.deviation"), alignment="right"
            ),
            "n": st.column_config.NumberColumn(t("review.panels_n")),
            "flag": st.column_config.TextColumn(t("review.flag")),
        },
    )
