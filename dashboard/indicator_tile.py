"""A tile: one figure, how it changed, on how many answers, and its last months."""

from collections.abc import Sequence
from typing import Any, Literal

import streamlit as st

from dashboard import formats, help
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.period_picker import PublishedPeriod

# Fewer points than this are no trend.
_SPARKLINE_FROM = 3
# Keeps the line of a note that is not there.
_BLANK = "\N{NO-BREAK SPACE}"
_UP, _DOWN = ":material/arrow_upward:", ":material/arrow_downward:"
# Just what the sparkline needs: the element by itself leaves a strip of empty ground.
_HEIGHT = 121

Colour = Literal["blue", "orange", "gray"]


def indicator_tile(row: Any, period: PublishedPeriod, *, with_line: bool) -> None:
    """Draw a row of headline.sql; a figure that is not there is a word, not a zero."""
    has_value = not formats.is_missing(row.value)
    if not has_value:
        value = formats.unvalued(row.unit, row.state, row.more_than)
    else:
        value = formats.compact(row.unit, row.value, row.denominator)
    notes = []
    # Where the whole period is provisional, its name says so.
    if row.state == "provisional" and not period.is_provisional:
        notes.append(formats.state("provisional"))
    if row.kind != "count" and not formats.is_missing(row.denominator):
        notes.append(t("tile.n", n=formats.count(row.denominator)))
    tile(
        key=row.indicator_id,
        label=plain(row.name),
        value=plain(value),
        change=None if formats.is_missing(row.change) else float(row.change),
        change_words=(
            no_change(row, period)
            if formats.is_missing(row.change)
            else formats.change(row.unit, row.change)
        ),
        higher_is_better=row.higher_is_better,
        note=" · ".join(notes),
        help_text=help.of_indicator(row),
        history=list(row.history),
        with_line=with_line,
    )


def no_change(row: Any, period: PublishedPeriod) -> str:
    """Why a figure has no change beside it: of its own, or for all of the period."""
    return t("breaks.not_comparable") if row.is_broken else period.no_change


def tile(
    *,
    key: str,
    label: str,
    value: str,
    change: float | None,
    change_words: str,
    higher_is_better: bool | None,
    note: str,
    help_text: str,
    history: Sequence[float],
    with_line: bool,
) -> None:
    """Blue is better, orange is worse, and the arrow says which way it went.

    `change_words` say why there is no change where there is none. `with_line`: some
    tile of the row has a sparkline, so all are as high as one.
    """
    change = as_shown(change, change_words)
    with st.container(border=True, height="stretch", gap=None, key=f"tile_{key}"):
        st.metric(
            label,
            value,
            help=help_text,
            height=_HEIGHT if with_line else "content",
            chart_data=list(history) if has_line(history) else None,
            chart_type="area",
        )
        st.markdown(_below(change, change_words, higher_is_better, note))


def _below(
    change: float | None, words: str, higher_is_better: bool | None, note: str
) -> str:
    """The change and the note; Markdown.

    Not the metric's own: a telephone would cut them, here they take another line.
    """
    if change is None:
        # A badge is cut, too; text is not.
        return f":small[:gray[{' '.join(filter(None, (words, note)))}]]"
    icon = "" if not change else _UP if change > 0 else _DOWN
    shown = f"{icon} {words.lstrip('+−')}".strip()
    badge = f":{colour(change, higher_is_better)}-badge[{shown}]"
    return f"{badge} :small[:gray[{note or _BLANK}]]"


def has_line(history: Sequence[float]) -> bool:
    """Whether there are enough points for a sparkline."""
    return len(history) >= _SPARKLINE_FROM


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
