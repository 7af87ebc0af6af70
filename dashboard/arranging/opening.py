"""Opening cycles: choices, what they would make, and the button that makes it."""

import streamlit as st

from dashboard import formats
from dashboard.accounts.principal import Principal
from dashboard.arranging import choosing, wording
from dashboard.assessments import cycles, declared, subjects, workdays
from dashboard.assessments.cycles import CycleRequest, Plan
from dashboard.database import engine
from dashboard.i18n import t, tn
from dashboard.markdown import plain
from dashboard.polling.doing import told


def draw(reader: Principal) -> None:
    """Draw the form and, below it, what it would make."""
    declarations = declared.load()
    rules = declarations.check_can_open()
    with engine.reading() as session:
        known = subjects.every(session)
    kind, codes = choosing.codes(
        workdays.today(), [each.code for each in cycles.every()]
    )
    chosen = choosing.subjects(known)
    kinds = list(dict.fromkeys(known[each].kind for each in chosen))
    methods = choosing.methods(declarations, kinds)
    usual = rules.deadlines.get(kind)
    with st.container(horizontal=True):
        entry, review = (
            int(
                st.number_input(
                    t(f"cycles.{name}_days"),
                    1,
                    250,
                    days,
                    help=t(f"cycles.{name}_days_help"),
                    key=f"cycles_{name}_days_{kind}",
                    width=240,
                )
            )
            for name, days in (
                ("entry", usual.entry if usual else 10),
                ("review", usual.review if usual else 5),
            )
        )
    st.subheader(t("cycles.preview"), anchor=False)
    if not codes:
        st.info(t("cycles.choose_which"), icon=":material/info:")
        return
    requests = [CycleRequest(code, chosen, methods, entry, review) for code in codes]
    with told():
        plans = cycles.plan(reader, requests)
        _show(plans)
        if st.button(
            tn("cycles.open_n", len(plans), n=formats.count(len(plans))),
            type="primary",
        ):
            made = cycles.open_cycles(reader, requests)
            names = t("place.comma").join(plain(wording.cycle(each)) for each in made)
            st.success(t("cycles.opened", cycles=names), icon=":material/check:")


def _show(plans: list[Plan]) -> None:
    st.table(
        [
            {
                t("cycles.cycle"): plain(subjects.said(plan.span.names())),
                t("cycles.subjects"): t("cycles.and").join(
                    f"{wording.kind(kind)} {formats.count(n)}"
                    for kind, n in plan.by_kind().items()
                ),
                t("cycles.entry_ends"): wording.due(plan.entry),
                t("cycles.review_ends"): wording.due(plan.review),
            }
            for plan in plans
        ],
        border="horizontal",
        hide_index=True,
    )
    if any(plan.entry.is_provisional or plan.review.is_provisional for plan in plans):
        st.caption(t("cycles.provisional_why"))
