"""Publishing a cycle: what would come out, what is missing, and the button; closing."""

import pandas as pd
import streamlit as st

from dashboard import formats
from dashboard.accounts.principal import Principal
from dashboard.assessments import appeal_lists, publicity
from dashboard.assessments.rules import Rules
from dashboard.assessments.subjects import said
from dashboard.assessments.unfinished import Undecided, Unfinished
from dashboard.database.models.cycles import Cycle
from dashboard.downloads import harmless
from dashboard.i18n import t, tn
from dashboard.markdown import spoken
from dashboard.outcomes import words
from dashboard.polling.doing import told


def draw(reader: Principal, cycle: Cycle) -> None:
    """Draw the preview and, when nothing stands in the way, the form."""
    st.header(t("results.publish_title"), anchor=False)
    found = publicity.preview(reader, cycle.cycle_id)
    _count(found)
    _preview(found, Rules.model_validate(cycle.rules))
    if found.blocks:
        st.warning(
            t(
                "results.blocked",
                polls=formats.count(found.open_polls),
                adjustments=formats.count(found.open_adjustments),
            ),
            icon=":material/block:",
        )
        return
    with st.form(f"publish_{cycle.cycle_id}_{cycle.revision}"):
        reasons = _reasons(found.undecided)
        sure = st.checkbox(
            t(
                "results.sure",
                publicity=formats.count(cycle.publicity_days),
                appeal=formats.count(cycle.appeal_days),
            )
        )
        if st.form_submit_button(t("results.publish"), type="primary"):
            if not sure:
                st.error(t("results.tick_first"), icon=":material/error:")
                return
            with told():
                publicity.publish(reader, cycle.cycle_id, cycle.revision, reasons)
                st.rerun()


def draw_closing(reader: Principal, cycle: Cycle) -> None:
    """The button that closes a cycle; refused with a sentence while it is too early."""
    waiting, late = appeal_lists.unanswered(reader, cycle.cycle_id)
    st.caption(
        t(
            "results.unanswered",
            n=formats.count(waiting),
            late=formats.count(late),
        )
    )
    if st.button(t("results.close"), help=t("results.close_help")):
        with told():
            publicity.close(reader, cycle.cycle_id, cycle.revision)
            st.rerun()


def _count(found: Unfinished) -> None:
    scored = len(found.outcomes) - len(found.without_score)
    with st.container(horizontal=True, key="publish_tiles"):
        for label, value in (
            (t("results.subjects"), len(found.outcomes)),
            (t("results.with_score"), scored),
            (t("results.undecided"), len(found.undecided)),
            (t("results.open_adjustments"), found.open_adjustments),
            (t("results.open_polls"), found.open_polls),
        ):
            st.metric(label, formats.count(value), border=True)


def _preview(found: Unfinished, rules: Rules) -> None:
    with st.expander(t("results.preview"), key="publish_preview"):
        st.dataframe(
            pd.DataFrame(
                [
                    {
                        t("results.subject"): harmless(said(each.subject.names)),
                        t("results.total"): each.total.total,
                        t("results.grade"): harmless(
                            spoken(
                                words.grade_name(
                                    rules.grading_of(
                                        each.subject.kind, each.subject.category
                                    ),
                                    each.graded.grade,
                                )
                            )
                        ),
                        t("results.coverage"): each.coverage,
                        t("results.decided_by"): t(f"results.short_{each.graded.why}"),
                    }
                    for each in found.outcomes
                ]
            ),
            hide_index=True,
            placeholder="",
            alt=t("results.preview"),
            column_config={
                t("results.total"): st.column_config.NumberColumn(format="%.2f"),
                t("results.coverage"): st.column_config.NumberColumn(format="percent"),
            },
        )


def _reasons(undecided: tuple[Undecided, ...]) -> dict[int, str]:
    """Why each undecided one does not count: its own reason, or the one for all."""
    if not undecided:
        st.markdown(t("results.all_decided"))
        return {}
    st.markdown(tn("results.leave_out", len(undecided)))
    for_all = st.text_input(
        t("results.reason_for_all"), max_chars=publicity.LONGEST_REASON
    )
    reason = t("results.reason")
    table = st.data_editor(
        pd.DataFrame([_row(each) | {reason: ""} for each in undecided]),
        hide_index=True,
        disabled=list(_row(undecided[0])),
        column_config={
            reason: st.column_config.TextColumn(max_chars=publicity.LONGEST_REASON)
        },
        key="left_out",
    )
    return {
        each.assignment_id: str(typed or "").strip() or for_all
        for each, typed in zip(undecided, table[reason], strict=True)
    }


def _row(one: Undecided) -> dict[str, object]:
    return {
        t("results.subject"): harmless(said(one.subject_names)),
        t("results.method"): harmless(said(one.method_names)),
        t("results.state"): t(f"results.state_{one.state or 'none'}"),
    }
