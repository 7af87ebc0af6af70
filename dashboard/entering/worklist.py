"""What there is to do: how far one is, until when, and every subject with its state."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from dashboard import session, session_keys
from dashboard.assessments.subjects import said
from dashboard.assessments.tasks import Task
from dashboard.assessments.transitions import State
from dashboard.entering import words
from dashboard.i18n import t
from dashboard.markdown import plain

# In the address: which form is open; empty for the list.
ASSIGNMENT = "assignment"
_ROW, _HEAD, _TALLEST = 35, 38, 560


def draw(tasks: Sequence[Task]) -> None:
    """The list of one method; choosing a row opens its form."""
    _summary(tasks)
    # What is to do stands first; a list that is drawn keeps its order for the choice.
    tasks = sorted(tasks, key=_urgency)
    todo = [task for task in tasks if task.is_to_do and task.can_enter]
    if todo:
        st.button(
            t("assess.next", subject=plain(said(todo[0].subject_names))),
            icon=":material/edit:",
            type="primary",
            key="open_next",
            on_click=go_to,
            args=(todo[0].assignment_id,),
        )
    st.caption(t("assess.list_help"))
    st.dataframe(
        _table(tasks),
        hide_index=True,
        height=min(_HEAD + _ROW * len(tasks), _TALLEST),
        selection_mode="single-row",
        on_select=lambda: _open_selected(tasks),
        key=session_keys.WORKLIST,
        alt=t("assess.list"),
        column_config={
            "subject": st.column_config.TextColumn(t("assess.subject"), pinned=True),
            "state": st.column_config.TextColumn(t("assess.state")),
            "progress": st.column_config.TextColumn(t("assess.progress")),
            "score": st.column_config.TextColumn(t("assess.score"), alignment="right"),
            "until": st.column_config.TextColumn(t("assess.ends")),
        },
    )


def go_to(assignment_id: int | None) -> None:
    """Open a form, or go back to the list."""
    session.remember(ASSIGNMENT, "" if assignment_id is None else str(assignment_id))


def next_deadline(tasks: Sequence[Task]) -> date:
    """The day to mind: the earliest of what is to do. What was returned has longer."""
    to_do = [task for task in tasks if task.is_to_do and task.can_enter]
    return min(task.ends_on for task in to_do or tasks)


def _summary(tasks: Sequence[Task]) -> None:
    states = [task.state for task in tasks]
    tiles = {
        "to_do": sum(task.is_to_do for task in tasks),
        "returned": states.count(State.RETURNED),
        "submitted": states.count(State.SUBMITTED),
        "decided": sum(not task.is_to_do for task in tasks)
        - states.count(State.SUBMITTED),
    }
    with st.container(horizontal=True):
        for name, number in tiles.items():
            st.metric(
                t(f"assess.tile_{name}"),
                t("assess.of", n=str(number), all=str(len(tasks))),
                border=True,
                width=150,
                height="stretch",
            )
        ends_on = next_deadline(tasks)
        st.metric(
            t("assess.tile_deadline"),
            f"{ends_on:%m-%d}",
            words.days_left(ends_on),
            delta_color="off",
            delta_arrow="off",
            border=True,
            width=190,
            height="stretch",
        )


def _table(tasks: Sequence[Task]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "subject": [said(task.subject_names) for task in tasks],
            "state": [words.state(task.state) for task in tasks],
            "progress": [_progress(task) for task in tasks],
            "score": [words.score(task.score) for task in tasks],
            "until": [f"{task.ends_on:%Y-%m-%d}" for task in tasks],
        }
    )


def _progress(task: Task) -> str:
    done, wanted = task.progress
    if task.rubric.kind == "deductions":
        return t("assess.deductions_n", n=str(len(task.judgement.deductions)))
    return f"{done} / {wanted}"


def _urgency(task: Task) -> int:
    order = [State.RETURNED, State.DRAFT, None, State.SUBMITTED]
    return order.index(task.state) if task.state in order else len(order)


def _open_selected(tasks: Sequence[Task]) -> None:
    rows = st.session_state[session_keys.WORKLIST].selection.rows
    if rows and rows[0] < len(tasks):
        go_to(tasks[rows[0]].assignment_id)
