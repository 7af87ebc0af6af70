"""How fresh and how whole each source is."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, store
from dashboard.drawings import drawn_once, shown_again
from dashboard.i18n import t, tn
from dashboard.markdown import lines, plain, unbroken
from dashboard.records import records

_NEVER = "—"


@shown_again
def draw() -> None:
    """Draw the answer, the account of rows and a line for each source."""
    st.subheader(_answer(), anchor=False)
    (publication,) = store.rows("publication")
    completeness = publication.completeness
    st.caption(
        t(
            "quality.identity",
            completeness=formats.state("unknown")
            if formats.is_missing(completeness)
            else formats.share(completeness),
        )
    )
    st.table(_table(), border="horizontal", hide_index=True)


@drawn_once
def _answer() -> str:
    """Which source never came, or else lags most; Markdown."""
    sources = store.fetch("quality_sources")
    silent = sources[sources.file_count == 0]
    if not silent.empty:
        names = plain(t("place.comma").join(silent["name"]))
        return t("quality.answer_silent", names=names)
    dated = sources.dropna(subset=["days_behind"]).sort_values("days_behind")
    if dated.empty:
        return t("quality.freshness")
    *_, oldest = records(dated)
    return tn(
        "quality.answer_oldest",
        int(oldest.days_behind),
        name=plain(oldest.name),
        date=formats.day(oldest.last_day),
        days=formats.count(oldest.days_behind),
        as_of=formats.day(store.publication().as_of),
    )


@drawn_once
def _table() -> pd.DataFrame:
    rows = list(store.rows("quality_sources"))
    return pd.DataFrame(
        {
            t("quality.source"): [unbroken(row.name) for row in rows],
            t("quality.arrived"): [lines(_last_day(row), _loaded(row)) for row in rows],
            t("quality.rows"): [lines(_identity(row), _rejected(row)) for row in rows],
        }
    )


def _last_day(row: Any) -> str:
    if row.file_count == 0:
        return formats.state("unknown")
    if formats.is_missing(row.last_day):
        return t("quality.undated")
    date = formats.day(row.last_day)
    if row.days_behind <= 0:
        return date
    behind = int(row.days_behind)
    return tn("quality.days_behind", behind, date=date, days=formats.count(behind))


def _loaded(row: Any) -> str:
    if formats.is_missing(row.loaded_at):
        return ""
    return t("quality.loaded_at", moment=f"{row.loaded_at:%Y-%m-%d %H:%M}")


def _identity(row: Any) -> str:
    """12,010 = 12,000 + 5 + 3 + 2 (2 files)"""
    if row.file_count == 0:
        return _NEVER
    return tn(
        "quality.identity_row",
        int(row.file_count),
        files=formats.count(row.file_count),
        read=formats.count(row.rows_read),
        loaded=formats.count(row.rows_loaded),
        rejected=formats.count(row.rows_rejected),
        duplicate=formats.count(row.rows_duplicate),
        superseded=formats.count(row.rows_superseded),
    )


def _rejected(row: Any) -> str:
    if formats.is_missing(row.rejected_share):
        return ""
    return t(
        "quality.rejected_share",
        share=formats.share(row.rejected_share),
        limit=formats.share(row.reject_limit),
    )
