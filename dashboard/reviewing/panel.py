"""One panel: every assessor's scores side by side, and a decision on each."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.assessments.judgement import ItemEntry
from dashboard.assessments.review_queue import Panel, Submission
from dashboard.assessments.rubric import Rubric
from dashboard.assessments.subjects import said
from dashboard.entering import words
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.reviewing import approvals, decision, queue


def draw(rubric: Rubric, panel: Panel, panels: Sequence[Panel]) -> None:
    """Spread first, then the scores, then what each said and what is decided."""
    _way(panel, panels)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(plain(said(panel.subject_names)), anchor=False, width="content")
        approvals.button([panel])
    _tiles(panel)
    if not panel.submissions:
        st.info(t("review.nothing_yet"), icon=":material/info:")
        return
    if rubric.items:
        _side_by_side(rubric, panel.submissions)
    for submission in panel.submissions:
        decision.draw(rubric, panel, submission)


def assessor(submission: Submission) -> str:
    """A letter, or the name once it may be known."""
    if submission.name:
        return submission.name
    return t("review.assessor", label=submission.assessor)


def _way(panel: Panel, panels: Sequence[Panel]) -> None:
    numbers = [each.cycle_subject_id for each in panels]
    place = numbers.index(panel.cycle_subject_id)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            t("review.back"),
            icon=":material/arrow_back:",
            type="tertiary",
            key="back",
            on_click=queue.go_to,
            args=(None,),
        )
        for name, other in (("before", place - 1), ("after", place + 1)):
            st.button(
                t(f"review.{name}"),
                type="tertiary",
                key=name,
                disabled=not 0 <= other < len(numbers),
                on_click=queue.go_to,
                args=(numbers[other % len(numbers)],),
            )
        st.caption(
            t("review.place", n=str(place + 1), all=str(len(numbers))), width="content"
        )


def _tiles(panel: Panel) -> None:
    spread = panel.spread
    with st.container(horizontal=True):
        for key, value, width in (
            ("n", t("review.of", n=str(spread.n), all=str(panel.assigned)), 150),
            ("mean", words.score(spread.mean), 150),
            ("sd", words.score(spread.sd), 150),
            ("range", queue.reach(panel), 230),
        ):
            st.metric(t(f"review.{key}"), value, border=True, width=width)


def _side_by_side(rubric: Rubric, submissions: Sequence[Submission]) -> None:
    rows = [
        [said(item.names)]
        + [
            words.score(each.judgement.items.get(item.item_id, ItemEntry()).score)
            for each in submissions
        ]
        for item in rubric.items
    ]
    rows.append([t("review.total"), *(words.score(each.score) for each in submissions)])
    frame = pd.DataFrame(rows)
    st.dataframe(
        frame.rename(columns=str),
        hide_index=True,
        width="content",
        alt=t("review.side_by_side"),
        column_config={
            "0": st.column_config.TextColumn(t("review.item"), pinned=True),
            **{
                str(place): st.column_config.TextColumn(
                    assessor(each), alignment="right"
                )
                for place, each in enumerate(submissions, start=1)
            },
        },
    )
