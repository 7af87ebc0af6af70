"""The form for a bonus, a deduction or a veto."""

import streamlit as st

from dashboard import formats, proof_links
from dashboard.accounts.principal import Principal
from dashboard.assessments import adjustment_lists, adjustments, workdays
from dashboard.assessments.adjustment_entry import (
    BONUS,
    KINDS,
    LONGEST_AWARD,
    LONGEST_TEXT,
    Entry,
    rules_of,
)
from dashboard.assessments.rules import PointRule, Rules, VetoRule
from dashboard.assessments.subjects import said
from dashboard.database.models.cycles import Cycle
from dashboard.i18n import t
from dashboard.polling.doing import told


def draw(reader: Principal, cycle: Cycle, entered: int) -> None:
    """Draw it; `entered` is how many there are, so that each form begins empty."""
    names = {
        each.cycle_subject_id: said(each.names)
        for each in adjustment_lists.choices(reader, cycle.cycle_id)
    }
    if not names:
        return
    st.header(t("adjustments.enter"), anchor=False)
    kinds = {each: t(f"adjustments.kind_{each}") for each in KINDS}
    kind = st.segmented_control(
        t("adjustments.kind"),
        KINDS,
        default=BONUS,
        required=True,
        format_func=kinds.__getitem__,
        label_visibility="collapsed",
    )
    declared = rules_of(Rules.model_validate(cycle.rules), kind)
    rules = {each.rule_id: _rule(each) for each in declared}
    if not rules:
        st.info(t("adjustments.no_rules"))
        return
    with st.form(f"adjustment_{kind}_{entered}"):
        left, right = st.columns(2)
        subject = left.selectbox(
            t("adjustments.subject"),
            list(names),
            index=None,
            placeholder=t("adjustments.choose"),
            format_func=names.__getitem__,
        )
        rule = right.selectbox(
            t("adjustments.rule"),
            list(rules),
            format_func=rules.__getitem__,
        )
        award = left.text_input(
            t("adjustments.award"),
            max_chars=LONGEST_AWARD,
            help=t("adjustments.award_help"),
        )
        day = right.date_input(
            t("adjustments.happened_on"),
            value=None,
            min_value=cycle.starts_on,
            max_value=workdays.today(),
            format="YYYY-MM-DD",
        )
        note = st.text_area(
            t("adjustments.note"),
            max_chars=LONGEST_TEXT,
            help=t("adjustments.note_help"),
        )
        files = proof_links.field(t("adjustments.evidence"))
        if not st.form_submit_button(t("adjustments.submit"), type="primary"):
            return
        if subject is None or day is None:
            st.error(t("adjustments.choose_subject_and_day"), icon=":material/error:")
            return
        with told():
            kept = proof_links.keep_all(reader, files)
            adjustments.enter(
                reader, Entry(subject, kind, str(rule), day, note, award, kept)
            )
            st.rerun()


def _rule(rule: PointRule | VetoRule) -> str:
    if isinstance(rule, PointRule):
        return t(
            "adjustments.rule_points",
            name=said(rule.names),
            points=formats.number(rule.points, 0 if rule.points % 1 == 0 else 1),
        )
    return said(rule.names)
