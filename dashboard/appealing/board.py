"""The board's queue: one appeal, both versions, and the means to decide it."""

import streamlit as st

from dashboard import choice, formats, proof_links
from dashboard.accounts.principal import Principal
from dashboard.appealing import deciding, versions, words
from dashboard.assessments import appeal_lists
from dashboard.assessments.appeal_lists import Shown
from dashboard.assessments.subjects import said
from dashboard.i18n import t, tn
from dashboard.markdown import plain


def draw(reader: Principal, cycle_id: int) -> None:
    """Draw the queue; those near their limit come first, late ones are counted."""
    st.header(t("appeals.queue"), anchor=False)
    found = {str(each.appeal_id): each for each in appeal_lists.queue(reader, cycle_id)}
    if not found:
        st.info(t("appeals.none"), icon=":material/check:")
        return
    late = len([each for each in found.values() if each.is_overdue])
    if late:
        st.warning(
            tn("appeals.late", late, n=formats.count(late)), icon=":material/schedule:"
        )
    chosen = choice.one(
        "appeal",
        t("appeals.which"),
        list(found),
        words=lambda number: _name(found[number]),
        width=640,
    )
    _one(reader, found[chosen])


def _name(one: Shown) -> str:
    return t(
        "appeals.name_of",
        subject=said(one.subject_names),
        method=said(one.method_names),
        state=words.state(one),
    )


def _one(reader: Principal, one: Shown) -> None:
    st.markdown(t("appeals.grounds_were", grounds=plain(one.grounds)))
    # No caption: what is paler than the text around is too pale for a link.
    st.markdown(
        t(
            "appeals.raised_with",
            day=words.day(one.raised_at),
            files=proof_links.markdown(one.files),
        )
    )
    if one.days_left is not None:
        st.markdown(words.limit(one))
    if one.sent_back:
        st.info(
            t("appeals.was_sent_back", reason=plain(one.sent_back)),
            icon=":material/undo:",
        )
    if one.proposed:
        st.markdown(
            t(
                "appeals.proposal_was"
                if one.decided_at is None
                else "appeals.decided_was",
                decision=t(f"appeals.decision_{one.proposed}"),
                reason=plain(one.decision_reason or ""),
            )
        )
    if one.can_propose:
        deciding.propose(reader, one)
        return
    versions.draw(one.sides)
    if one.can_confirm:
        deciding.confirm(reader, one)
    elif one.decided_at is None:
        st.info(t("appeals.for_others"), icon=":material/group:")
