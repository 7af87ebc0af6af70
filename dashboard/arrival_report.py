"""What arrived month by month, as a chart or a table."""

import pandas as pd
import streamlit as st

from dashboard import formats, store, template
from dashboard.charts.arrivals import arrivals
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.panel import panel
from dashboard.records import records


def draw() -> None:
    """Draw the panel."""
    rows = store.fetch("quality_arrivals")
    if rows.empty:
        st.info(t("quality.nothing_arrived"))
        return
    title = _answer(rows)
    with panel("quality_arrivals", title, t("quality.arrival_question")) as view:
        if view == "table":
            _show_table(rows)
            return
        told = rows.assign(
            hover=[
                t(
                    "quality.arrival_hover",
                    name=row.name,
                    month=f"{row.month:%Y-%m}",
                    rows=formats.count(row.row_count),
                    cities=formats.count(row.city_count),
                    departments=formats.count(row.department_count),
                )
                for row in records(rows)
            ]
        )
        st.plotly_chart(
            arrivals(told, gap_word=t("quality.gap")),
            config=template.CONFIG,
            alt=title,
        )


def _answer(rows: pd.DataFrame) -> str:
    """How many months of a source are empty between its first and its last."""
    gaps = rows[rows.is_gap]
    if gaps.empty:
        return t("quality.no_gaps")
    first = gaps.iloc[0]
    return t(
        "quality.gap_one" if len(gaps) == 1 else "quality.gap_many",
        n=formats.count(len(gaps)),
        name=plain(first["name"]),
        month=f"{first['month']:%Y-%m}",
    )


def _show_table(rows: pd.DataFrame) -> None:
    told = rows.assign(
        label=rows.month.dt.strftime("%Y-%m"),
        cell=[formats.count(count) for count in rows.row_count],
    )
    wide = told.pivot(index="label", columns="name", values="cell")
    st.table(
        wide.rename(columns=plain).rename_axis(index=t("quality.month"), columns=None),
        border="horizontal",
    )
