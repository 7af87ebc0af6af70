"""Data quality: what arrived, how fresh it is, what was refused, what is missing."""

import streamlit as st

from dashboard import (
    arrival_report,
    choice,
    coverage_report,
    freshness_report,
    honesty_report,
    load_report,
    reject_report,
    store,
)
from dashboard.accounts import here
from dashboard.i18n import t

_EVERY = "all"


def main() -> None:
    """Draw the page."""
    here.enter("quality")
    st.title(t("quality.title"), anchor=False)
    sources = store.fetch("quality_sources")
    if sources.empty:
        st.info(t("quality.no_sources"))
        return
    freshness_report.draw()
    arrival_report.draw()
    st.header(t("quality.files_and_rejects"), anchor=False)
    names = {
        _EVERY: t("quality.every_source"),
        **dict(zip(sources.source, sources["name"], strict=True)),
    }
    chosen = choice.one(
        "source",
        t("quality.source"),
        list(names),
        words=names.__getitem__,
        width=240,
        memory="quality_source",
    )
    source = "" if chosen == _EVERY else chosen
    reject_report.draw(source)
    load_report.draw(source)
    period = coverage_report.draw()
    if period:
        honesty_report.draw(period)


main()
