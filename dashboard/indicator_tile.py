"""A tile: one figure, how it changed, on how many answers, and its last months."""

from collections.abc import Sequence
from typing import Any, Literal

import streamlit as st

from dashboard import formats, help
from dashboard.i18n import t
from dashboard.markdown import plain

# Fewer points than this are no trend.
_SPARKLINE_FROM = 3
# Just what the sparkline needs: the element by itself leaves a strip of empty ground.
_HEIGHT = 158

Colour = Literal["blue", "orange", "gray"]


def indicator_tile(row: Any) -> None:
    """Draw a row of headline.sql; a figure that is not there is a word, not a zero."""
    has_value = not formats.is_missing(row.value)
    if not has_value:
        value = formats.state(row.state)
    else:
        value = formats.compact(row.unit, row.value, row.denominator)
    notes = []
    if row.state == "provisional":
        notes.append(formats.state("provisional"))
    if row.kind != "count" and not formats.is_missing(row.denominator):
        notes.append(t("tile.n", n=formats.count(row.denominator)))
    tile(
        label=plain(row.name),
        value=plain(value),
        change=None if formats.is_missing(row.change) else float(row.change),
        change_words=(
            ""
            if formats.is_missing(row.change)
            else formats.change(row.unit, row.change)
        ),
        higher_is_better=row.higher_is_better,
        note=" · ".join(notes),
        help_text=help.of_indicator(row),
        history=list(row.history),
    )


def tile(
    *,
    label: str,
    value: str,
    change: float | None,
    change_words: str,
    higher_is_better: bool | None,
    note: str,
    help_text: str,
    history: Sequence[float],
) -> None:
    """Blue is better, orange is worse, and the arrow says which way it went."""
    change = as_shown(change, change_words)
    shown = change_words.lstrip("+−") if change is not None else t("tile.no_change")
    arrow: Literal["up", "down", "off"] = "off"
    if change:
        arrow = "up" if change > 0 else "down"
    st.metric(
        label,
        value,
        delta=shown,
        delta_color=colour(change, higher_is_better),
        delta_arrow=arrow,
        delta_description=note or None,
        help=help_text,
        border=True,
        height=_HEIGHT,
        chart_data=list(history) if len(history) >= _SPARKLINE_FROM else None,
        chart_type="area",
    )


def as_shown(change: float | None, words: str) -> float | None:
    """The change, or 0 where its words round to none: 0.0 went neither way."""
    if change is None or words[:1] in ("+", "−"):
        return change
    return 0.0


def colour(change: float | None, higher_is_better: bool | None) -> Colour:
    """Which way is good is declared with the indicator; unknown is grey."""
    if not change or formats.is_missing(higher_is_better):
        return "gray"
    return "blue" if (change > 0) == bool(higher_is_better) else "orange"
