"""A whole scorecard, top to bottom: the same for a department, a city and an organ."""

import streamlit as st

from dashboard import score_trend, store, suspicions
from dashboard.period_picker import PublishedPeriod
from dashboard.scorecard import (
    adjusted,
    backlog,
    case_mix,
    certainty,
    change,
    contributions,
    drags,
    heading,
    honesty,
    indicators,
    lift,
    methods,
    overdue,
    parts,
    response,
)


def draw(subject_id: str, period: PublishedPeriod) -> None:
    """Draw the scorecard of one subject in one period."""
    card = next(
        store.rows(
            "subject_scorecard",
            subject_id=subject_id,
            **period.asked,
        )
    )
    heading.draw(card, period)
    adjusted.draw(card, period)
    left, right = st.columns(2, gap="small")
    with left:
        height = contributions.draw(card, period)
    with right:
        score_trend.draw(
            subject_id,
            "subject_trend",
            thresholds=score_trend.floors(card.scheme_id),
            height=height,
        )
    change.draw(card, period)
    indicators.draw(card, period)
    (known,) = store.rows("workspace_parts")
    left, right = st.columns(2, gap="small")
    with left:
        parts.draw(card, period)
    with right:
        drags.draw(card, period, has_reasons=known.has_reasons)
    case_mix.draw(card, period)
    if suspicions.are_looked_for():
        left, right = st.columns(2, gap="small")
        with left:
            response.draw(card, period)
        with right:
            honesty.draw(card, period)
    else:
        response.draw(card, period)
    left, right = st.columns(2, gap="small")
    with left:
        certainty.draw(card, period)
    with right:
        lift.draw(card, period)
    methods.draw(card, period)
    backlog.draw(card)
    if known.has_overdue:
        overdue.draw(card)
