"""What a city or organ reached beside what its mix of items lets expect."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, store
from dashboard.drawings import drawn_once, shown_again
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.panel import panel
from dashboard.period_picker import PublishedPeriod


@shown_again
def draw(card: Any, period: PublishedPeriod) -> None:
    """Draw the panel; none where nobody has the same items, as for departments."""
    table = _table(card.subject_id, period)
    if table.empty:
        return
    title = _title(card.subject_id, period)
    with panel("case_mix", title, t("case_mix.question"), switch=False):
        st.table(table, border="horizontal", hide_index=True)
        st.caption(t("case_mix.how"))


def _rows(subject_id: str, period: PublishedPeriod) -> Iterator[Any]:
    return store.rows("case_mix", subject_id=subject_id, **period.asked)


@drawn_once
def _title(subject_id: str, period: PublishedPeriod) -> str:
    """The answer for the first indicator: whether the mix explains the share."""
    row = next(_rows(subject_id, period))
    change = row.adjusted - row.share
    # Half of what the last digit shown is worth.
    side = "same" if abs(change) < 0.0005 else "harder" if change > 0 else "easier"
    return t(
        f"case_mix.title_{side}",
        indicator=plain(row.name),
        share=formats.share(row.share, row.n),
        adjusted=formats.share(row.adjusted, row.n),
    )


def _table(subject_id: str, period: PublishedPeriod) -> pd.DataFrame:
    """Rows in words; Markdown."""
    rows = list(_rows(subject_id, period))
    if not rows:
        return pd.DataFrame()
    return pd.DataFrame(
        {
            t("column.indicator"): [plain(row.name) for row in rows],
            t("case_mix.column_share"): [
                t(
                    "case_mix.share",
                    share=formats.share(row.share, row.n),
                    n=formats.count(row.n),
                )
                for row in rows
            ],
            t("case_mix.column_counts"): [
                t(
                    "case_mix.counts",
                    observed=formats.count(row.observed),
                    expected=formats.number(row.expected, 1),
                )
                for row in rows
            ],
            t("case_mix.column_adjusted"): [adjusted(row) for row in rows],
        }
    )


def adjusted(row: Any) -> str:
    """96.9% (96.2%–97.4%)"""
    return t(
        "case_mix.adjusted",
        share=formats.share(row.adjusted, row.n),
        interval=formats.interval("share", row.low, row.high, row.n),
    )
