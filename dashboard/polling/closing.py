"""Closing a poll before its time."""

import streamlit as st

from dashboard.accounts.principal import Principal
from dashboard.assessments import polls
from dashboard.i18n import t
from dashboard.polling.doing import told

_LONGEST = 500


def draw(reader: Principal, poll_id: int) -> None:
    """A form that asks for the reason; nothing reopens a poll."""
    with (
        st.expander(t("polls.close_title"), key="close_early"),
        st.form("close_poll", border=False),
    ):
        reason = st.text_area(
            t("polls.reason"), help=t("polls.reason_help"), max_chars=_LONGEST
        )
        if st.form_submit_button(t("polls.close")):
            with told():
                polls.close(reader, poll_id, reason)
                st.rerun()
