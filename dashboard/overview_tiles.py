"""The row of tiles: the composite first, then the workspace's headline indicators."""

from typing import Any

import streamlit as st

from dashboard import formats, indicator_tile, store
from dashboard.drawings import drawn_once, shown_again
from dashboard.i18n import t
from dashboard.period_picker import PublishedPeriod
from dashboard.records import records


def composite(subject_id: str, period: PublishedPeriod) -> Any | None:
    """The subject's scorecard row, or None if there is no such subject."""
    rows = store.rows(
        "subject_scorecard",
        subject_id=subject_id,
        **period.asked,
    )
    return next(rows, None)


def answer(card: Any | None, period: PublishedPeriod) -> str:
    """The page's title: the score and which way it went, or that there is none."""
    when = period.words
    if card is None or formats.is_missing(card.score):
        return t("overview.no_score", period=when)
    if formats.is_missing(card.change):
        return t("overview.score", period=when, score=formats.score(card.score))
    change = round(card.change, 1)
    key = "rose" if change > 0 else "fell" if change < 0 else "held"
    return t(
        f"overview.{key}",
        period=when,
        score=formats.score(card.score),
        change=formats.number(abs(change), 1),
    )


@shown_again
def draw(subject_id: str, card: Any | None, period: PublishedPeriod) -> None:
    """Two abreast on a phone, all in a row on a desk."""
    rows = store.fetch(
        "headline",
        subject_id=subject_id,
        **period.asked,
        period_end=period.end,
    )
    history = _history(subject_id)
    with_line = any(map(indicator_tile.has_line, [history, *rows.history]))
    with st.grid(len(rows) + 1, min_column_width=150, gap="xsmall"):
        _composite_tile(card, period, history, with_line)
        for row in records(rows):
            indicator_tile.indicator_tile(row, period, with_line=with_line)


@drawn_once
def _history(subject_id: str) -> list[float]:
    """The score of every final period."""
    rows = store.fetch("score_history", subject_id=subject_id)
    scores: list[float] = (
        rows[rows.is_main & ~rows.is_provisional].value.dropna().tolist()
    )
    return scores


def _composite_tile(
    card: Any | None, period: PublishedPeriod, history: list[float], with_line: bool
) -> None:
    has_score = card is not None and not formats.is_missing(card.score)
    change = None
    notes = []
    if card is not None and has_score:
        change = None if formats.is_missing(card.change) else float(card.change)
        if not formats.is_missing(card.n):
            notes.append(t("tile.n", n=formats.count(card.n)))
    state = "no_data" if card is None or card.state is None else card.state
    indicator_tile.tile(
        key="composite",
        label=t("score.composite"),
        value=(
            t("unit.points", value=formats.score(card.score))
            if card is not None and has_score
            else formats.state(state)
        ),
        change=change,
        change_words=(
            formats.change("points", change)
            if change is not None
            else period.no_change
            if card is None
            else indicator_tile.no_change(card, period)
        ),
        higher_is_better=True,
        note=" · ".join(notes),
        help_text=t("score.help", date=formats.day(store.publication().as_of)),
        history=history,
        with_line=with_line,
    )
