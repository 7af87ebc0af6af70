"""Who sent how much: what could be measured of each city or department."""

import streamlit as st

from dashboard import choice, formats, period_picker, store
from dashboard.downloads import harmless
from dashboard.i18n import t

_KINDS = ("city", "department")
_COLUMNS = [
    "name",
    "coverage",
    "n",
    "measured_count",
    "withheld_count",
    "missing_count",
]


def draw() -> None:
    """Draw the section with its pickers; least covered first."""
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
        return
    rows = store.fetch(
        "quality_coverage",
        kind=kind,
        period_kind=period.kind,
        period=period.start,
    )
    if rows.empty:
        st.info(t("quality.no_subjects"))
        return
    st.caption(t("quality.coverage_words", period=period.words))
    told = rows[_COLUMNS].assign(
        # The table's own download is plain CSV, so its text must be harmless already.
        name=rows.name.map(harmless),
        coverage=[
            formats.state("unknown")
            if formats.is_missing(share)
            else formats.share(share)
            for share in rows.coverage
        ],
    )
    st.dataframe(
        told,
        hide_index=True,
        column_config={column: t(f"quality.column_{column}") for column in _COLUMNS}
        | {
            column: st.column_config.NumberColumn(
                t(f"quality.column_{column}"), format="localized"
            )
            for column in ("n", "measured_count", "withheld_count", "missing_count")
        },
        alt=t("quality.coverage"),
    )
