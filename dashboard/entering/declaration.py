"""Before a form opens: the declaration to be fair, or stepping aside with a reason."""

import streamlit as st

from dashboard.accounts.principal import Principal
from dashboard.assessments import entry, people, recusal
from dashboard.assessments.subjects import said
from dashboard.assessments.tasks import Task
from dashboard.entering import worklist
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.polling.doing import told


def draw(reader: Principal, task: Task) -> None:
    """Ask; the form is there when the answer is given."""
    _step_aside_from_home(reader, task)
    st.subheader(plain(said(task.subject_names)), anchor=False)
    if task.rubric.note:
        st.markdown(plain(said(task.rubric.note)))
    with st.container(border=True):
        st.markdown(t("assess.declare_title"))
        fair = st.checkbox(t("assess.declare"), key=f"fair_{task.assignment_id}")
        if st.button(
            t("assess.begin"),
            type="primary",
            icon=":material/edit:",
            disabled=not task.can_enter,
            key="begin",
        ):
            with told():
                entry.open_form(reader, task.assignment_id, fair)
                st.rerun()
    step_aside(reader, task.assignment_id)


def _step_aside_from_home(reader: Principal, task: Task) -> None:
    """Of one's own unit nothing is asked: somebody else takes over at once."""
    if task.can_enter or not people.home_contains(reader.home, task.subject_id):
        return
    with told():
        if recusal.recuse_from_home(reader, task.assignment_id):
            st.toast(t("recusal.own_home_done"), icon=":material/info:")
            worklist.go_to(None)
            st.rerun()


def step_aside(reader: Principal, assignment_id: int) -> None:
    """A form to step aside; it is never open by itself."""
    with (
        st.expander(t("assess.recuse_title"), icon=":material/block:"),
        st.form(f"recuse_{assignment_id}", border=False, enter_to_submit=False),
    ):
        st.caption(t("assess.recuse_help"))
        reason = st.text_area(
            t("assess.recuse_reason"), max_chars=recusal.LONGEST_REASON
        )
        if st.form_submit_button(t("assess.recuse")):
            with told():
                recusal.recuse(reader, assignment_id, reason)
                st.toast(t("assess.recused"), icon=":material/check:")
                worklist.go_to(None)
                st.rerun()
