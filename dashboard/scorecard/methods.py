"""Assessments by method: the score, how many judged, how far they differ and agree."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from dashboard import formats, help, ready_table, store
from dashboard.drawings import drawn_once, shown_again
from dashboard.i18n import t, tn
from dashboard.markdown import plain
from dashboard.period_picker import PublishedPeriod
from dashboard.records import records

# Pixels: name, score and assessors stand beside each other on a telephone.
_NAME_WIDTH, _SCORE_WIDTH = 145, 85


def draw(card: Any, period: PublishedPeriod) -> None:
    """Draw the table, and below it the meaning of the chosen row.

    Where nothing is ever assessed there is nothing to say.
    """
    rows = list(_rows(card.subject_id, period))
    if not rows:
        return
    with st.container(border=True):
        title = _title(card.subject_id, period)
        st.markdown(
            f"**{title}**  \n:gray[:small[{t('methods.question')}]]", anchors=False
        )
        event: Any = st.dataframe(
            _ready(card.subject_id, period),
            hide_index=True,
            column_config=_columns(),
            height="content",
            row_height=30,
            placeholder="",
            on_select="rerun",
            selection_mode="single-row",
            key="methods_table",
            alt=t("methods.question"),
        )
        _flag(card.subject_id, period)
        chosen = event.selection.rows
        if chosen and chosen[0] < len(rows):
            row = rows[chosen[0]]
            st.info(
                help.of_indicator(row), title=plain(row.name), icon=":material/help:"
            )


@drawn_once
def _ready(subject_id: str, period: PublishedPeriod) -> pa.Table:
    return ready_table.of_frame(_table(subject_id, period))


@shown_again
def _flag(subject_id: str, period: PublishedPeriod) -> None:
    """Words for every method whose assessors do not agree, or cannot be compared."""
    for row in _rows(subject_id, period):
        if row.is_doubtful:
            doubt = t(
                "methods.doubtful",
                method=plain(row.name),
                reliability=formats.number(row.reliability, 2),
            )
            st.markdown(f":orange[:material/warning: {doubt}]")
        if row.is_apart:
            st.caption(t("methods.apart", method=plain(row.name)))


def _rows(subject_id: str, period: PublishedPeriod) -> Iterator[Any]:
    return store.rows("assessment_methods", subject_id=subject_id, **period.asked)


@drawn_once
def _title(subject_id: str, period: PublishedPeriod) -> str:
    """Where assessors differ most, or that there is nothing to differ about."""
    rows = list(_rows(subject_id, period))
    differing = [row for row in rows if not formats.is_missing(row.spread)]
    if not differing:
        judged = sum(not formats.is_missing(row.value) for row in rows)
        return tn("methods.judged", judged) if judged else t("methods.none")
    widest = max(differing, key=lambda row: float(row.spread))
    return t(
        "methods.answer",
        method=plain(widest.name),
        spread=formats.score(widest.spread),
    )


def _table(subject_id: str, period: PublishedPeriod) -> pd.DataFrame:
    """The rows in words. A state stands where a score cannot."""
    rows = store.fetch("assessment_methods", subject_id=subject_id, **period.asked)
    told = list(records(rows))
    return pd.DataFrame(
        {
            "name": rows["name"],
            "value": [_value(row, period) for row in told],
            "adjusted": [_adjusted(row) for row in told],
            "reliability": [_reliability(row) for row in told],
            "assessors": rows.assessors,
            "judgements": rows.judgements,
            "spread": rows.spread,
        }
    )


def _value(row: Any, period: PublishedPeriod) -> str:
    if formats.is_missing(row.value):
        return formats.state(row.state)
    words = formats.value(row.unit, row.value)
    # Where the whole period is provisional, the badge above says so.
    if row.state == "provisional" and not period.is_provisional:
        return t("period.provisional", period=words)
    return words


def _adjusted(row: Any) -> str:
    """The mean of the average assessor, and its standard error."""
    if formats.is_missing(row.adjusted):
        return ""
    if formats.is_missing(row.adjusted_error):
        return formats.score(row.adjusted)
    return t(
        "methods.adjusted",
        value=formats.score(row.adjusted),
        error=formats.score(row.adjusted_error),
    )


def _reliability(row: Any) -> str:
    if formats.is_missing(row.reliability):
        return ""
    value = formats.number(row.reliability, 2)
    return t("methods.low", reliability=value) if row.is_doubtful else value


def _columns() -> dict[str, Any]:
    config = st.column_config
    return {
        "name": config.TextColumn(t("column.method"), width=_NAME_WIDTH, pinned=True),
        "value": config.TextColumn(t("column.score"), width=_SCORE_WIDTH),
        "adjusted": config.TextColumn(
            t("column.adjusted"), help=t("column.adjusted_help"), width="small"
        ),
        "reliability": config.TextColumn(
            t("column.reliability"), help=t("column.reliability_help"), width="small"
        ),
        "assessors": config.NumberColumn(
            t("column.assessors"),
            help=t("column.assessors_help"),
            format="localized",
            width="small",
        ),
        "judgements": config.NumberColumn(
            t("column.judgements"),
            help=t("column.judgements_help"),
            format="localized",
            width="small",
        ),
        "spread": config.NumberColumn(
            t("column.spread"),
            help=t("column.spread_help"),
            format="%.1f",
            width="small",
        ),
    }
