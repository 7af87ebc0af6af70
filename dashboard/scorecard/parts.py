"""The organs beside a subject: a department's cities, a city's departments, as dots."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, links, store, template
from dashboard.charts.dots import Dot, dots
from dashboard.drawings import drawn_once, shown_again
from dashboard.i18n import t
from dashboard.markdown import plain, spoken
from dashboard.panel import panel
from dashboard.period_picker import PublishedPeriod
from dashboard.ready_figure import ReadyFigure
from dashboard.records import records


def draw(card: Any, period: PublishedPeriod) -> None:
    """Draw the panel; a click opens the organ."""
    question = t("parts.question_city" if card.kind == "city" else "parts.question")
    title = _title(card.subject_id, period)
    if title is None:
        with panel("parts", t("parts.none"), question, switch=False):
            st.caption(t("parts.none_why"))
        return
    with panel("parts", title, question) as view:
        if view == "table":
            _table(card.subject_id, period, question)
            return
        whole = None
        if card.kind != "organ" and not formats.is_missing(card.score):
            whole = float(card.score)
        event: Any = st.plotly_chart(
            _figure(card.subject_id, period, whole),
            config=template.CONFIG,
            key="chart_parts",
            on_select="rerun",
            selection_mode="points",
            alt=spoken(title),
        )
        if event.selection.points:
            chosen = str(event.selection.points[0]["customdata"])
            if chosen != card.subject_id:
                links.go_to_subject(chosen)


def _rows(subject_id: str, period: PublishedPeriod) -> list[Any]:
    return list(store.rows("parts", subject_id=subject_id, **period.asked))


@drawn_once
def _figure(
    subject_id: str, period: PublishedPeriod, whole: float | None
) -> ReadyFigure:
    shown = [
        Dot(
            id=row.subject_id,
            name=row.name,
            value=row.score,
            low=row.low,
            high=row.high,
            is_main=row.is_main,
            hover=_hover(row),
            words=formats.state(row.state),
        )
        for row in _rows(subject_id, period)
    ]
    return dots(shown, reference=whole, reference_name=t("parts.whole"))


@shown_again
def _table(subject_id: str, period: PublishedPeriod, question: str) -> None:
    frame = store.fetch("parts", subject_id=subject_id, **period.asked)
    rows = list(records(frame))
    st.dataframe(
        pd.DataFrame(
            {
                "name": frame.name,
                "score": [formats.score_or_state(row.score, row.state) for row in rows],
                "interval": [
                    formats.interval("points", row.low, row.high) for row in rows
                ],
                "band": frame.band_name,
                "rank": frame["rank"],
                "n": frame.n,
            }
        ),
        hide_index=True,
        column_config={
            "name": t("column.name"),
            "score": t("column.score"),
            "interval": t("column.interval"),
            "band": t("column.band"),
            "rank": t("column.rank"),
            "n": st.column_config.NumberColumn("n", format="localized"),
        },
        placeholder="",
        alt=question,
    )


@drawn_once
def _title(subject_id: str, period: PublishedPeriod) -> str | None:
    """Who is highest and lowest; None if nobody has a score."""
    scored = [
        row for row in _rows(subject_id, period) if not formats.is_missing(row.score)
    ]
    if len(scored) < 2:
        return t("parts.title") if scored else None
    first, last = scored[0], scored[-1]
    return t(
        "parts.answer",
        best=plain(first.name),
        best_score=formats.score(first.score),
        worst=plain(last.name),
        worst_score=formats.score(last.score),
    )


def _hover(row: Any) -> str:
    if formats.is_missing(row.score):
        return f"{row.name}: {formats.state(row.state)}"
    parts = [f"{row.name}: {t('unit.points', value=formats.score(row.score))}"]
    if not formats.is_missing(row.low):
        parts.append(formats.interval("points", row.low, row.high))
    if not formats.is_missing(row.rank):
        parts.append(t("score.rank", rank=int(row.rank), peers=int(row.peers)))
    if not formats.is_missing(row.n):
        parts.append(t("tile.n", n=formats.count(row.n)))
    return " · ".join(parts)
