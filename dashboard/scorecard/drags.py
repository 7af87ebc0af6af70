"""What drags a subject most: service items, and the reasons people gave."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, store
from dashboard.i18n import t
from dashboard.period_picker import PublishedPeriod
from dashboard.records import records

_FIRST = 5


def draw(card: Any, period: PublishedPeriod) -> None:
    """Two short tables, the five that matter first, the rest on demand."""
    asked = {
        "subject_id": card.subject_id,
        "period_kind": period.kind,
        "period": period.start,
    }
    items = store.fetch("item_drags", **asked)
    reasons = store.fetch("reasons", **asked)
    with st.container(border=True):
        _head(t("drags.title"), t("drags.question"))
        if items.empty:
            st.caption(t("drags.none"))
        else:
            _short("drags", _items(items), _item_columns())
        _head(t("reasons.title"), t("reasons.question"))
        if reasons.empty:
            st.caption(t("reasons.none"))
        else:
            _short(
                "reasons",
                reasons[["reason", "n"]],
                {
                    "reason": st.column_config.TextColumn(
                        t("column.reason"), width="large"
                    ),
                    "n": st.column_config.ProgressColumn(
                        t("column.times"),
                        min_value=0,
                        max_value=int(reasons.n.max()),
                        format="%d",
                    ),
                },
            )


def _head(title: str, question: str) -> None:
    st.markdown(f"**{title}**  \n:gray[:small[{question}]]", anchors=False)


def _short(key: str, rows: pd.DataFrame, columns: dict[str, Any]) -> None:
    shown = rows
    if len(rows) > _FIRST and not st.toggle(
        t("show.all", n=len(rows)), key=f"all_{key}"
    ):
        shown = rows.head(_FIRST)
    st.dataframe(
        shown,
        hide_index=True,
        column_config=columns,
        placeholder="–",
        alt=t(f"{key}.title"),
    )


def _items(rows: pd.DataFrame) -> pd.DataFrame:
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
        "item": config.TextColumn(t("column.item"), width="medium"),
        "indicator": config.TextColumn(t("column.indicator"), width="small"),
        "value": config.TextColumn(t("column.value"), width="small"),
        "n": config.NumberColumn("n", format="localized", width="small"),
        "drag": config.TextColumn(
            t("column.drag"), help=t("column.drag_help"), width="small"
        ),
    }
