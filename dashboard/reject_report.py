"""What was refused and why: reasons, the first refused values, and all as a file."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import (
    choice,
    downloads,
    exports,
    folded_table,
    formats,
    reject_reasons,
    store,
)
from dashboard.accounts.rights import Right
from dashboard.audience import Sight
from dashboard.by_itself import by_itself
from dashboard.drawings import drawn_once, shown_again
from dashboard.i18n import language, t, tn
from dashboard.markdown import lines, plain, unbroken

_FIRST = 10
# A spreadsheet takes a million rows; a department that sends more has another problem.
_AT_MOST = 100_000
_EVERY = "all"
_CSV_COLUMNS = [
    *("source", "file", "row", "column_name", "value", "reason_code", "reason"),
]


@by_itself
def draw(source: str) -> None:
    """Draw the section; source '' for all."""
    reasons = list(store.rows("quality_reject_reasons", source=source))
    if not reasons:
        st.info(t("quality.no_rejects"), icon=":material/check:")
        return
    _show_reasons(source)
    words = {
        _EVERY: t("quality.every_reason"),
        **{
            row.reason_code: reject_reasons.words(row.reason_code, row.reason)
            for row in reasons
        },
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = choice.one(
            "reason",
            t("quality.reason"),
            list(words),
            words=words.__getitem__,
            width=320,
            memory="quality_reason",
        )
        reason_code = "" if chosen == _EVERY else chosen
        _offer_download(source, reason_code)
    _show_first(source, reason_code)


@shown_again
def _show_first(source: str, reason_code: str) -> None:
    first = _first(source, reason_code)
    st.caption(tn("quality.first_rejects", len(first), n=formats.count(len(first))))
    st.table(first, border="horizontal", hide_index=True)


@shown_again
def _show_reasons(source: str) -> None:
    most = next(store.rows("quality_reject_reasons", source=source))
    st.subheader(
        t(
            "quality.most_rejects",
            reason=_reason(most),
            n=formats.count(most.reject_count),
        ),
        anchor=False,
    )
    folded_table.draw(_reasons(source), _FIRST)


@drawn_once
def _reasons(source: str) -> pd.DataFrame:
    """Every reason with how often and where it was given; Markdown."""
    rows = list(store.rows("quality_reject_reasons", source=source))
    whole_row = t("quality.whole_row")
    return pd.DataFrame(
        {
            t("quality.source"): [unbroken(row.source_name) for row in rows],
            t("quality.reason"): [_reason(row) for row in rows],
            t("quality.count"): [formats.count(row.reject_count) for row in rows],
            t("quality.columns"): [
                plain(", ".join(name or whole_row for name in row.column_names))
                for row in rows
            ],
            t("quality.files"): [formats.count(row.file_count) for row in rows],
        }
    )


@drawn_once
def _first(source: str, reason_code: str) -> pd.DataFrame:
    """The first refused values and where they stand; Markdown."""
    rows = list(
        store.rows(
            "quality_rejects",
            source=source,
            reason_code=reason_code,
            at_most=_FIRST,
        )
    )
    return pd.DataFrame(
        {
            t("quality.where"): [_where(row) for row in rows],
            t("quality.refused"): [
                lines(_value(row.value), _reason(row)) for row in rows
            ],
        }
    )


def _offer_download(source: str, reason_code: str) -> None:
    header = [t(f"quality.csv_{column}") for column in _CSV_COLUMNS]

    name = "-".join(filter(None, ("rejects", source, reason_code))) + ".csv"
    spoken = language()

    def build(seen: Sight) -> bytes:
        rows = store.fetch_for(
            seen,
            "quality_rejects",
            source=source,
            reason_code=reason_code,
            at_most=_AT_MOST,
            language=spoken,
        )
        return downloads.csv_bytes(header, rows[_CSV_COLUMNS].values.tolist())

    exports.offer_csv(t("quality.download"), name, Right.SEE_QUALITY, build)


def _reason(row: Any) -> str:
    return plain(reject_reasons.words(row.reason_code, row.reason))


def _where(row: Any) -> str:
    """cases-2.csv, row 12, accepted_at"""
    column = row.column_name or t("quality.whole_row")
    place = t("quality.place", file=row.file, row=formats.count(row.row), column=column)
    return plain(place)


def _value(value: Any) -> str:
    if formats.is_missing(value) or not value:
        return t("quality.empty_value")
    return plain(value)
