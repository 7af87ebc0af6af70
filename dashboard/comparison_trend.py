"""One indicator of several subjects over time."""

import pandas as pd
import streamlit as st

from dashboard import choice, formats, store, template
from dashboard.charts.trend import trend
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.panel import panel
from dashboard.records import records

_STEPS = ("month", "quarter")


def draw(indicators: pd.DataFrame, subjects: dict[str, str]) -> None:
    """Draw the pickers and the lines; indicators: rows of compare_indicators."""
    st.subheader(t("compare.trend"), anchor=False)
    kinds = indicators.drop_duplicates("indicator_id").set_index("indicator_id")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        indicator = choice.one(
            "indicator",
            t("compare.indicator"),
            list(kinds.index),
            words=kinds.name.to_dict().__getitem__,
            width=320,
            memory="compare_indicator",
        )
        step = choice.one(
            "by",
            t("compare.by"),
            _STEPS,
            words=lambda each: t(f"compare.by_{each}"),
            style="segmented",
            memory="compare_by",
        )
    rows = store.fetch(
        "compare_trend",
        indicator_id=indicator,
        period_kind=step,
        subjects=list(subjects),
    )
    if rows.empty:
        st.info(t("compare.no_trend"))
        return
    name, unit = str(kinds.name[indicator]), str(kinds.unit[indicator])
    rows = _worded(rows, subjects, unit, step)
    title = plain(_answer(rows, name))
    with panel("compare_trend", title, t("compare.trend_question")) as view:
        if view == "table":
            _show_table(rows)
            return
        st.plotly_chart(
            trend(
                rows,
                colours=dict(zip(subjects, template.CATEGORICAL, strict=False)),
                provisional_word=formats.state("provisional"),
                tick_format=",.1~%" if unit == "share" else "",
            ),
            config=template.CONFIG,
            alt=title,
        )


def _worded(
    rows: pd.DataFrame, subjects: dict[str, str], unit: str, step: str
) -> pd.DataFrame:
    return rows.assign(
        series=rows.subject_id,
        name=rows.subject_id.map(subjects),
        is_main=False,
        label=[formats.period_axis(step, day.date()) for day in rows.period],
        words=[formats.value(unit, row.value, row.n) for row in records(rows)],
        hover=[
            f"{subjects[row.subject_id]} {formats.value(unit, row.value, row.n)} "
            f"{formats.interval(unit, row.low, row.high, row.n)} "
            f"n = {formats.count(row.n)}"
            for row in records(rows)
        ],
    )


def _answer(rows: pd.DataFrame, name: str) -> str:
    """The latest figures in words: who stands where."""
    latest = rows[rows.period == rows.period.max()]
    told = [f"{row.name} {row.words}" for row in records(latest)]
    return t(
        "compare.latest",
        indicator=name,
        period=latest.label.iloc[0],
        values=t("place.comma").join(told),
    )


def _show_table(rows: pd.DataFrame) -> None:
    told = rows.assign(
        cell=[plain(f"{r.words} (n = {formats.count(r.n)})") for r in records(rows)]
    )
    wide = told.pivot(index="label", columns="name", values="cell").sort_index()
    st.table(
        wide.fillna(formats.state("no_data"))
        .rename(columns=plain)
        .rename_axis(index=t("compare.period"), columns=None),
        border="horizontal",
    )
