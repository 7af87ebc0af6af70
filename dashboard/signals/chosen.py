"""One signal: its control chart, and the parts that make most of it."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, links, store
from dashboard.accounts.principal import Principal
from dashboard.charts.control import control
from dashboard.charts.vega import Spec
from dashboard.drawings import drawn_once, shown_again
from dashboard.i18n import t
from dashboard.markdown import plain, spoken
from dashboard.panel import View, panel
from dashboard.records import records
from dashboard.signals import followed, words
from dashboard.signals.standing import Standing


def draw(reader: Principal, row: Any, stands: Standing) -> None:
    """Draw the panel of a row of the question `signals`."""
    title = words.sentence(row)
    with panel("signal", title, t("signal.chart_question")) as view:
        _show(row, title, view)
        followed.draw(reader, row.signal_id, row.unit, stands)
        links.to_subject(
            row.subject_id,
            t("signal.open", subject=plain(row.name)),
            icon=":material/arrow_forward:",
        )


@shown_again
def _show(row: Any, title: str, view: View) -> None:
    """The course as chart or table, and what makes most of the change."""
    if view == "table":
        st.dataframe(
            _table(row.subject_id, row.indicator_id, row.unit),
            hide_index=True,
            height=300,
            placeholder="–",
            alt=t("signal.chart_question"),
        )
    else:
        st.vega_lite_chart(
            _figure(row.subject_id, row.indicator_id, row.unit),
            key="chart_signal",
            alt=spoken(title),
        )
        st.caption(t("signal.chart_how"))
    _why(row.signal_id)


def _why(signal_id: str) -> None:
    parts = _parts(signal_id)
    if parts.empty:
        return
    st.markdown(t("signal.parts"))
    st.table(parts, border="horizontal", hide_index=True)
    st.caption(t("signal.parts_how"))


@drawn_once
def _parts(signal_id: str) -> pd.DataFrame:
    """Three of each kind: that is what somebody can look into."""
    rows = store.fetch("signal_parts", signal_id=signal_id)
    kept = [row for row in records(rows) if row.position <= 3]
    return pd.DataFrame(
        {
            t("signal.part_name"): [
                t(f"signal.of_{row.part_kind}", name=plain(row.name)) for row in kept
            ],
            t("signal.part_value"): [
                t(
                    "signal.from_to",
                    before=_share(row.unit, row.value_before),
                    after=_share(row.unit, row.value, row.n),
                )
                for row in kept
            ],
            "n": [formats.count(row.n) for row in kept],
            t("signal.part_change"): [
                formats.change(row.unit, row.part, finer=1) for row in kept
            ],
        }
    )


def _share(unit: str, value: float, n: float | None = None) -> str:
    if formats.is_missing(value):
        return formats.state("no_data")
    return formats.figure(unit, value, n)


@drawn_once
def _figure(subject_id: str, indicator_id: str, unit: str) -> Spec:
    rows = _points(subject_id, indicator_id, unit)
    return control(
        rows,
        provisional_word=formats.state("provisional"),
        tick_format=",.1~%" if unit == "share" else "",
    )


@drawn_once
def _table(subject_id: str, indicator_id: str, unit: str) -> pd.DataFrame:
    rows = _points(subject_id, indicator_id, unit)
    each = list(records(rows))
    return pd.DataFrame(
        {
            t("signal.month"): rows.axis,
            t("signal.value"): [formats.figure(unit, row.value, row.n) for row in each],
            "n": [formats.count(row.n) for row in each],
            t("signal.limits"): [
                formats.interval(unit, row.low, row.high) for row in each
            ],
            t("signal.usual"): [
                formats.interval(unit, row.usual_low, row.usual_high) for row in each
            ],
            "z": [
                None if formats.is_missing(row.z) else formats.signed(row.z, 1)
                for row in each
            ],
            t("signal.label"): [
                formats.state("provisional")
                if row.is_provisional
                else words.label(row.label)
                for row in each
            ],
        }
    )


@drawn_once
def _points(subject_id: str, indicator_id: str, unit: str) -> pd.DataFrame:
    rows = store.fetch(
        "signal_points", subject_id=subject_id, indicator_id=indicator_id
    )
    rows["axis"] = [
        formats.period_axis("month", row.period.date()) for row in records(rows)
    ]
    rows["hover"] = [_hover(row, unit) for row in records(rows)]
    return rows


def _hover(row: Any, unit: str) -> str:
    parts = [
        t("signal.hover", month=row.axis, value=formats.value(unit, row.value, row.n)),
        t("tile.n", n=formats.count(row.n)),
    ]
    if not formats.is_missing(row.low):
        limits = formats.interval(unit, row.low, row.high)
        parts.append(t("signal.hover_limits", limits=limits))
    if row.is_provisional:
        parts.append(formats.state("provisional"))
    elif row.label:
        parts.append(words.label(row.label))
    return " · ".join(parts)
