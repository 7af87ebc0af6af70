"""How far a cycle is by method and evaluator; who stepped aside and who took over."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard import folded_table, formats
from dashboard.accounts.principal import Principal
from dashboard.arranging import wording
from dashboard.assessments import progress, recusal, workdays
from dashboard.assessments.progress import STAGES, Counts, Recused
from dashboard.assessments.subjects import said
from dashboard.database.models.cycles import Cycle
from dashboard.i18n import t, tn
from dashboard.markdown import plain
from dashboard.polling.doing import told

_FIRST = 20


def draw_progress(reader: Principal, cycle: Cycle) -> None:
    """Methods first, then people: who has most left to do on top."""
    st.subheader(t("cycles.by_method"), anchor=False)
    rows = [
        {
            t("cycles.method"): plain(wording.method(each.method)),
            t("cycles.weight"): formats.share(each.method.weight),
            t("cycles.uncovered"): t("cycles.ballots")
            if each.is_by_ballot
            else t(
                "cycles.of_total",
                n=formats.count(each.uncovered),
                total=formats.count(each.subjects),
            ),
            **_stages(None if each.is_by_ballot else each.counts),
        }
        for each in progress.of_methods(reader, cycle.cycle_id)
    ]
    folded_table.draw(pd.DataFrame(rows), _FIRST)
    st.subheader(t("cycles.by_evaluator"), anchor=False)
    people = [
        {t("cycles.evaluator"): plain(each.name), **_stages(each.counts)}
        for each in progress.of_evaluators(reader, cycle.cycle_id)
    ]
    if people:
        folded_table.draw(pd.DataFrame(people), _FIRST)
    else:
        st.info(t("cycles.nobody_assigned"), icon=":material/info:")


def draw_recusals(reader: Principal, cycle: Cycle) -> None:
    """The history, and the look at homes that changed since."""
    found = progress.recusals(reader, cycle.cycle_id)
    if found:
        folded_table.draw(pd.DataFrame([_recusal(each) for each in found]), _FIRST)
    else:
        st.info(t("cycles.no_recusals"), icon=":material/info:")
    if cycle.state != "open":
        return
    st.caption(t("cycles.check_homes_help"))
    if st.button(t("cycles.check_homes")):
        with told():
            n = recusal.recuse_homes(reader, cycle.cycle_id)
            st.success(
                tn("cycles.homes_checked", n, n=formats.count(n)),
                icon=":material/check:",
            )


def _stages(counts: Counts | None) -> Mapping[str, str]:
    return {
        t(f"cycles.stage_{stage}"): "–"
        if counts is None
        else formats.count(counts.stages.get(stage, 0))
        for stage in STAGES
    }


def _recusal(one: Recused) -> dict[str, str]:
    reason = one.reason
    if reason == recusal.OWN_HOME:
        reason = t("recusal.own_home")
    return {
        t("cycles.evaluator"): plain(one.evaluator),
        t("cycles.subject"): plain(said(one.subject_names)),
        t("cycles.method"): plain(said(one.rubric_names)),
        t("cycles.reason"): plain(reason),
        t("cycles.recused_on"): formats.day(workdays.local(one.at)) if one.at else "",
        t("cycles.took_over"): plain(one.replaced_by)
        if one.replaced_by
        else t("cycles.nobody"),
    }
