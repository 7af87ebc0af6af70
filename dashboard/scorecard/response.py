"""Who answered: the share of cases that were rated, and what the others leave open."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, store, template
from dashboard.charts.bounds import bounds
from dashboard.drawings import drawn_once, shown_again
from dashboard.i18n import t
from dashboard.markdown import plain, spoken
from dashboard.panel import View, panel
from dashboard.period_picker import PublishedPeriod
from dashboard.ready_figure import ReadyFigure
from dashboard.records import records


def draw(card: Any, period: PublishedPeriod) -> None:
    """Draw the panel; where the workspace does not say who answers there is none."""
    first = next(
        store.rows("response", subject_id=card.subject_id, **period.asked), None
    )
    if first is None or first.subject_id != card.subject_id:
        return
    title = _title(card.subject_id, period)
    question = t("response.question")
    known = not formats.is_missing(first.lowest_share)
    with panel("response", title, question, switch=known) as view:
        _show(card.subject_id, period, known, view)


@shown_again
def _show(subject_id: str, period: PublishedPeriod, known: bool, view: View) -> None:
    rows = _rows(subject_id, period)
    if not known:
        st.caption(t("response.unknown_why"))
    elif view == "table":
        _table(rows, t("response.question"))
    else:
        st.plotly_chart(
            _figure(subject_id, period),
            config=template.CONFIG,
            key="chart_response",
            alt=spoken(_title(subject_id, period)),
        )
    for row in records(rows.head(1)):
        st.caption(_counts(row))


def _rows(subject_id: str, period: PublishedPeriod) -> pd.DataFrame:
    return store.fetch("response", subject_id=subject_id, **period.asked)


@drawn_once
def _title(subject_id: str, period: PublishedPeriod) -> str:
    """How many answered, and between what the share of all lies."""
    row = next(records(_rows(subject_id, period)))
    if formats.is_missing(row.active_share):
        return t("response.unknown", state=formats.state(row.state))
    rated = formats.share(row.active_share, row.closed_count)
    if formats.is_missing(row.lowest_share):
        return t("response.rated", rated=rated)
    return t("response.answer", rated=rated, between=between(row))


def between(row: Any) -> str:
    """27.9%–97.2%: the bounds of a row, by the cases they are shares of."""
    return formats.interval(
        "share", row.lowest_share, row.highest_share, row.closed_count
    )


def _figure(subject_id: str, period: PublishedPeriod) -> ReadyFigure:
    rows = _rows(subject_id, period).dropna(subset=["lowest_share"])
    told = list(records(rows))
    return bounds(
        pd.DataFrame(
            {
                "name": rows.short_name,
                "lowest": rows.lowest_share,
                "highest": rows.highest_share,
                "words": [
                    t("response.silent", share=_silent(row, row.closed_count))
                    for row in told
                ],
                "hover": [
                    t(
                        "response.hover",
                        name=row.name,
                        between=between(row),
                        n=formats.count(row.closed_count),
                    )
                    for row in told
                ],
            }
        )
    )


def _silent(row: Any, n: float) -> str:
    return formats.share(row.highest_share - row.lowest_share, n)


def _counts(row: Any) -> str:
    """The numbers under the bar; a dash stands for what is not told."""
    told = {
        name: plain(formats.count(value)) if not formats.is_missing(value) else "–"
        for name, value in (
            ("closed", row.closed_count),
            ("active", row.active_count),
            ("unrated", row.unrated_count),
            ("defaults", row.default_count),
        )
    }
    share = (
        "–"
        if formats.is_missing(row.default_share)
        else formats.share(row.default_share)
    )
    return t("response.counts", **told, default_share=share)


def _table(rows: pd.DataFrame, question: str) -> None:
    told = list(records(rows))
    st.dataframe(
        pd.DataFrame(
            {
                "name": rows.name,
                "closed": rows.closed_count,
                "active": rows.active_count,
                "rated": [_share(row.active_share, row.closed_count) for row in told],
                "defaults": [_share(row.default_share, None) for row in told],
                "satisfied": [
                    _share(row.satisfied_share, row.active_count) for row in told
                ],
                "between": [between(row) for row in told],
            }
        ),
        hide_index=True,
        column_config={
            "name": t("column.name"),
            "closed": st.column_config.NumberColumn(
                t("response.column_closed"), format="localized"
            ),
            "active": st.column_config.NumberColumn(
                t("response.column_active"), format="localized"
            ),
            "rated": t("response.column_rated"),
            "defaults": t("response.column_defaults"),
            "satisfied": t("response.column_satisfied"),
            "between": t("response.column_between"),
        },
        placeholder="–",
        alt=question,
    )


def _share(share: float, n: float | None) -> str:
    return "–" if formats.is_missing(share) else formats.share(share, n)
