"""Cases past their promised day and still open, case numbers hashed."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, store
from dashboard.drawings import drawn_once
from dashboard.i18n import t, tn
from dashboard.records import records

# Longer lists scroll inside themselves.
_MOST_ROWS, _HEIGHT = 10, 388


def draw(card: Any) -> None:
    """Draw the list as of now; it does not depend on the period looked at."""
    rows = store.fetch("overdue_cases", subject_id=card.subject_id)
    with st.container(border=True):
        if rows.empty:
            st.markdown(f"**{t('overdue.none')}**", anchors=False)
            return
        total, breaches = int(rows.total.iloc[0]), int(rows.breaches.iloc[0])
        title = tn(
            "overdue.answer",
            total,
            n=formats.count(total),
            breaches=formats.count(breaches),
        )
        question = t("overdue.question")
        if total > len(rows):
            question += t("overdue.first", n=formats.count(len(rows)))
        st.markdown(f"**{title}**  \n:gray[:small[{question}]]", anchors=False)
        st.dataframe(
            _table(card.subject_id),
            hide_index=True,
            column_config=_columns(),
            height="content" if len(rows) <= _MOST_ROWS else _HEIGHT,
            placeholder="",
            alt=title,
        )


@drawn_once
def _table(subject_id: str) -> pd.DataFrame:
    rows = store.fetch("overdue_cases", subject_id=subject_id)
    return pd.DataFrame(
        {
            "organ": rows.organ,
            "item": rows["item"],
            "over": rows.days_over,
            "due": rows.due_on,
            "legal": rows.legal_due_on,
            "breach": [
                t("overdue.breach") if row.is_legal_breach else ""
                for row in records(rows)
            ],
            "limits": [_limits(row) for row in records(rows)],
            "accepted": rows.accepted_on,
            "case": rows.case_hash,
        }
    )


def _limits(row: Any) -> str:
    """Promised and legal days with their unit, and whether the calendar is final."""
    promised, legal = (
        "–" if formats.is_missing(days) else str(int(days))
        for days in (row.promised_days, row.legal_days)
    )
    unit = "natural" if row.day_unit == "natural" else "working"
    words = t(f"overdue.{unit}_days", promised=promised, legal=legal)
    if row.is_provisional:
        return f"{words} ({t('overdue.provisional')})"
    return words


def _columns() -> dict[str, Any]:
    config = st.column_config
    date_format = "YYYY-MM-DD"
    return {
        "organ": config.TextColumn(t("column.organ"), width="medium"),
        "item": config.TextColumn(t("column.item"), width="medium"),
        "over": config.NumberColumn(
            t("column.over"), help=t("column.over_help"), width="small"
        ),
        "due": config.DateColumn(t("column.due"), format=date_format, width="small"),
        "legal": config.DateColumn(
            t("column.legal_due"), format=date_format, width="small"
        ),
        "breach": config.TextColumn(t("column.breach"), width="small"),
        "limits": config.TextColumn(t("column.limits"), width="medium"),
        "accepted": config.DateColumn(
            t("column.accepted"), format=date_format, width="small"
        ),
        "case": config.TextColumn(
            t("column.case"), help=t("column.case_help"), width="small"
        ),
    }
