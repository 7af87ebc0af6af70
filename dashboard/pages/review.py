"""Review: panels without names, spread and outliers, decisions, then the names."""

import streamlit as st

from dashboard import choice, session
from dashboard.accounts import here
from dashboard.assessments import review_queue
from dashboard.assessments.review_queue import MethodInReview
from dashboard.assessments.subjects import said
from dashboard.entering import words
from dashboard.i18n import t
from dashboard.reviewing import doing, panel, queue


def main() -> None:
    """Draw the page."""
    reader = here.enter("review")
    st.title(t("review.title"), anchor=False)
    methods = {
        str(method.cycle_method_id): method for method in review_queue.methods(reader)
    }
    if not methods:
        st.info(t("review.none"), icon=":material/info:")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = choice.one(
            "method",
            t("review.method"),
            list(methods),
            words=lambda number: _name(methods[number]),
            memory="review_method",
            width=420,
        )
        method = methods[chosen]
        st.caption(words.deadline(method.review_ends_on), width="content")
    panels = review_queue.panels(reader, method.cycle_method_id)
    if not panels:
        st.info(t("review.no_panels"), icon=":material/info:")
        return
    doing.refusal()
    by_number = {str(each.cycle_subject_id): each for each in panels}
    asked = session.chosen_one(queue.PANEL, ["", *by_number], "")
    if asked:
        panel.draw(method.rubric, by_number[asked], panels)
    else:
        queue.draw(panels)


def _name(method: MethodInReview) -> str:
    return t(
        "review.name_of",
        method=said(method.rubric.names),
        kind=t(f"review.kind_{method.subject_kind}"),
        cycle=said(method.cycle_names),
    )


main()
