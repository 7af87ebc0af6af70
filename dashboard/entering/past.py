"""One's own scores of cycles that are over."""

import pandas as pd
import streamlit as st

from dashboard.accounts.principal import Principal
from dashboard.assessments import tasks
from dashboard.assessments.subjects import said
from dashboard.entering import words
from dashboard.i18n import t


def draw(reader: Principal) -> None:
    """A table to look up; nothing of anybody else is in it."""
    found = tasks.past(reader)
    if not found:
        st.info(t("assess.no_past"), icon=":material/info:")
        return
    st.dataframe(
        pd.DataFrame(
            {
                "cycle": [said(task.cycle_names) for task in found],
                "method": [said(task.rubric.names) for task in found],
                "subject": [said(task.subject_names) for task in found],
                "score": [words.score(task.score) for task in found],
                "state": [words.state(task.state) for task in found],
            }
        ),
        hide_index=True,
        alt=t("assess.view_past"),
        column_config={
            "cycle": st.column_config.TextColumn(t("assess.cycle")),
            "method": st.column_config.TextColumn(t("assess.method")),
            "subject": st.column_config.TextColumn(t("assess.subject")),
            "score": st.column_config.TextColumn(t("assess.score"), alignment="right"),
            "state": st.column_config.TextColumn(t("assess.state")),
        },
    )
