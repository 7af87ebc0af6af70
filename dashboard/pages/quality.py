"""Data quality: what arrived, how fresh it is, what was refused, what is missing."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import (
    arrival_report,
    audience,
    choice,
    coverage_report,
    formats,
    load_report,
    publications,
    reject_report,
    store,
)
from dashboard.audience import Audience
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.records import records

_EVERY = "all"


def main() -> None:
    """Draw the page."""
    audience.enter(Audience.INTERNAL)
    st.title(t("quality.title"), anchor=False)
    sources = store.fetch("quality_sources")
    if sources.empty:
        st.info(t("quality.no_sources"))
        return
    _show_freshness(sources)
    arrival_report.draw()
    names = dict(zip(sources.source, sources.name, strict=True))
    st.header(t("quality.files_and_rejects"), anchor=False)
    source = choice.one(
        "source",
        t("quality.source"),
        [_EVERY, *names],
        words=lambda each: t("quality.every_source") if each == _EVERY else names[each],
        width=240,
        memory="quality_source",
    )
    asked = "" if source == _EVERY else source
    reject_report.draw(asked, names)
    load_report.draw(asked, names)
    coverage_report.draw()


def _show_freshness(sources: pd.DataFrame) -> None:
    st.subheader(_answer(sources), anchor=False)
    st.caption(t("quality.identity"))
    rows = list(records(sources))
    st.table(
        {
            t("quality.source"): [plain(row.name) for row in rows],
            t("quality.last_day"): [_last_day(row) for row in rows],
            t("quality.loaded_at"): [_moment(row.loaded_at) for row in rows],
            t("quality.rows"): [_identity(row) for row in rows],
            t("quality.rejected_share"): [_rejected(row) for row in rows],
        },
        border="horizontal",
        hide_index=True,
    )


def _answer(sources: pd.DataFrame) -> str:
    """Which source lags most, or which never came at all."""
    silent = sources[sources.file_count == 0]
    if not silent.empty:
        names = plain(t("place.comma").join(silent.name))
        return t("quality.answer_silent", names=names)
    dated = sources.dropna(subset=["days_behind"]).sort_values("days_behind")
    if dated.empty:
        return t("quality.freshness")
    last = dated.iloc[-1]
    return t(
        "quality.answer_oldest",
        name=plain(last["name"]),
        date=formats.day(last["last_day"]),
        days=formats.count(last["days_behind"]),
        as_of=formats.day(publications.current().as_of),
    )


def _last_day(row: Any) -> str:
    if row.file_count == 0:
        return formats.state("unknown")
    if formats.is_missing(row.last_day):
        return t("quality.undated")
    return t(
        "quality.days_behind",
        date=formats.day(row.last_day),
        days=formats.count(row.days_behind),
    )


def _moment(value: Any) -> str:
    return "—" if formats.is_missing(value) else f"{value:%Y-%m-%d %H:%M}"


def _identity(row: Any) -> str:
    if row.file_count == 0:
        return "—"
    return t(
        "quality.identity_row",
        files=formats.count(row.file_count),
        read=formats.count(row.rows_read),
        loaded=formats.count(row.rows_loaded),
        rejected=formats.count(row.rows_rejected),
        duplicate=formats.count(row.rows_duplicate),
        superseded=formats.count(row.rows_superseded),
    )


def _rejected(row: Any) -> str:
    if formats.is_missing(row.rejected_share):
        return "—"
    return t(
        "quality.share_of_limit",
        share=formats.share(row.rejected_share),
        limit=formats.share(row.reject_limit),
    )


main()
