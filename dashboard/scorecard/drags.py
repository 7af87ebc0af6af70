"""What drags a subject most: service items, and the reasons people gave."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, store
from dashboard.drawings import drawn_once, shown_again
from dashboard.i18n import t, tn
from dashboard.period_picker import PublishedPeriod
from dashboard.records import records

_FIRST = 5
# Pixels of half a desk, less three narrow columns.
_ITEM_WIDTH, _DRAG_WIDTH = 235, 110


def draw(card: Any, period: PublishedPeriod, *, has_reasons: bool) -> None:
    """Short tables, the five that matter first; reasons where any can be given."""
    with st.container(border=True, height="stretch"):
        count = len(_items(card.subject_id, period))
        cut = _head("drags", t("drags.title"), t("drags.question"), count)
        _show_items(card.subject_id, period, cut)
        if has_reasons:
            count = len(_reasons(card.subject_id, period))
            cut = _head("reasons", t("reasons.title"), t("reasons.question"), count)
            _show_reasons(card.subject_id, period, cut)


def _head(key: str, title: str, question: str, count: int) -> int:
    """Title and question, and how many of the rows the reader wants to see."""
    st.markdown(f"**{title}**  \n:gray[:small[{question}]]", anchors=False)
    if count > _FIRST and not st.toggle(tn("show.all", count), key=f"all_{key}"):
        return _FIRST
    return count


@shown_again
def _show_items(subject_id: str, period: PublishedPeriod, count: int) -> None:
    rows = _items(subject_id, period).head(count)
    if rows.empty:
        st.caption(t("drags.none"))
    else:
        _show(rows, _item_columns(), t("drags.title"))


@shown_again
def _show_reasons(subject_id: str, period: PublishedPeriod, count: int) -> None:
    rows = _reasons(subject_id, period)
    if rows.empty:
        st.caption(t("reasons.none"))
        return
    config = st.column_config
    columns = {
        "reason": config.TextColumn(t("column.reason"), width="large"),
        "n": config.ProgressColumn(
            t("column.times"), min_value=0, max_value=int(rows.n.max()), format="%d"
        ),
    }
    _show(rows[["reason", "n"]].head(count), columns, t("reasons.title"))


def _show(rows: pd.DataFrame, columns: dict[str, Any], title: str) -> None:
    st.dataframe(
        rows,
        hide_index=True,
        column_config=columns,
        placeholder="–",
        alt=title,
    )


@drawn_once
def _reasons(subject_id: str, period: PublishedPeriod) -> pd.DataFrame:
    return store.fetch(
        "reasons",
        subject_id=subject_id,
        **period.asked,
    )


@drawn_once
def _items(subject_id: str, period: PublishedPeriod) -> pd.DataFrame:
    rows = store.fetch(
        "item_drags",
        subject_id=subject_id,
        **period.asked,
    )
    return pd.DataFrame(
        {
            "item": rows["item"],
            "indicator": rows.indicator,
            "value": [
                formats.figure(row.unit, row.value, row.denominator)
                for row in records(rows)
            ],
            "n": rows.denominator,
            "drag": [
                formats.change(row.unit, row.drag, finer=1) for row in records(rows)
            ],
        }
    )


def _item_columns() -> dict[str, Any]:
    config = st.column_config
    return {
        "item": config.TextColumn(t("column.item"), width=_ITEM_WIDTH),
        "indicator": config.TextColumn(t("column.indicator"), width="small"),
        "value": config.TextColumn(t("column.value"), width="small"),
        "n": config.NumberColumn("n", format="localized", width="small"),
        "drag": config.TextColumn(
            t("column.drag"), help=t("column.drag_help"), width=_DRAG_WIDTH
        ),
    }
