"""Approving one or many at once, after a look at what that is."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard import session_keys
from dashboard.assessments import review
from dashboard.assessments.review_queue import Panel
from dashboard.assessments.subjects import said
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.reviewing.doing import attempt


@dataclass(frozen=True)
class Asked:
    """What stood on the screen when the button was pressed."""

    # assessment_id and revision of each.
    chosen: tuple[tuple[int, int], ...]
    subjects: int
    # Names of subjects with a score far from the others.
    apart: tuple[str, ...]


def button(panels: Sequence[Panel]) -> None:
    """Approve all that waits in some panels; says first which of them are apart."""
    asked = Asked(
        tuple(
            (each.assessment_id, each.revision)
            for panel in panels
            for each in panel.waiting
        ),
        len(panels),
        tuple(said(panel.subject_names) for panel in panels if panel.spread.outliers),
    )
    st.button(
        t("review.approve_n", n=str(len(asked.chosen))),
        icon=":material/done_all:",
        disabled=not asked.chosen,
        key="approve_many",
        on_click=_ask,
        args=(asked,),
    )
    pressed = st.session_state.pop(session_keys.APPROVAL_ASKED, None)
    if isinstance(pressed, Asked):
        _confirm(pressed)


def _ask(asked: Asked) -> None:
    st.session_state[session_keys.APPROVAL_ASKED] = asked


def _confirm(asked: Asked) -> None:
    n = str(len(asked.chosen))

    @st.dialog(t("review.confirm_title"))
    def ask() -> None:
        st.markdown(t("review.confirm", n=n, subjects=str(asked.subjects)))
        if asked.apart:
            names = "\n".join(f"- {plain(name)}" for name in asked.apart)
            st.warning(t("review.confirm_apart") + "\n\n" + names)
        if st.button(t("review.confirm_yes"), type="primary", key="approve_yes"):
            attempt(
                lambda reader: review.approve_many(reader, asked.chosen),
                t("review.approved_n", n=n),
            )
            st.rerun()

    ask()
