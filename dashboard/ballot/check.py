"""The check before a ballot is cast: all choices once more, and the way back."""

import logging

import streamlit as st

from dashboard import formats, session_keys
from dashboard.assessments import ballots
from dashboard.assessments.ballots import Ballot
from dashboard.assessments.polls import ABSTAINED, PollClosed
from dashboard.assessments.subjects import said
from dashboard.ballot import paper
from dashboard.i18n import t, tn
from dashboard.markdown import plain

log = logging.getLogger(__name__)


def draw(ballot: Ballot, token: str, choices: dict[int, str]) -> None:
    """Show what will be counted; cast it, or go back to change it."""
    st.subheader(t("ballot.check"), anchor=False)
    words = paper.option_words(ballot)
    left = [each for each in ballot.subjects if each.cycle_subject_id not in choices]
    if left:
        st.warning(
            tn("ballot.left_out", len(left), n=formats.count(len(left))),
            icon=":material/info:",
        )
    st.table(
        [
            {
                t("ballot.subject"): plain(said(each.names)),
                t("ballot.choice"): words[
                    choices.get(each.cycle_subject_id, ABSTAINED)
                ],
            }
            for each in ballot.subjects
        ],
        border="horizontal",
        hide_index=True,
    )
    st.caption(t("ballot.final"))
    if st.button(t("ballot.cast"), type="primary", width="stretch"):
        _cast(token, choices)
    if st.button(t("ballot.back"), width="stretch"):
        st.session_state[session_keys.BALLOT_EARLIER] = choices
        st.session_state.pop(session_keys.BALLOT_CHOICES, None)
        st.rerun()


def _cast(token: str, choices: dict[int, str]) -> None:
    # Before the vote: a second click stops this run anywhere after it, and the next one
    # finds the link used. This tells that it was used here.
    st.session_state[session_keys.BALLOT_SENT] = True
    is_counted = False
    try:
        is_counted = ballots.cast(token, choices)
    except PollClosed:
        # The next run looks again and says so.
        log.info("A ballot came after the closing")
    finally:
        if not is_counted:
            st.session_state.pop(session_keys.BALLOT_SENT, None)
    st.rerun()
