"""Drawing panels: choices, the draw as it would be, and the button that makes it."""

import streamlit as st

from dashboard import formats
from dashboard.accounts.principal import Principal
from dashboard.assessments import panel_draws, panels
from dashboard.assessments.assignment_lists import Desk
from dashboard.assessments.panels import Drawn, Shortfall
from dashboard.assessments.subjects import said
from dashboard.database.models.cycles import CycleMethod
from dashboard.i18n import t, tn
from dashboard.markdown import plain
from dashboard.polling.doing import told

_USUAL = 3
# As many names as a sentence bears.
_NAMED = 5


def draw(reader: Principal, desk: Desk, method: CycleMethod) -> None:
    """Draw it all."""
    st.caption(t("cycles.draw_how", at_least=panels.AT_LEAST, shared=panels.SHARED))
    taken = {each.cycle_subject_id for each in desk.of_method(method)}
    free = [s for s in desk.subjects_of(method) if s.cycle_subject_id not in taken]
    if not free:
        st.info(t("cycles.nothing_to_draw"), icon=":material/info:")
        return
    people = st.multiselect(
        t("cycles.evaluators"),
        list(desk.may.evaluators),
        placeholder=t("cycles.choose"),
        format_func=desk.full_name,
        key=f"cycles_draw_{method.cycle_method_id}",
    )
    with st.container(horizontal=True):
        per_subject = st.number_input(t("cycles.per_subject"), 1, 15, _USUAL, width=240)
        seed = st.number_input(
            t("cycles.seed"), 0, 10**9, 1, help=t("cycles.seed_help"), width=240
        )
    if not people:
        st.info(t("cycles.choose_evaluators"), icon=":material/info:")
        return
    shown = panel_draws.preview(
        reader, method.cycle_method_id, people, int(per_subject), int(seed)
    )
    for short in shown.shortfalls:
        _say(short, desk)
    if not shown.is_possible:
        return
    _show(shown, desk)
    if st.button(
        tn("cycles.confirm_draw", len(shown.pairs), n=formats.count(len(shown.pairs))),
        type="primary",
    ):
        with told():
            panel_draws.confirm(
                reader, method.cycle_method_id, people, int(per_subject), shown
            )
            st.rerun()


def _say(short: Shortfall, desk: Desk) -> None:
    names = [desk.name(each) for each in short.assessors]
    words = t("place.comma").join(plain(name) for name in names[:_NAMED])
    st.warning(
        t(short.key, n=formats.count(short.n), names=words), icon=":material/warning:"
    )
    if short.subjects:
        of = {each.cycle_subject_id: each for each in desk.subjects}
        st.caption(
            t("place.comma").join(
                plain(said(of[each].names)) for each in short.subjects[:_NAMED]
            )
        )


def _show(shown: Drawn, desk: Desk) -> None:
    loads = shown.loads.values()
    low, high = formats.count(min(loads)), formats.count(max(loads))
    st.markdown(
        t(
            "cycles.drawn",
            load=low if low == high else t("cycles.from_to", low=low, high=high),
            shared=formats.count(min(shown.shared.values())),
            connected=t("cycles.connected" if shown.parts == 1 else "cycles.apart"),
        )
    )
    names = {each.cycle_subject_id: said(each.names) for each in desk.subjects}
    st.table(
        [
            {
                t("cycles.evaluator"): plain(desk.name(assessor)),
                t("cycles.load"): formats.count(load),
                t("cycles.shared"): formats.count(shown.shared[assessor]),
                t("cycles.subjects"): t("place.comma").join(
                    plain(names[subject]) for a, subject in shown.pairs if a == assessor
                ),
            }
            for assessor, load in shown.loads.items()
        ],
        border="horizontal",
        hide_index=True,
    )
