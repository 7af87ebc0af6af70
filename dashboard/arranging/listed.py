"""Every cycle: its state, its days, how far it is."""

import pandas as pd
import streamlit as st

from dashboard import folded_table, formats
from dashboard.accounts.principal import Principal
from dashboard.arranging import wording
from dashboard.assessments import progress, publicity, workdays
from dashboard.assessments.progress import CycleProgress
from dashboard.i18n import t
from dashboard.markdown import plain

_FIRST = 20


def draw(reader: Principal) -> None:
    """Draw the table."""
    found = progress.of_cycles(reader)
    if not found:
        st.info(t("cycles.none"), icon=":material/info:")
        return
    folded_table.draw(pd.DataFrame([_row(each) for each in found]), _FIRST)


def _row(one: CycleProgress) -> dict[str, str]:
    cycle, today = one.cycle, workdays.today()
    state = t(f"cycles.state_{cycle.state}")
    if progress.is_late(cycle, one.counts, today):
        state = t("cycles.late", state=state)
    is_open = cycle.state == "open"
    entry, review = (
        wording.left(publicity.days_left(today, day) if is_open else None, day)
        for day in (cycle.entry_ends_on, cycle.review_ends_on)
    )
    return {
        t("cycles.cycle"): plain(wording.cycle(cycle)),
        t("cycles.state"): state,
        t("cycles.subjects"): formats.count(one.subjects),
        t("cycles.entry_ends"): entry,
        t("cycles.review_ends"): review,
        t("cycles.decided"): t(
            "cycles.of_total",
            n=formats.count(one.counts.decided),
            total=formats.count(one.counts.total),
        ),
    }
