"""The course of a subject's score and its pillars, as a chart or a table."""

import pandas as pd
import streamlit as st

from dashboard import breaks, formats, store, template
from dashboard.charts.trend import Threshold, trend
from dashboard.charts.vega import Spec
from dashboard.drawings import drawn_once, shown_again_unlinked
from dashboard.i18n import t
from dashboard.panel import View, panel
from dashboard.records import records

_MONTHS = {"month": 1, "quarter": 3}


def draw(
    subject_id: str,
    key: str,
    *,
    thresholds: tuple[Threshold, ...] = (),
    height: int = 240,
) -> None:
    """Draw the panel; a subject that was never scored gets a sentence."""
    title = _title(subject_id)
    if title is None:
        with panel(key, t("trend.none"), t("trend.question"), switch=False):
            st.caption(t("trend.none_why"))
        return
    with panel(key, title, t("trend.question")) as view:
        _show(subject_id, key, title, thresholds, height, view)


@shown_again_unlinked
def _show(
    subject_id: str,
    key: str,
    title: str,
    thresholds: tuple[Threshold, ...],
    height: int,
    view: View,
) -> None:
    if view == "table":
        st.dataframe(
            _rows(subject_id)
            .pivot_table(index="label", columns="name", values="value", sort=False)
            .round(1),
            height=height,
            placeholder="–",
            alt=t("trend.question"),
        )
    else:
        st.vega_lite_chart(
            _figure(subject_id, thresholds, height), key=f"chart_{key}", alt=title
        )
    breaks.draw(breaks.of((subject_id,)))


@drawn_once
def floors(scheme_id: object) -> tuple[Threshold, ...]:
    """Where each band of a scheme but the lowest begins; none without a scheme."""
    if not isinstance(scheme_id, str):
        return ()
    bands = store.fetch("bands", scheme_id=scheme_id)
    return tuple(
        Threshold(
            float(row.from_score),
            t("trend.floor", band=row.name, score=f"{row.from_score:g}"),
        )
        for row in records(bands.head(max(len(bands) - 1, 0)))
    )


def _figure(subject_id: str, thresholds: tuple[Threshold, ...], height: int) -> Spec:
    rows = _rows(subject_id)
    pillars = list(rows.series[~rows.is_main].drop_duplicates())
    return trend(
        rows,
        colours=template.pillar_colours(pillars),
        thresholds=thresholds,
        provisional_word=formats.state("provisional"),
        months=_MONTHS[rows.period_kind.iloc[0]],
        marks=breaks.of((subject_id,)),
        height=height,
    )


@drawn_once
def _rows(subject_id: str) -> pd.DataFrame:
    rows = store.fetch("score_history", subject_id=subject_id)
    rows["name"] = rows.name.where(~rows.is_main, t("score.composite"))
    rows["label"] = [
        formats.period_axis(row.period_kind, row.period.date()) for row in records(rows)
    ]
    rows["hover"] = [formats.score_or_state(value) for value in rows.value]
    return rows


@drawn_once
def _title(subject_id: str) -> str | None:
    """Up or down since when, of final periods only; None if there never was a score."""
    rows = _rows(subject_id)
    if rows.value.isna().all():
        return None
    main = rows[rows.is_main & ~rows.is_provisional].dropna(subset=["value"])
    # What was counted otherwise is no measure of how far it went.
    for mark in breaks.of((subject_id,)):
        main = main[main.period >= mark.day]
    if len(main) < 2:
        return t("trend.few")
    first, last = float(main.value.iloc[0]), float(main.value.iloc[-1])
    change = round(last, 1) - round(first, 1)
    key = "trend.rose" if change > 0 else "trend.fell" if change < 0 else "trend.held"
    return t(
        key,
        since=formats.period(main.period_kind.iloc[0], main.period.iloc[0].date()),
        last=formats.score(last),
        change=formats.number(abs(change), 1),
    )
