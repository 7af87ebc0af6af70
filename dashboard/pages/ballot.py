"""Casting a ballot by a one-time link: no sign-in, and nobody is asked who they are.

The token stays in the address and goes from there when the ballot is cast; the session
holds the choices from the paper to the check, and nothing afterwards.
"""

import streamlit as st

from dashboard import session, session_keys
from dashboard.accounts import here
from dashboard.assessments import ballots
from dashboard.assessments.ballots import Ballot, Standing, UnknownLink
from dashboard.assessments.subjects import said
from dashboard.ballot import check, paper
from dashboard.i18n import t
from dashboard.markdown import plain

# The width of a telephone's screen and a little more: no eye wanders on a desk either.
_WIDTH = 640


def main() -> None:
    """Draw the page."""
    here.enter("ballot")
    with st.container(horizontal_alignment="center"), st.container(width=_WIDTH):
        if st.session_state.get(session_keys.BALLOT_CAST):
            _draw_thanks()
        elif token := st.query_params.get(session.TOKEN, ""):
            _draw_for(token)
        else:
            st.title(t("nav.ballot"), anchor=False)
            st.info(t("ballot.no_token"), icon=":material/link:")


def _draw_for(token: str) -> None:
    try:
        ballot = ballots.look(token)
    except UnknownLink as unknown:
        st.title(t("nav.ballot"), anchor=False)
        st.warning(t(unknown.key), icon=":material/link_off:")
        return
    if ballot.standing == Standing.USED:
        was_sent = st.session_state.get(session_keys.BALLOT_SENT)
        _forget()
        if was_sent:
            st.session_state[session_keys.BALLOT_CAST] = True
            del st.query_params[session.TOKEN]
            st.rerun()
    st.title(_title(ballot), anchor=False)
    choices = st.session_state.get(session_keys.BALLOT_CHOICES)
    if ballot.standing == Standing.USED:
        st.info(t("ballot.used"), icon=":material/how_to_vote:")
    elif ballot.standing == Standing.CLOSED:
        st.info(t("ballot.closed"), icon=":material/event_busy:")
    elif choices is None:
        paper.draw(ballot)
    else:
        check.draw(ballot, token, choices)


def _forget() -> None:
    """What was chosen is in the tallies now and nowhere else."""
    for key in (
        session_keys.BALLOT_SENT,
        session_keys.BALLOT_CHOICES,
        session_keys.BALLOT_EARLIER,
    ):
        st.session_state.pop(key, None)


def _draw_thanks() -> None:
    st.title(t("ballot.thanks"), anchor=False)
    st.success(t("ballot.counted"), icon=":material/check_circle:")
    st.markdown(t("ballot.what_is_kept"))


def _title(ballot: Ballot) -> str:
    return f"{plain(said(ballot.rubric_names))} · {plain(said(ballot.cycle_names))}"


main()
