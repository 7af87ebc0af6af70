"""Every indicator of a subject in one table; a click on a row explains it."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from dashboard import downloads, exports, formats, help, ready_table, store
from dashboard.accounts.rights import Right
from dashboard.audience import Sight
from dashboard.drawings import drawn_once
from dashboard.i18n import language, t
from dashboard.markdown import plain
from dashboard.period_picker import PublishedPeriod
from dashboard.records import records

# Longer tables scroll inside themselves.
_MOST_ROWS, _HEIGHT = 20, 640
_NAME_WIDTH = 230
_STATES = ("ok", "provisional", "withheld", "no_data", "not_reached")
_CSV_COLUMNS = [
    *("name", "state", "value", "more_than", "unit", "numerator", "denominator"),
    *("low", "high", "target", "score", "change", "peer_median"),
]


def draw(card: Any, period: PublishedPeriod) -> None:
    """Draw the table and, below it, the meaning of the chosen row."""
    scheme = "" if formats.is_missing(card.scheme_id) else card.scheme_id
    rows = list(_rows(card.subject_id, period, scheme))
    with st.container(border=True):
        st.markdown(
            f"**{t('indicators.title')}**  \n:gray[:small[{t('indicators.question')}]]",
            anchors=False,
        )
        if not rows:
            st.caption(t("indicators.none"))
            return
        event: Any = st.dataframe(
            _ready(card.subject_id, period, scheme),
            hide_index=True,
            column_config=_columns([row.name for row in rows]),
            height="content" if len(rows) <= _MOST_ROWS else _HEIGHT,
            row_height=30,
            placeholder="",
            on_select="rerun",
            selection_mode="single-row",
            key="indicator_table",
            alt=t("indicators.question"),
        )
        chosen = event.selection.rows
        if chosen and chosen[0] < len(rows):
            row = rows[chosen[0]]
            st.info(
                help.of_indicator(row), title=plain(row.name), icon=":material/help:"
            )
        _offer_download(card.subject_id, period, scheme)


def _offer_download(subject_id: str, period: PublishedPeriod, scheme_id: str) -> None:
    place = re.sub(r"\W+", "-", subject_id)
    header = [t(f"indicators.csv_{column}") for column in _CSV_COLUMNS]
    states = {state: formats.state(state) for state in _STATES}
    asked = {**_parameters(subject_id, period, scheme_id), "language": language()}

    def build(seen: Sight) -> bytes:
        rows = store.fetch_for(seen, "indicator_table", **asked)
        told = rows.assign(state=rows.state.map(states))[_CSV_COLUMNS]
        return downloads.csv_bytes(header, told.values.tolist())

    exports.offer_csv(
        t("indicators.download"),
        f"scorecard-{place}-{period.kind}-{period.start}.csv",
        Right.SEE_SCORECARDS,
        build,
    )


def _rows(subject_id: str, period: PublishedPeriod, scheme_id: str) -> Iterator[Any]:
    return store.rows("indicator_table", **_parameters(subject_id, period, scheme_id))


def _parameters(
    subject_id: str, period: PublishedPeriod, scheme_id: str
) -> dict[str, store.Value]:
    return {
        "subject_id": subject_id,
        **period.asked,
        "period_end": period.end,
        "scheme_id": scheme_id,
    }


def _table(subject_id: str, period: PublishedPeriod, scheme_id: str) -> pd.DataFrame:
    """The rows in words. A state stands where a value cannot."""
    rows = store.fetch("indicator_table", **_parameters(subject_id, period, scheme_id))
    told = list(records(rows))
    return pd.DataFrame(
        {
            "name": rows["name"],
            "value": [_value(row, period) for row in told],
            "n": rows.denominator.where(
                (rows.kind != "count") & (rows.unit != "ratio")
            ),
            "interval": [
                formats.interval_with_unit(row.unit, row.low, row.high, row.denominator)
                for row in told
            ],
            "target": [_told(row.unit, row.target) for row in told],
            "score": rows.score,
            "change": [
                (t("breaks.not_comparable") if row.is_broken else "")
                if formats.is_missing(row.change)
                else formats.change(row.unit, row.change)
                for row in told
            ],
            "history": rows.history,
            "peers": [_told(row.unit, row.peer_median) for row in told],
        }
    )


@drawn_once
def _ready(subject_id: str, period: PublishedPeriod, scheme_id: str) -> pa.Table:
    return ready_table.of_frame(_table(subject_id, period, scheme_id))


def _value(row: Any, period: PublishedPeriod) -> str:
    if formats.is_missing(row.value):
        return formats.unvalued(row.unit, row.state, row.more_than)
    words = formats.compact(row.unit, row.value, row.denominator)
    # Where the whole period is provisional, the badge above the table says so.
    if row.state == "provisional" and not period.is_provisional:
        return t("period.provisional", period=words)
    return words


def _width(names: Sequence[str]) -> int:
    """Pixels for the longest name; more than a telephone can spare is cut.

    A click on the row shows the whole name.
    """
    widths = [sum(7 if letter.isascii() else 13 for letter in name) for name in names]
    return min(max(widths, default=0) + 20, _NAME_WIDTH)


def _told(unit: str, value: float) -> str:
    return "" if formats.is_missing(value) else formats.compact(unit, value)


def _columns(names: Sequence[str]) -> dict[str, Any]:
    config = st.column_config
    return {
        "name": config.TextColumn(
            t("column.indicator"), width=_width(names), pinned=True
        ),
        "value": config.TextColumn(t("column.value"), width=125),
        "n": config.NumberColumn(
            "n", help=t("column.n_help"), format="localized", width="small"
        ),
        "interval": config.TextColumn(
            t("column.interval"), help=t("column.interval_help"), width=110
        ),
        "target": config.TextColumn(t("column.target"), width="small"),
        "score": config.ProgressColumn(
            t("column.score"), min_value=0, max_value=100, format="%.1f", width="small"
        ),
        "change": config.TextColumn(t("column.change"), width="small"),
        "history": config.LineChartColumn(t("column.history"), width="small"),
        "peers": config.TextColumn(
            t("column.peers"), help=t("column.peers_help"), width="small"
        ),
    }
