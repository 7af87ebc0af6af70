"""Bonus, deduction, veto: entered by declared rules, decided by a second person."""

import streamlit as st

from dashboard import choice
from dashboard.accounts import here
from dashboard.adjusting import entering, listed
from dashboard.assessments import adjustment_lists
from dashboard.assessments.subjects import said
from dashboard.i18n import t


def main() -> None:
    """Draw the page."""
    reader = here.enter("adjustments")
    st.title(t("adjustments.title"), anchor=False)
    st.caption(t("adjustments.how"))
    cycles = {str(each.cycle_id): each for each in adjustment_lists.cycles_of(reader)}
    if not cycles:
        st.info(t("adjustments.no_cycle"), icon=":material/info:")
        return
    chosen = choice.one(
        "cycle",
        t("adjustments.cycle"),
        list(cycles),
        words=lambda number: said(cycles[number].names),
        width=320,
    )
    cycle = cycles[chosen]
    found = adjustment_lists.seen(reader, cycle.cycle_id)
    listed.draw(reader, found)
    if not found:
        st.info(t("adjustments.none"), icon=":material/info:")
    if cycle.state == "open":
        entering.draw(reader, cycle, len(found))


main()
