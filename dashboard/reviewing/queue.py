"""The queue of a method: a row a subject, with how far its panel is apart."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import session, session_keys
from dashboard.assessments.review_queue import Panel
from dashboard.assessments.subjects import said
from dashboard.assessments.transitions import State
from dashboard.entering import words
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.reviewing import approvals, severity

# In the address: which panel is open; empty for the queue.
PANEL = "panel"
_ROW, _HEAD, _TALLEST = 35, 38, 490


def draw(panels: Sequence[Panel]) -> None:
    """What waits first; choosing rows approves all that waits in them."""
    _summary(panels)
    panels = sorted(panels, key=_urgency)
    # Above the table, which says what they are about: nothing moves when it is used.
    actions = st.container(horizontal=True, vertical_alignment="center")
    st.caption(t("review.queue_help"))
    picked = st.dataframe(
        _table(panels),
        hide_index=True,
        height=min(_HEAD + _ROW * len(panels), _TALLEST),
        selection_mode="multi-row",
        on_select="rerun",
        key=session_keys.REVIEW_QUEUE,
        alt=t("review.queue"),
        column_config=_columns(),
    ).selection.rows
    chosen = [panels[row] for row in picked if row < len(panels)]
    with actions:
        _actions(panels, chosen)
    severity.draw(panels)


def go_to(cycle_subject_id: int | None) -> None:
    """Open a panel, or go back to the queue."""
    session.remember(PANEL, "" if cycle_subject_id is None else str(cycle_subject_id))


def _actions(panels: Sequence[Panel], chosen: Sequence[Panel]) -> None:
    following = chosen[0] if len(chosen) == 1 else None
    if following is None:
        following = next((panel for panel in panels if panel.waiting), None)
    if following is not None:
        key = "review.open" if len(chosen) == 1 else "review.next"
        st.button(
            t(key, subject=plain(said(following.subject_names))),
            type="primary",
            icon=":material/rule:",
            key="open_panel",
            on_click=go_to,
            args=(following.cycle_subject_id,),
        )
    approvals.button(chosen)


def _summary(panels: Sequence[Panel]) -> None:
    everything = [each for panel in panels for each in panel.submissions]
    assigned = sum(panel.assigned for panel in panels)
    tiles = {
        "waiting": sum(each.state == State.SUBMITTED for each in everything),
        "decided": sum(panel.decided for panel in panels),
        "returned": sum(each.state == State.RETURNED for each in everything),
        "missing": assigned - len(everything),
    }
    with st.container(horizontal=True):
        for name, number in tiles.items():
            st.metric(t(f"review.tile_{name}"), str(number), border=True, width=150)


def _urgency(panel: Panel) -> tuple[bool, bool]:
    return not panel.waiting, not panel.spread.outliers


def _table(panels: Sequence[Panel]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "subject": [said(panel.subject_names) for panel in panels],
            "waiting": [len(panel.waiting) for panel in panels],
            "decided": [f"{panel.decided} / {panel.assigned}" for panel in panels],
            "mean": [words.score(panel.spread.mean) for panel in panels],
            "sd": [words.score(panel.spread.sd) for panel in panels],
            "range": [reach(panel) for panel in panels],
            "outliers": [
                t("review.apart", labels=", ".join(panel.spread.outliers))
                if panel.spread.outliers
                else ""
                for panel in panels
            ],
        }
    )


def reach(panel: Panel) -> str:
    """76.25–86.50"""
    low, high = panel.spread.low, panel.spread.high
    return "—" if low is None else f"{words.score(low)}–{words.score(high)}"


def _columns() -> dict[str, Any]:
    text = st.column_config.TextColumn
    return {
        "subject": text(t("review.subject"), pinned=True),
        "waiting": st.column_config.NumberColumn(t("review.tile_waiting")),
        "decided": text(t("review.decided_of"), alignment="right"),
        "mean": text(t("review.mean"), alignment="right"),
        "sd": text(t("review.sd"), alignment="right", help=t("review.sd_help")),
        "range": text(t("review.range"), alignment="right"),
        "outliers": text(t("review.outliers"), help=t("review.outliers_help")),
    }
