"""A form that is submitted, decided or late: what it says, and asking it back."""

import pandas as pd
import streamlit as st

from dashboard.accounts.principal import Principal
from dashboard.assessments import entry, workdays
from dashboard.assessments.forms import Form
from dashboard.assessments.judgement import ItemEntry, Judgement
from dashboard.assessments.rubric import Rubric
from dashboard.assessments.steps import LONGEST_REASON
from dashboard.assessments.subjects import said
from dashboard.assessments.tasks import Task
from dashboard.assessments.transitions import State
from dashboard.entering import proofs, words
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.polling.doing import told


def draw(reader: Principal, form: Form, task: Task) -> None:
    """The judgement to read; while nobody decided, a way to ask it back."""
    if form.submitted_at:
        at = f"{workdays.local(form.submitted_at):%Y-%m-%d %H:%M}"
        st.caption(t("assess.submitted_at", at=at))
    elif not task.can_enter:
        st.info(t("assess.entry_over"), icon=":material/info:")
    table(form.rubric, form.judgement, form.score)
    proofs.links(form.evidence, form.rubric)
    if form.state == State.SUBMITTED and task.can_enter:
        _asking_back(reader, form)


def table(rubric: Rubric, judgement: Judgement, score: float | None) -> None:
    """A judgement as rows: what, score, why."""
    rows = [
        (said(item.names), words.score(entered.score), entered.comment)
        for item in rubric.items
        for entered in [judgement.items.get(item.item_id, ItemEntry())]
    ]
    rows += [
        (
            f"{words.place(each.rule_id, rubric)} {each.happened_on}",
            f"−{each.points:g}",
            each.note,
        )
        for each in judgement.deductions
    ]
    rows.append((t("assess.total"), words.score(score), judgement.comment))
    st.dataframe(
        pd.DataFrame(rows, columns=["what", "score", "why"]),
        hide_index=True,
        alt=t("assess.record"),
        column_config={
            "what": st.column_config.TextColumn(t("assess.what"), width="medium"),
            "score": st.column_config.TextColumn(
                t("assess.score"), width="small", alignment="right"
            ),
            "why": st.column_config.TextColumn(t("assess.why"), width="large"),
        },
    )


def _asking_back(reader: Principal, form: Form) -> None:
    with (
        st.expander(t("assess.withdraw_title"), icon=":material/undo:"),
        st.form(f"withdraw_{form.assessment_id}", border=False, enter_to_submit=False),
    ):
        reason = st.text_area(t("assess.withdraw_reason"), max_chars=LONGEST_REASON)
        if st.form_submit_button(t("assess.withdraw")):
            with told():
                entry.withdraw(reader, form.assessment_id, form.revision, reason)
                st.toast(
                    t("assess.withdrawn", subject=plain(said(form.subject_names))),
                    icon=":material/check:",
                )
                st.rerun()
