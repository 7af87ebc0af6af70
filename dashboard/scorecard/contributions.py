"""What makes the score: each indicator's part, as a waterfall or a table."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, store, template
from dashboard.charts.contributions import contributions, height_of
from dashboard.drawings import drawn_once, shown_again
from dashboard.i18n import t
from dashboard.markdown import plain, spoken
from dashboard.panel import View, panel
from dashboard.period_picker import PublishedPeriod
from dashboard.ready_figure import ReadyFigure
from dashboard.records import records


def draw(card: Any, period: PublishedPeriod) -> int:
    """Draw the panel, or say what is missing; returns the height of the chart."""
    if formats.is_missing(card.score):
        title = t("contributions.none")
        with panel("contributions", title, t("contributions.question"), switch=False):
            st.caption(t("contributions.none_why"))
        return height_of(0)
    title = _title(card.subject_id, period, card.scheme_id)
    with panel("contributions", title, t("contributions.question")) as view:
        return _show(card.subject_id, period, card.scheme_id, float(card.score), view)


@shown_again
def _show(
    subject_id: str, period: PublishedPeriod, scheme_id: str, total: float, view: View
) -> int:
    rows = _named(subject_id, period, scheme_id)
    height = height_of(len(rows))
    if view == "table":
        st.dataframe(
            rows[["pillar_name", "name", "score", "weight", "contribution"]],
            hide_index=True,
            column_config={
                "pillar_name": t("column.pillar"),
                "name": t("column.indicator"),
                "score": st.column_config.NumberColumn(
                    t("column.score"), format="%.1f"
                ),
                "weight": st.column_config.NumberColumn(
                    t("column.weight"), format="percent"
                ),
                "contribution": st.column_config.NumberColumn(
                    t("column.contribution"), format="%.1f"
                ),
            },
            height=height,
            placeholder="–",
            alt=t("contributions.question"),
        )
        return height
    st.plotly_chart(
        _figure(subject_id, period, scheme_id, total),
        config=template.CONFIG,
        key="chart_contributions",
        alt=spoken(_title(subject_id, period, scheme_id)),
    )
    return height


@drawn_once
def _title(subject_id: str, period: PublishedPeriod, scheme_id: str) -> str:
    """The indicator that costs the most points."""
    rows = _named(subject_id, period, scheme_id)
    lost = int((rows.full - rows.contribution).argmax())
    return t("contributions.answer", name=plain(rows.name.iloc[lost]))


def _figure(
    subject_id: str, period: PublishedPeriod, scheme_id: str, total: float
) -> ReadyFigure:
    rows = _named(subject_id, period, scheme_id)
    rows = rows.assign(
        words=[
            formats.signed(row.contribution, 1)
            if formats.is_missing(row.score)
            else formats.score(row.contribution)
            for row in records(rows)
        ],
        hover=[_hover(row) for row in records(rows)],
    )
    return contributions(
        rows,
        total=total,
        total_name=t("score.composite"),
        colours=template.pillar_colours(rows.pillar.dropna().tolist()),
    )


def _hover(row: Any) -> str:
    """Score times weight; below a geometric mean the contribution is no product."""
    if formats.is_missing(row.score):
        part = formats.signed(row.contribution, 1)
        return t("contributions.hover_adjustment", name=row.name, part=part)
    return t(
        "contributions.hover" if row.is_product else "contributions.hover_geometric",
        name=row.name,
        score=formats.score(row.score),
        weight=formats.share(row.weight),
        part=formats.score(row.contribution),
    )


def _named(subject_id: str, period: PublishedPeriod, scheme_id: str) -> pd.DataFrame:
    """The rows, with words for what bonus and deduction do together."""
    rows = _rows(subject_id, period, scheme_id)
    return rows.assign(name=rows["name"].fillna(t("contributions.adjustment")))


def _rows(subject_id: str, period: PublishedPeriod, scheme_id: str) -> pd.DataFrame:
    return store.fetch(
        "contributions",
        subject_id=subject_id,
        **period.asked,
        scheme_id=scheme_id,
    )
