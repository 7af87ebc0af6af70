"""Approving one or many at once, after a look at what that is."""

from collections.abc import Sequence

import streamlit as st

from dashboard.accounts.principal import Principal
from dashboard.assessments import review
from dashboard.assessments.review_queue import Panel, Submission
from dashboard.assessments.subjects import said
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.polling.doing import told


def button(
    reader: Principal, panels: Sequence[Panel], waiting: Sequence[Submission]
) -> None:
    """Approve all that waits in some panels; says first which of them are apart."""
    if st.button(
        t("review.approve_n", n=str(len(waiting))),
        icon=":material/done_all:",
        disabled=not waiting,
        key="approve_many",
    ):
        _confirm(reader, panels, waiting)


def _confirm(
    reader: Principal, panels: Sequence[Panel], waiting: Sequence[Submission]
) -> None:
    @st.dialog(t("review.confirm_title"))
    def ask() -> None:
        n, subjects = str(len(waiting)), str(len(panels))
        st.markdown(t("review.confirm", n=n, subjects=subjects))
        apart = [
            plain(said(panel.subject_names))
            for panel in panels
            if panel.spread.outliers
        ]
        if apart:
            names = "\n".join(f"- {name}" for name in apart)
            st.warning(t("review.confirm_apart") + "\n\n" + names)
        if st.button(t("review.confirm_yes"), type="primary", key="approve_yes"):
            with told():
                chosen = [(each.assessment_id, each.revision) for each in waiting]
                review.approve_many(reader, chosen)
                st.toast(t("review.approved_n", n=n), icon=":material/check:")
                st.rerun()

    ask()
