"""Assigning by hand: one evaluator, some subjects; and taking an assignment back."""

import pandas as pd
import streamlit as st

from dashboard import folded_table
from dashboard.accounts.principal import Principal
from dashboard.arranging import wording
from dashboard.assessments import assignments
from dashboard.assessments.assignment_lists import Desk
from dashboard.assessments.assignments import HAND, Pair
from dashboard.assessments.subjects import said
from dashboard.database.models.cycles import CycleMethod
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.polling.doing import told

_FIRST = 15


def draw(reader: Principal, desk: Desk, method: CycleMethod) -> None:
    """The form, and who is asked already."""
    _form(reader, desk, method)
    held = desk.of_method(method)
    if not held:
        st.info(t("cycles.nobody_assigned"), icon=":material/info:")
        return
    folded_table.draw(
        pd.DataFrame(
            {
                t("cycles.subject"): [plain(said(e.subject.names)) for e in held],
                t("cycles.evaluator"): [plain(desk.name(e.account_id)) for e in held],
                t("cycles.origin"): [t(f"cycles.origin_{e.origin}") for e in held],
            }
        ),
        _FIRST,
    )
    with (
        st.popover(t("cycles.take_back")),
        st.form("withdraw", border=False, clear_on_submit=True),
    ):
        chosen = st.selectbox(
            t("cycles.assignment"),
            [each.assignment_id for each in held],
            index=None,
            placeholder=t("cycles.choose"),
            format_func={
                each.assignment_id: t(
                    "cycles.who_whom",
                    evaluator=desk.name(each.account_id),
                    subject=said(each.subject.names),
                )
                for each in held
            }.__getitem__,
        )
        if st.form_submit_button(t("cycles.take_back")) and chosen is not None:
            with told():
                assignments.withdraw(reader, chosen)
                st.rerun()


def _form(reader: Principal, desk: Desk, method: CycleMethod) -> None:
    subjects = {
        each.cycle_subject_id: said(each.names) for each in desk.subjects_of(method)
    }
    with st.form("assign", clear_on_submit=True):
        left, right = st.columns([1, 2])
        account_id = left.selectbox(
            t("cycles.evaluator"),
            list(desk.may.evaluators),
            index=None,
            placeholder=t("cycles.choose"),
            format_func=desk.full_name,
        )
        chosen = right.multiselect(
            t("cycles.of_kind", kind=wording.kind(method.subject_kind)),
            list(subjects),
            placeholder=t("cycles.choose"),
            format_func=subjects.__getitem__,
        )
        if not st.form_submit_button(t("cycles.assign"), type="primary"):
            return
        if account_id is None or not chosen:
            st.error(t("cycles.choose_both"), icon=":material/error:")
            return
        with told():
            pairs = [Pair(method.cycle_method_id, each, account_id) for each in chosen]
            assignments.assign_all(reader, pairs, HAND)
            st.rerun()
