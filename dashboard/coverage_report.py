"""Who sent how much: what could be measured of each city or department."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import choice, formats, period_picker, store
from dashboard.downloads import harmless
from dashboard.drawings import drawn_once, shown_again
from dashboard.i18n import t
from dashboard.period_picker import PublishedPeriod
from dashboard.records import records

_KINDS = ("city", "department")
_COUNTS = ["n", "measured_count", "withheld_count", "missing_count"]
_COLUMNS = ["name", "coverage", *_COUNTS]


def draw() -> PublishedPeriod | None:
    """Draw the section with its pickers, least covered first; the period picked."""
    st.header(t("quality.coverage"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = choice.one(
            "kind",
            t("quality.kind"),
            _KINDS,
            words=lambda each: t(f"quality.kind_{each}"),
            style="segmented",
            memory="quality_kind",
        )
        period = period_picker.pick()
    if period is None:
        return None
    _show(kind, period)
    return period


@shown_again
def _show(kind: str, period: PublishedPeriod) -> None:
    table = _table(kind, period.kind, period.start)
    if table.empty:
        st.info(t("quality.no_subjects"))
        return
    st.caption(t("quality.coverage_words", period=period.words))
    st.dataframe(
        table,
        hide_index=True,
        column_config={column: _config(column) for column in _COLUMNS},
        # Without it a missing number reads "None".
        placeholder="–",
        alt=t("quality.coverage"),
    )


@drawn_once
def _table(kind: str, period_kind: str, period: date) -> pd.DataFrame:
    rows = store.fetch(
        "quality_coverage", kind=kind, period_kind=period_kind, period=period
    )
    return rows.assign(
        # The table's own download is plain CSV, so its text must be harmless already.
        name=rows["name"].map(harmless),
        coverage=[_share(row.coverage) for row in records(rows)],
    )[_COLUMNS]


def _share(coverage: float | None) -> str:
    if coverage is None or formats.is_missing(coverage):
        return formats.state("unknown")
    return formats.share(coverage, 0)


def _config(column: str) -> Any:
    words = t(f"quality.column_{column}")
    if column in _COUNTS:
        return st.column_config.NumberColumn(words, format="localized")
    return words
