"""One judgement of a panel: what it says, and approve, send back or reopen it."""

from collections.abc import Callable

import streamlit as st

from dashboard import session_keys
from dashboard.accounts.principal import Principal
from dashboard.assessments import review, workdays
from dashboard.assessments.review_queue import Panel, Submission
from dashboard.assessments.rubric import Rubric
from dashboard.assessments.steps import LONGEST_REASON
from dashboard.entering import proofs, words
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.reviewing.doing import attempt

SendBack = Callable[[Principal, int, int, str], int]


def draw(rubric: Rubric, panel: Panel, submission: Submission) -> None:
    """A bordered part: heading, comments, evidence, and what may be decided."""
    with st.container(border=True, key=f"submission_{submission.assessment_id}"):
        _heading(panel, submission)
        _said(rubric, submission)
        proofs.links(submission.evidence, rubric)
        if submission.reason:
            st.caption(t("review.sent_back", reason=plain(submission.reason)))
        with st.container(horizontal=True):
            if submission.can_approve:
                st.button(
                    t("review.approve"),
                    icon=":material/check:",
                    key=session_keys.decision("approve", submission.assessment_id),
                    on_click=_approve,
                    args=(submission.assessment_id, submission.revision),
                )
            if submission.can_return:
                _sending_back(submission, "return", review.return_)
            if submission.can_reopen:
                _sending_back(submission, "reopen", review.reopen)


def _heading(panel: Panel, submission: Submission) -> None:
    who = submission.name or t("review.assessor", label=submission.assessor)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            t("review.heading", who=plain(who), score=words.score(submission.score)),
            width="content",
        )
        st.badge(words.state(submission.state), color=words.colour(submission.state))
        if submission.assessor in panel.spread.outliers:
            st.badge(t("review.is_apart"), color="orange", icon=":material/flag:")
        if submission.submitted_at:
            at = f"{workdays.local(submission.submitted_at):%Y-%m-%d %H:%M}"
            version = str(submission.version)
            st.caption(
                t("review.submitted_at", at=at, version=version), width="content"
            )


def _said(rubric: Rubric, submission: Submission) -> None:
    """Comments only: the scores stand side by side above."""
    lines = [
        t(
            "review.said",
            about=plain(words.place(item.item_id, rubric)),
            score=words.score(entered.score),
            words=plain(entered.comment),
        )
        for item in rubric.items
        if (entered := submission.judgement.items.get(item.item_id)) and entered.comment
    ]
    lines += [
        t(
            "review.deducted",
            day=each.happened_on.isoformat(),
            about=plain(words.place(each.rule_id, rubric)),
            points=f"{each.points:g}",
            words=plain(each.note),
        )
        for each in submission.judgement.deductions
    ]
    if submission.judgement.comment:
        lines.append(t("review.whole", words=plain(submission.judgement.comment)))
    if lines:
        st.markdown("\n".join(f"- {line}" for line in lines))


def _approve(assessment_id: int, revision: int) -> None:
    attempt(
        lambda reader: review.approve(reader, assessment_id, revision),
        t("review.approved_n", n="1"),
    )


def _sending_back(submission: Submission, step: str, send_back: SendBack) -> None:
    number = submission.assessment_id
    with (
        st.popover(
            t(f"review.{step}"),
            icon=":material/reply:",
            key=session_keys.decision(f"{step}_box", number),
        ),
        st.form(
            session_keys.decision(f"{step}_form", number),
            border=False,
            enter_to_submit=False,
        ),
    ):
        why = session_keys.decision(f"{step}_why", number)
        st.text_area(
            t(f"review.{step}_reason"), max_chars=LONGEST_REASON, height=120, key=why
        )
        st.form_submit_button(
            t(f"review.{step}_yes"),
            type="primary",
            on_click=_send_back,
            args=(send_back, number, submission.revision, why),
        )


def _send_back(send_back: SendBack, number: int, revision: int, why: str) -> None:
    reason = st.session_state.get(why) or ""
    attempt(
        lambda reader: send_back(reader, number, revision, reason),
        t("review.was_sent_back"),
    )
