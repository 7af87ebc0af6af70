"""Backlog: how much is open, how old it is, and how that went month by month."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, store, template
from dashboard.charts.backlog import backlog
from dashboard.drawings import drawn_once, shown_again_unlinked
from dashboard.i18n import t, tn
from dashboard.markdown import spoken
from dashboard.panel import View, panel
from dashboard.ready_figure import ReadyFigure
from dashboard.records import records

_HEIGHT = 260


def draw(card: Any) -> None:
    """Draw the panel as of now; where nobody counts open cases there is none."""
    day = next(store.rows("backlog", subject_id=card.subject_id), None)
    if day is None:
        return
    title = _title(card.subject_id)
    question = t("backlog.question_worked" if day.is_worked else "backlog.question")
    with panel("backlog", title, question) as view:
        _show(card.subject_id, title, view)


@shown_again_unlinked
def _show(subject_id: str, title: str, view: View) -> None:
    if view == "table":
        st.dataframe(
            _table(subject_id),
            hide_index=True,
            height=_HEIGHT,
            column_config=_columns(),
            placeholder="–",
            alt=spoken(title),
        )
        return
    st.plotly_chart(
        _figure(subject_id),
        config=template.CONFIG,
        key="chart_backlog",
        alt=spoken(title),
    )


@drawn_once
def _title(subject_id: str) -> str:
    """How much is open now, how much of it is overdue, and how old it is."""
    latest = store.fetch("backlog", subject_id=subject_id).iloc[-1]
    total = int(latest.open_count)
    if not total:
        return t("backlog.none")
    return tn(
        "backlog.answer",
        total,
        n=formats.count(total),
        overdue=formats.count(latest.overdue_count),
        median=formats.value("days", latest.median_age_days),
        p90=formats.value("days", latest.p90_age_days),
    )


def _figure(subject_id: str) -> ReadyFigure:
    rows = store.fetch("backlog_ages", subject_id=subject_id)
    told = list(records(rows))
    names = [_class_name(row) for row in told]
    labels = [_label(row.counted_on) for row in told]
    hover = [
        t("backlog.hover", day=day, ages=ages, n=formats.count(row.open_count))
        for row, day, ages in zip(told, labels, names, strict=True)
    ]
    return backlog(
        rows.assign(class_name=names, label=labels, hover=hover), height=_HEIGHT
    )


@drawn_once
def _table(subject_id: str) -> pd.DataFrame:
    """A line a day, the latest first, the classes of age beside the whole."""
    rows = store.fetch("backlog", subject_id=subject_id).iloc[::-1]
    ages = store.fetch("backlog_ages", subject_id=subject_id)
    ages["name"] = [_class_name(row) for row in records(ages)]
    classes = ages.pivot_table(
        index="counted_on", columns="name", values="open_count", sort=False
    ).reindex(rows.counted_on)
    return pd.DataFrame(
        {
            "day": rows.counted_on.to_numpy(),
            "open": rows.open_count.to_numpy(),
            "overdue": rows.overdue_count.to_numpy(),
            "median": rows.median_age_days.to_numpy(),
            "p90": rows.p90_age_days.to_numpy(),
            **{name: classes[name].to_numpy() for name in classes.columns},
        }
    )


def _class_name(row: Any) -> str:
    """0–5 days; over 60 days."""
    if formats.is_missing(row.to_days):
        before = int(row.from_days) - 1
        return tn("backlog.older", before, days=formats.count(before))
    return tn(
        "backlog.class",
        int(row.to_days),
        first=formats.count(row.from_days),
        last=formats.count(row.to_days),
    )


def _label(day: pd.Timestamp) -> str:
    """The month at its end; today by the day."""
    is_end = (day + pd.Timedelta(days=1)).day == 1
    return (
        formats.period_axis("month", date(day.year, day.month, 1))
        if is_end
        else (formats.day(day))
    )


def _columns() -> dict[str, Any]:
    config = st.column_config
    return {
        "day": config.DateColumn(t("column.counted_on"), format="YYYY-MM-DD"),
        "open": config.NumberColumn(t("column.open"), format="localized"),
        "overdue": config.NumberColumn(t("column.overdue"), format="localized"),
        "median": config.NumberColumn(
            t("column.median_age"), help=t("column.age_help"), format="%d"
        ),
        "p90": config.NumberColumn(
            t("column.p90_age"), help=t("column.age_help"), format="%d"
        ),
    }
