"""The form of an appeal, and what became of the appeals of one's own unit."""

from collections.abc import Sequence

import streamlit as st

from dashboard import proof_links
from dashboard.accounts.principal import Principal
from dashboard.appealing import words
from dashboard.assessments import appeal_lists, appeals
from dashboard.assessments.appeal_lists import Shown
from dashboard.assessments.publicity import Countdown
from dashboard.assessments.result_views import Seen
from dashboard.assessments.subjects import said
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.outcomes.words import points, time_to_appeal
from dashboard.polling.doing import told


def draw(
    reader: Principal, cycle_id: int, seen: Seen, countdown: Countdown | None
) -> None:
    """Draw the subject's appeals, and the form while there is time."""
    st.header(t("appeals.own"), anchor=False)
    raised = [
        each
        for each in appeal_lists.own(reader, cycle_id)
        if each.cycle_subject_id == seen.subject.cycle_subject_id
    ]
    for each in raised:
        _state(each)
    if countdown is not None and countdown.appeal_left < 0:
        st.caption(time_to_appeal(countdown))
    elif countdown is not None:
        _form(reader, seen, raised, countdown)


def _state(one: Shown) -> None:
    with st.container(border=True, key=f"own_appeal_{one.appeal_id}"):
        st.markdown(
            t(
                "appeals.about",
                method=plain(said(one.method_names)),
                state=words.state(one, is_board=False),
            )
        )
        st.markdown(t("appeals.grounds_were", grounds=plain(one.grounds)))
        # No caption: what is paler than the text around is too pale for a link.
        st.markdown(
            t(
                "appeals.raised_with",
                day=words.day(one.raised_at),
                files=proof_links.markdown(one.files),
            )
        )
        if one.decided_at and one.decision_reason:
            st.markdown(
                t(
                    "appeals.decision_was",
                    day=words.day(one.decided_at),
                    reason=plain(one.decision_reason),
                )
            )
        else:
            st.markdown(words.limit(one))


def _form(
    reader: Principal, seen: Seen, raised: Sequence[Shown], countdown: Countdown
) -> None:
    before = {each.cycle_method_id for each in raised}
    methods = {
        each["cycle_method_id"]: each
        for each in seen.result.details["methods"]
        if each["mean"] is not None and each["cycle_method_id"] not in before
    }
    if not methods:
        return
    st.caption(time_to_appeal(countdown))
    words_of = {
        number: t(
            "appeals.method_with_mean",
            method=said(seen.method_names[number]),
            mean=points(method["mean"]),
        )
        for number, method in methods.items()
    }
    with st.form(f"appeal_{seen.subject.cycle_subject_id}_{len(raised)}"):
        method = st.selectbox(
            t("appeals.method"),
            list(methods),
            index=None,
            placeholder=t("appeals.choose"),
            format_func=words_of.__getitem__,
        )
        grounds = st.text_area(
            t("appeals.grounds"),
            max_chars=appeals.LONGEST_TEXT,
            help=t("appeals.grounds_help"),
        )
        files = proof_links.field(t("appeals.evidence"))
        if not st.form_submit_button(t("appeals.raise"), type="primary"):
            return
        if method is None:
            st.error(t("appeals.choose_method"), icon=":material/error:")
            return
        with told():
            appeals.raise_(
                reader,
                seen.subject.cycle_subject_id,
                method,
                grounds,
                proof_links.keep_all(reader, files),
            )
            st.rerun()
