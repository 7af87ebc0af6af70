"""Opening a democratic review: who votes with which weight, and until when."""

from datetime import time, timedelta

import streamlit as st

from dashboard import formats
from dashboard.accounts.principal import Principal
from dashboard.assessments import polls, workdays
from dashboard.assessments.polls import Offer
from dashboard.assessments.subjects import said
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.polling.doing import told

_USUAL_DAYS = 7
_MOST_DAYS = 366
# The end of an office day.
_USUAL_TIME = time(18)


def draw(reader: Principal, offer: Offer) -> None:
    """What the rubric says, and the form that opens the poll."""
    if not offer.cycle_is_open:
        st.info(t(polls.CycleNotOpen.key), icon=":material/info:")
        return
    st.markdown(
        t(
            "polls.by_the_rubric",
            n=formats.count(offer.subjects),
            options=t("place.comma").join(
                t(
                    "polls.option",
                    name=plain(said(each.names)),
                    points=formats.number(each.points),
                )
                for each in offer.rubric.options
            ),
        )
    )
    st.table(
        [
            {
                t("polls.class"): plain(said(each.names)),
                t("polls.weight"): formats.share(each.weight),
                t("polls.minimum"): formats.count(each.minimum_ballots),
            }
            for each in offer.rubric.classes
        ],
        border="horizontal",
        hide_index=True,
        width="content",
    )
    today = workdays.today()
    with st.form("open_poll", width=480):
        last_day = st.date_input(
            t("polls.closes_on"),
            today + timedelta(days=_USUAL_DAYS),
            min_value=today,
            max_value=today + timedelta(days=_MOST_DAYS),
            format="YYYY-MM-DD",
            help=t("polls.closes_on_help"),
        )
        clock = st.time_input(t("polls.closes_at"), _USUAL_TIME, step=1800)
        if st.form_submit_button(t("polls.open"), type="primary"):
            with told():
                closes_at = workdays.at(last_day, clock)
                polls.open_poll(reader, offer.cycle_method_id, closes_at)
                st.rerun()
