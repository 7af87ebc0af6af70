"""What was refused and why: reasons, the first refused values, and all as a file."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import choice, downloads, formats, reject_reasons, store
from dashboard.audience import Audience
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.records import records

_FIRST = 10
# A spreadsheet takes a million rows; a department that sends more has another problem.
_AT_MOST = 100_000
_EVERY = "all"
_CSV_COLUMNS = [
    "source",
    "file",
    "row",
    "column_name",
    "value",
    "reason_code",
    "reason",
]


def draw(source: str, names: dict[str, str]) -> None:
    """Draw the section; source '' for all."""
    reasons = store.fetch("quality_reject_reasons", source=source)
    if reasons.empty:
        st.success(t("quality.no_rejects"), icon=":material/check:")
        return
    st.subheader(_answer(reasons), anchor=False)
    st.table(
        {
            t("quality.source"): [_named(row, names) for row in records(reasons)],
            t("quality.reason"): [_reason(row) for row in records(reasons)],
            t("quality.count"): reasons.reject_count.map(formats.count).tolist(),
            t("quality.columns"): [
                plain(", ".join(filter(None, each))) or t("quality.whole_row")
                for each in reasons.column_names
            ],
            t("quality.files"): reasons.file_count.map(formats.count).tolist(),
        },
        border="horizontal",
        hide_index=True,
    )
    codes = {
        row.reason_code: reject_reasons.words(row.reason_code, row.reason)
        for row in records(reasons)
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = choice.one(
            "reason",
            t("quality.reason"),
            [_EVERY, *codes],
            words=lambda each: codes.get(each, t("quality.every_reason")),
            width=320,
            memory="quality_reason",
        )
        asked = "" if code == _EVERY else code
        _offer_download(source, asked)
    _show_first(source, asked)


def _answer(reasons: pd.DataFrame) -> str:
    most = next(records(reasons))
    return t(
        "quality.most_rejects", reason=_reason(most), n=formats.count(most.reject_count)
    )


def _show_first(source: str, reason_code: str) -> None:
    rows = store.fetch(
        "quality_rejects", source=source, reason_code=reason_code, at_most=_FIRST
    )
    st.caption(t("quality.first_rejects", n=formats.count(len(rows))))
    st.table(
        {
            t("quality.where"): [_where(row) for row in records(rows)],
            t("quality.value"): [_value(row.value) for row in records(rows)],
            t("quality.reason"): [_reason(row) for row in records(rows)],
        },
        border="horizontal",
        hide_index=True,
    )


def _offer_download(source: str, reason_code: str) -> None:
    header = [t(f"quality.csv_{column}") for column in _CSV_COLUMNS]

    def build() -> bytes:
        # Runs when the button is pressed, outside the page: it names the audience.
        rows = store.fetch_for(
            Audience.INTERNAL,
            "quality_rejects",
            source=source,
            reason_code=reason_code,
            at_most=_AT_MOST,
        )
        return downloads.csv_bytes(header, rows[_CSV_COLUMNS].values.tolist())

    st.download_button(
        t("quality.download"),
        build,
        file_name="-".join(filter(None, ("rejects", source, reason_code))) + ".csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _named(row: Any, names: dict[str, str]) -> str:
    return plain(names.get(row.source, row.source))


def _reason(row: Any) -> str:
    return plain(reject_reasons.words(row.reason_code, row.reason))


def _where(row: Any) -> str:
    """cases-2.csv, row 12, accepted_at"""
    return plain(
        t(
            "quality.place",
            file=row.file,
            row=formats.count(row.row),
            column=row.column_name or t("quality.whole_row"),
        )
    )


def _value(value: Any) -> str:
    if formats.is_missing(value) or not value:
        return t("quality.empty_value")
    return plain(value)
