"""Scores, pillars and indicators of several subjects, a column for each."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.records import records


def draw(
    cards: pd.DataFrame,
    pillars: pd.DataFrame,
    indicators: pd.DataFrame,
    subjects: dict[str, str],
) -> None:
    """Draw the table. Every frame has subject_id; the first subject is the measure."""
    first = next(iter(subjects.values()))
    st.caption(t("compare.how_to_read", name=plain(first)))
    lines = [(f"**{t('compare.composite')}**", _cells(cards, _composite))]
    for name, rows in pillars.groupby("name", sort=False):
        lines.append((plain(name), _cells(rows, _pillar)))
    for _id, rows in indicators.groupby("indicator_id", sort=False):
        lines.append((plain(rows.name.iloc[0]), _cells(rows, _indicator)))
    unknown = formats.state("unknown")
    st.table(
        {
            t("compare.column"): [title for title, _ in lines],
            # Two organs may share a short name; a column must not swallow the other.
            **{
                _title(place, name): [cells.get(subject, unknown) for _, cells in lines]
                for place, (subject, name) in enumerate(subjects.items(), 1)
            },
        },
        border="horizontal",
        hide_index=True,
    )


def verdict(row: Any) -> str:
    """better, worse, higher, lower or none than the first subject; '' when unknown."""
    if formats.is_missing(row.difference):
        return ""
    if row.difference == "none" or formats.is_missing(row.higher_is_better):
        return str(row.difference)
    is_better = (row.difference == "higher") == bool(row.higher_is_better)
    return "better" if is_better else "worse"


def _title(place: int, name: str) -> str:
    return f"{place}\\. {plain(name)}"


def _cells(rows: pd.DataFrame, cell: Any) -> dict[str, str]:
    return {row.subject_id: cell(row) for row in records(rows)}


def _composite(row: Any) -> str:
    if formats.is_missing(row.score):
        return formats.state(row.state)
    value = formats.score(row.score)
    return _told(value, formats.interval("points", row.low, row.high), row)


def _pillar(row: Any) -> str:
    return formats.score(row.score)


def _indicator(row: Any) -> str:
    if formats.is_missing(row.value):
        return formats.state(row.state)
    value = formats.value(row.unit, row.value, row.n)
    interval = formats.interval(row.unit, row.low, row.high, row.n)
    return _told(value, interval, row, counts=row.unit != "count")


def _told(value: str, interval: str, row: Any, *, counts: bool = True) -> str:
    """The value, its interval and n, and in bold how it differs if it does."""
    parts = [plain(t("compare.with_interval", value=value, interval=interval))]
    if not interval:
        parts = [plain(value)]
    # A count is its own n.
    if counts and not formats.is_missing(row.n):
        parts.append(plain(f"n = {formats.count(row.n)}"))
    if row.state == "provisional":
        parts.append(formats.state("provisional"))
    verdict_words = verdict(row)
    if verdict_words and verdict_words != "none":
        parts.append(f"**{t(f'compare.{verdict_words}')}**")
    return " · ".join(parts)
