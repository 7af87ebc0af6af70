"""Cases past their promised day and still open, case numbers hashed."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, store
from dashboard.drawings import shown_again_unlinked
from dashboard.i18n import t, tn
from dashboard.records import records

# Longer lists scroll inside themselves.
_MOST_ROWS, _HEIGHT = 10, 388
_UNITS = ("working", "natural")


def draw(card: Any) -> None:
    """Draw the list as of now; it does not depend on the period looked at."""
    _show(card.subject_id)


@shown_again_unlinked
def _show(subject_id: str) -> None:
    rows = store.fetch("overdue_cases", subject_id=subject_id)
    with st.container(border=True):
        if rows.empty:
            st.markdown(f"**{t('overdue.none')}**", anchors=False)
            return
        title = _title(rows)
        question = t("overdue.question" if _has_law(rows) else "overdue.question_plain")
        if rows.total.iloc[0] > len(rows):
            question += t("overdue.first", n=formats.count(len(rows)))
        st.markdown(f"**{title}**  \n:gray[:small[{question}]]", anchors=False)
        table = _table(subject_id)
        st.dataframe(
            table,
            hide_index=True,
            column_config=_columns(has_law=_has_law(rows), counted=_is_counted(rows)),
            height="content" if len(rows) <= _MOST_ROWS else _HEIGHT,
            placeholder="",
            alt=title,
        )


def _title(rows: pd.DataFrame) -> str:
    total, breaches = int(rows.total.iloc[0]), int(rows.breaches.iloc[0])
    if not _has_law(rows):
        return tn("overdue.count", total, n=formats.count(total))
    return tn(
        "overdue.answer",
        total,
        n=formats.count(total),
        breaches=formats.count(breaches),
    )


def _has_law(rows: pd.DataFrame) -> bool:
    """Whether any of the cases has a legal limit."""
    return bool(rows.legal_limits.iloc[0])


def _is_counted(rows: pd.DataFrame) -> bool:
    """Whether a calendar of working days counts them: then they have a unit of days."""
    return bool(rows.day_unit.notna().any())


def _table(subject_id: str) -> pd.DataFrame:
    rows = store.fetch("overdue_cases", subject_id=subject_id)
    has_law = _has_law(rows)
    columns: dict[str, Any] = {
        "organ": rows.organ,
        "item": rows["item"],
        "over": rows.days_over,
        "due": rows.due_on,
    }
    if has_law:
        columns["legal"] = rows.legal_due_on
        columns["breach"] = [
            t("overdue.breach") if breach else "" for breach in rows.is_legal_breach
        ]
    limits = [_limits(row, has_law) for row in records(rows)]
    if any(limits):
        columns["limits"] = limits
    columns |= {"accepted": rows.accepted_on, "case": rows.case_hash}
    return pd.DataFrame(columns)


def _limits(row: Any, has_law: bool) -> str:
    """Promised and legal days with their unit, and whether the calendar is final."""
    given = (row.promised_days, row.legal_days) if has_law else (row.promised_days,)
    words = ""
    if not all(formats.is_missing(days) for days in given):
        told = ["–" if formats.is_missing(days) else str(int(days)) for days in given]
        key = f"{row.day_unit}_days" if row.day_unit in _UNITS else "days"
        words = tn(f"overdue.{key}", formats.plural(told[-1]), days=" / ".join(told))
    if row.is_provisional:
        return t("overdue.provisional", limits=words).strip()
    return words


def _columns(*, has_law: bool, counted: bool) -> dict[str, Any]:
    config = st.column_config
    date_format = "YYYY-MM-DD"
    over, over_help = (
        ("column.over_working", "column.over_working_help")
        if counted
        else ("column.over", "column.over_help")
    )
    return {
        "organ": config.TextColumn(t("column.organ"), width="medium"),
        "item": config.TextColumn(t("column.item"), width=340),
        "over": config.NumberColumn(t(over), help=t(over_help), width="small"),
        "due": config.DateColumn(t("column.due"), format=date_format, width="small"),
        "legal": config.DateColumn(
            t("column.legal_due"), format=date_format, width="small"
        ),
        "breach": config.TextColumn(t("column.breach"), width="small"),
        "limits": config.TextColumn(
            t("column.limits" if has_law else "column.promised"), width=135
        ),
        "accepted": config.DateColumn(
            t("column.accepted"), format=date_format, width="small"
        ),
        "case": config.TextColumn(
            t("column.case"), help=t("column.case_help"), width="small"
        ),
    }
