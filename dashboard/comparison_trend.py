"""One indicator of several subjects over time."""

import pandas as pd
import streamlit as st

from dashboard import breaks, choice, formats, store, template
from dashboard.by_itself import by_itself
from dashboard.charts.trend import trend
from dashboard.charts.vega import Spec
from dashboard.comparison import Comparison
from dashboard.drawings import drawn_once, shown_again
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.panel import View, panel
from dashboard.records import records

# The periods to choose from, each with its length in months.
_STEPS = {"month": 1, "quarter": 3}


@by_itself
def draw(comparison: Comparison) -> None:
    """Draw the pickers and the lines."""
    st.subheader(t("compare.trend"), anchor=False)
    names, units = _offered(comparison)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        indicator = choice.one(
            "indicator",
            t("compare.indicator"),
            list(names),
            words=names.__getitem__,
            width=320,
            memory="compare_indicator",
        )
        step = choice.one(
            "by",
            t("compare.by"),
            list(_STEPS),
            words=lambda each: t(f"compare.by_{each}"),
            style="segmented",
            memory="compare_by",
        )
    title = _title(comparison, indicator, names[indicator], units[indicator], step)
    if title is None:
        st.info(t("compare.no_trend"))
        return
    with panel("compare_trend", title, t("compare.trend_question")) as view:
        _show(comparison, indicator, units[indicator], step, title, view)


@shown_again
def _show(
    comparison: Comparison,
    indicator_id: str,
    unit: str,
    step: str,
    title: str,
    view: View,
) -> None:
    if view == "table":
        table = _table(comparison, indicator_id, unit, step)
        st.table(table, border="horizontal")
    else:
        figure = _figure(comparison, indicator_id, unit, step)
        st.vega_lite_chart(figure, key="chart_compare_trend", alt=title)
    breaks.draw(breaks.of(tuple(comparison.subjects), indicator_id))


@drawn_once
def _offered(comparison: Comparison) -> tuple[dict[str, str], dict[str, str]]:
    """Names and units of the indicators that some of the subjects have."""
    rows = comparison.ask("compare_indicators").drop_duplicates("indicator_id")
    return (
        dict(zip(rows.indicator_id, rows["name"], strict=True)),
        dict(zip(rows.indicator_id, rows.unit, strict=True)),
    )


@drawn_once
def _title(
    comparison: Comparison, indicator_id: str, name: str, unit: str, step: str
) -> str | None:
    """Who stands where; Markdown. None where there is no course."""
    rows = _rows(comparison, indicator_id, unit, step)
    return None if rows.empty else plain(_answer(rows, name))


@drawn_once
def _rows(
    comparison: Comparison, indicator_id: str, unit: str, step: str
) -> pd.DataFrame:
    rows = store.fetch(
        "compare_trend",
        indicator_id=indicator_id,
        period_kind=step,
        subjects=list(comparison.subjects),
    )
    each = list(records(rows))
    words = [formats.value(unit, row.value, row.n) for row in each]
    names = [comparison.name(row.subject_id) for row in each]
    counts = [t("compare.n", n=formats.count(row.n)) for row in each]
    ranges = [formats.interval(unit, row.low, row.high, row.n) for row in each]
    return rows.assign(
        series=rows.subject_id,
        name=names,
        is_main=False,
        label=[formats.period_axis(step, row.period.date()) for row in each],
        words=words,
        cell=[f"{word} · {n}" for word, n in zip(words, counts, strict=True)],
        hover=[
            " ".join(filter(None, parts))
            for parts in zip(words, ranges, counts, strict=True)
        ],
    )


def _figure(comparison: Comparison, indicator_id: str, unit: str, step: str) -> Spec:
    colours = zip(comparison.subjects, template.CATEGORICAL, strict=False)
    return trend(
        _rows(comparison, indicator_id, unit, step),
        colours=dict(colours),
        provisional_word=formats.state("provisional"),
        tick_format=",.1~%" if unit == "share" else "",
        months=_STEPS[step],
        marks=breaks.of(tuple(comparison.subjects), indicator_id),
    )


@drawn_once
def _table(
    comparison: Comparison, indicator_id: str, unit: str, step: str
) -> pd.DataFrame:
    rows = _rows(comparison, indicator_id, unit, step)
    wide = rows.pivot(index="period", columns="subject_id", values="cell").sort_index()
    labels = dict(zip(rows.period, rows.label, strict=True))
    columns = [subject for subject in comparison.subjects if subject in wide.columns]
    return (
        wide[columns]
        .fillna(formats.state("no_data"))
        .map(plain)
        .rename(index=labels, columns=lambda each: plain(comparison.name(each)))
        .rename_axis(index=t("compare.period"), columns=None)
    )


def _answer(rows: pd.DataFrame, name: str) -> str:
    """The latest final figures in words: who stands where."""
    final = rows[~rows.is_provisional]
    shown = rows if final.empty else final
    latest = shown[shown.period == shown.period.max()]
    told = [f"{row.name} {row.words}" for row in records(latest)]
    period = latest.label.iloc[0]
    return t(
        "compare.latest",
        indicator=name,
        period=t("period.provisional", period=period) if final.empty else period,
        values=t("place.comma").join(told),
    )
