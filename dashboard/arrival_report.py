"""What arrived month by month, as a chart or a table."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import formats, store, template
from dashboard.charts.arrivals import arrivals
from dashboard.drawings import drawn_once, shown_again
from dashboard.i18n import t, tn
from dashboard.markdown import plain
from dashboard.panel import View, panel
from dashboard.records import records


def draw() -> None:
    """Draw the panel."""
    if store.fetch("quality_arrivals").empty:
        st.info(t("quality.nothing_arrived"))
        return
    title = _answer()
    with panel("quality_arrivals", title, t("quality.arrival_question")) as view:
        _show(view)


@shown_again
def _show(view: View) -> None:
    if view == "table":
        st.table(_table(), border="horizontal")
    else:
        st.plotly_chart(_figure(), config=template.CONFIG, alt=_answer())


@drawn_once
def _answer() -> str:
    """Which months of a source are missing between its first and its last."""
    rows = store.fetch("quality_arrivals")
    gaps = list(records(rows[rows.is_gap]))
    if not gaps:
        return t("quality.no_gaps")
    return t(
        "quality.gap_one" if len(gaps) == 1 else "quality.gap_many",
        n=formats.count(len(gaps)),
        name=plain(gaps[0].name),
        month=f"{gaps[0].month:%Y-%m}",
    )


@drawn_once
def _figure() -> go.Figure:
    rows = store.fetch("quality_arrivals")
    hovers = [
        t(
            "quality.arrival_hover",
            name=row.name,
            month=f"{row.month:%Y-%m}",
            rows=_counted("quality.n_rows", row.row_count),
            cities=_counted("quality.n_cities", row.city_count),
            departments=_counted("quality.n_departments", row.department_count),
        )
        for row in records(rows)
    ]
    return arrivals(rows.assign(hover=hovers), gap_word=t("quality.gap"))


def _counted(key: str, count: int) -> str:
    return tn(key, int(count), count=formats.count(count))


@drawn_once
def _table() -> pd.DataFrame:
    rows = store.fetch("quality_arrivals")
    told = rows.assign(
        label=rows.month.dt.strftime("%Y-%m"),
        cell=[formats.count(count) for count in rows.row_count],
    )
    wide = told.pivot(index="label", columns="name", values="cell")
    return wide.rename(columns=plain).rename_axis(
        index=t("quality.month"), columns=None
    )
