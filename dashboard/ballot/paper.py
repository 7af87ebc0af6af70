"""The ballot paper: a list of subjects with the options, and nothing chosen."""

import streamlit as st

from dashboard import formats, session_keys
from dashboard.assessments import workdays
from dashboard.assessments.ballots import Ballot
from dashboard.assessments.polls import ABSTAINED
from dashboard.assessments.subjects import said
from dashboard.i18n import t, tn
from dashboard.markdown import plain


def draw(ballot: Ballot) -> None:
    """Ask for a choice each; keeps them for the check when they are handed in."""
    n = len(ballot.subjects)
    st.markdown(
        tn(
            "ballot.how",
            n,
            n=formats.count(n),
            voters=plain(said(ballot.class_names)),
            until=f"{workdays.local(ballot.closes_at):%Y-%m-%d %H:%M}",
        )
    )
    st.info(t("ballot.anonymous"), icon=":material/visibility_off:")
    words = option_words(ballot)
    # In a form nothing leaves the telephone before it is handed in.
    with st.form("ballot", border=False):
        chosen = {
            subject.cycle_subject_id: _ask(
                f"{place}. {plain(said(subject.names))}",
                words,
                subject.cycle_subject_id,
            )
            for place, subject in enumerate(ballot.subjects, 1)
        }
        if st.form_submit_button(t("ballot.to_check"), type="primary", width="stretch"):
            st.session_state[session_keys.BALLOT_CHOICES] = {
                subject: option for subject, option in chosen.items() if option
            }
            st.rerun()


def option_words(ballot: Ballot) -> dict[str, str]:
    """Every option as it reads, the last one for those who know too little."""
    words = {each.option_id: plain(said(each.names)) for each in ballot.options}
    return {**words, ABSTAINED: t("ballot.abstain")}


def _ask(label: str, words: dict[str, str], subject: int) -> str | None:
    options = list(words)
    earlier = st.session_state.get(session_keys.BALLOT_EARLIER, {}).get(subject)
    with st.container(border=True):
        return st.radio(
            f"**{label}**",
            options,
            index=options.index(earlier) if earlier in options else None,
            format_func=words.__getitem__,
            horizontal=True,
            key=session_keys.ballot_choice(subject),
        )
