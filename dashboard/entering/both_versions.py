"""A stale save: both versions side by side, and the reader takes either."""

import pandas as pd
import streamlit as st

from dashboard.assessments import scoring, workdays
from dashboard.assessments.entry import Stale
from dashboard.assessments.judgement import ItemEntry, Judgement
from dashboard.assessments.rubric import Rubric
from dashboard.assessments.subjects import said
from dashboard.entering import words
from dashboard.entering.saving import Open, take_mine, take_theirs
from dashboard.i18n import t


def draw(window: Open, stale: Stale) -> None:
    """What differs, line by line. Nothing of either is lost until one is taken."""
    st.warning(t(stale.key), icon=":material/compare_arrows:")
    theirs = stale.theirs
    st.dataframe(
        _table(window.rubric, stale.mine, theirs.judgement),
        hide_index=True,
        alt=t("assess.both"),
        column_config={
            "what": st.column_config.TextColumn(t("assess.what"), pinned=True),
            "mine": st.column_config.TextColumn(t("assess.mine")),
            "theirs": st.column_config.TextColumn(
                t("assess.theirs", at=f"{workdays.local(theirs.saved_at):%H:%M}")
            ),
        },
    )
    with st.container(horizontal=True):
        st.button(
            t("assess.take_mine"),
            type="primary",
            key="take_mine",
            on_click=take_mine,
            args=(window,),
        )
        st.button(
            t("assess.take_theirs"),
            key="take_theirs",
            on_click=take_theirs,
            args=(window,),
        )


def _table(rubric: Rubric, mine: Judgement, theirs: Judgement) -> pd.DataFrame:
    rows = [
        (
            said(item.names),
            _entry(mine.items.get(item.item_id)),
            _entry(theirs.items.get(item.item_id)),
        )
        for item in rubric.items
    ]
    rows.append(
        (t("assess.deductions"), _deductions(rubric, mine), _deductions(rubric, theirs))
    )
    rows.append((t("assess.whole"), mine.comment or "—", theirs.comment or "—"))
    rows.append((t("assess.total"), _total(rubric, mine), _total(rubric, theirs)))
    # What is the same in both needs no eyes.
    different = [row for row in rows if row[1] != row[2]]
    return pd.DataFrame(different, columns=["what", "mine", "theirs"])


def _entry(entry: ItemEntry | None) -> str:
    if entry is None:
        return "—"
    return " · ".join(
        part for part in (words.score(entry.score), entry.comment) if part
    )


def _deductions(rubric: Rubric, judgement: Judgement) -> str:
    return (
        "; ".join(
            f"{each.happened_on} {words.place(each.rule_id, rubric)} −{each.points:g}"
            for each in judgement.deductions
        )
        or "—"
    )


def _total(rubric: Rubric, judgement: Judgement) -> str:
    return words.score(scoring.score_of(rubric, judgement.scores, judgement.points))
