"""A whole scorecard, top to bottom: the same for a department, a city and an organ."""

import streamlit as st

from dashboard import score_trend, store
from dashboard.charts.trend import Threshold
from dashboard.i18n import t
from dashboard.period_picker import PublishedPeriod
from dashboard.records import records
from dashboard.scorecard import (
    contributions,
    drags,
    heading,
    indicators,
    overdue,
    parts,
)


def draw(subject_id: str, period: PublishedPeriod) -> None:
    """Draw the scorecard of one subject in one period."""
    rows = store.fetch(
        "subject_scorecard",
        subject_id=subject_id,
        period_kind=period.kind,
        period=period.start,
    )
    card = next(records(rows))
    heading.draw(card, period)
    left, right = st.columns(2, gap="small")
    with left:
        height = contributions.draw(card, period)
    with right:
        score_trend.draw(
            subject_id,
            "subject_trend",
            thresholds=_floors(card.scheme_id),
            height=height,
        )
    indicators.draw(card, period)
    left, right = st.columns(2, gap="small")
    with left:
        parts.draw(card, period)
    with right:
        drags.draw(card, period)
    overdue.draw(card)


def _floors(scheme_id: object) -> tuple[Threshold, ...]:
    """Where each band but the lowest begins."""
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
