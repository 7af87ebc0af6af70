"""What drags a subject most: service items, and the reasons people gave."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, store
from dashboard.drawings import drawn_once
from dashboard.i18n import t, tn
from dashboard.period_picker import PublishedPeriod
from dashboard.records import records

_FIRST = 5
# Pixels of half a desk, less three narrow columns.
_ITEM_WIDTH, _DRAG_WIDTH = 235, 110


def draw(card: Any, period: PublishedPeriod, *, has_reasons: bool) -> None:
    """Short tables, the five that matter first; reasons where any can be given."""
    with st.container(border=True, height="stretch"):
        _draw_items(_items(card.subject_id, period))
        if has_reasons:
            _draw_reasons(
                store.fetch(
                    "reasons",
                    subject_id=card.subject_id,
                    period_kind=period.kind,
                    period=period.start,
                )
            )


def _draw_items(items: pd.DataFrame) -> None:
    _head(t("drags.title"), t("drags.question"))
    if items.empty:
        st.caption(t("drags.none"))
    else:
        _short("drags", items, _item_columns())


def _draw_reasons(rows: pd.DataFrame) -> None:
    _head(t("reasons.title"), t("reasons.question"))
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
    _short("reasons", rows[["reason", "n"]], columns)


def _head(title: str, question: str) -> None:
    st.markdown(f"**{title}**  \n:gray[:small[{question}]]", anchors=False)


def _short(key: str, rows: pd.DataFrame, columns: dict[str, Any]) -> None:
    shown = rows
    if len(rows) > _FIRST and not st.toggle(
        tn("show.all", len(rows)), key=f"all_{key}"
    ):
        shown = rows.head(_FIRST)
    st.dataframe(
        shown,
        hide_index=True,
        column_config=columns,
        placeholder="–",
        alt=t(f"{key}.title"),
    )


@drawn_once
def _items(subject_id: str, period: PublishedPeriod) -> pd.DataFrame:
    rows = store.fetch(
        "item_drags",
        subject_id=subject_id,
        period_kind=period.kind,
        period=period.start,
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
