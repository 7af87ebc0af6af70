"""What was entered: waiting ones with the means to decide, the others as a table."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard import folded_table, formats, proof_links
from dashboard.accounts.principal import Principal
from dashboard.assessments import adjustments
from dashboard.assessments.adjustment_entry import LONGEST_TEXT, VETO
from dashboard.assessments.adjustment_lists import Shown
from dashboard.assessments.subjects import said
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.polling.doing import told

_FIRST = 15
# Of those to be decided; the next ones move up.
_AT_ONCE = 10


def draw(reader: Principal, found: Sequence[Shown]) -> None:
    """Draw what is to be decided by this reader, then everything else."""
    waiting = [each for each in found if each.can_decide]
    if waiting:
        st.header(t("adjustments.to_decide"), anchor=False)
        for each in waiting[:_AT_ONCE]:
            _to_decide(reader, each)
    others = [each for each in found if not each.can_decide]
    if others:
        st.header(t("adjustments.entered"), anchor=False)
        folded_table.draw(pd.DataFrame([_row(each) for each in others]), _FIRST)


def _to_decide(reader: Principal, one: Shown) -> None:
    with st.container(border=True, key=f"adjustment_{one.adjustment_id}"):
        st.markdown(
            t(
                "adjustments.what",
                subject=plain(said(one.subject_names)),
                rule=plain(said(one.rule_names)),
                points=points(one),
            )
        )
        st.markdown(plain(one.note))
        st.caption(_basis(one))
        with st.form(f"decide_{one.adjustment_id}_{one.revision}", border=False):
            reason = st.text_input(
                t("adjustments.reason"),
                max_chars=LONGEST_TEXT,
                placeholder=t("adjustments.reason_when"),
                label_visibility="collapsed",
            )
            with st.container(horizontal=True):
                approves = st.form_submit_button(
                    t("adjustments.approve"), type="primary"
                )
                returns = st.form_submit_button(t("adjustments.return"))
        with told():
            if approves:
                adjustments.approve(reader, one.adjustment_id, one.revision)
                st.rerun()
            if returns:
                adjustments.return_(reader, one.adjustment_id, one.revision, reason)
                st.rerun()


def _row(one: Shown) -> dict[str, str]:
    state = t(f"adjustments.state_{one.state}")
    if one.decision_reason:
        state = t(
            "adjustments.state_because", state=state, reason=plain(one.decision_reason)
        )
    # Four columns: that many stand on a telephone.
    return {
        t("adjustments.subject"): plain(said(one.subject_names)),
        t("adjustments.rule"): t(
            "adjustments.rule_and_points",
            rule=plain(said(one.rule_names)),
            points=points(one),
        ),
        t("adjustments.basis"): _basis(one),
        t("adjustments.state"): state,
    }


def _basis(one: Shown) -> str:
    return t(
        "adjustments.when_and_proof",
        day=formats.day(one.happened_on),
        award=plain(one.award) or t("adjustments.no_award"),
        files=proof_links.markdown(one.files),
    )


def points(one: Shown) -> str:
    """+2, −0.5, or the word for a veto."""
    if one.kind == VETO:
        return t("adjustments.kind_veto")
    signed = one.points if one.kind == "bonus" else -one.points
    return formats.signed(signed, 0 if signed % 1 == 0 else 1)
