"""The files that were loaded, each with the account of its rows."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, load_notes, store
from dashboard.downloads import harmless
from dashboard.drawings import drawn_once, shown_again
from dashboard.i18n import t, tn

_AT_MOST = 200
_TEXTS = ["source_name", "file", "format", "encoding", "superseded_by", "notes"]
_COLUMNS = [
    *("source_name", "file", "loaded_at", "first_day", "last_day", "rows_read"),
    *("rows_loaded", "rows_rejected", "rows_duplicate", "rows_superseded"),
    *("balanced", "format", "encoding", "superseded_by", "notes"),
]


@shown_again
def draw(source: str) -> None:
    """Draw the table, latest file first; source '' for all."""
    rows = store.fetch("quality_loads", source=source, at_most=_AT_MOST)
    if rows.empty:
        st.info(t("quality.no_loads"))
        return
    wrong = int(rows.unbalanced_count.iloc[0])
    title = t("quality.balanced")
    if wrong:
        title = tn("quality.unbalanced", wrong, n=formats.count(wrong))
    st.subheader(title, anchor=False)
    found = int(rows.file_count.iloc[0])
    st.caption(
        tn(
            "quality.files_shown",
            found,
            shown=formats.count(len(rows)),
            found=formats.count(found),
        )
    )
    st.dataframe(
        _table(source),
        hide_index=True,
        column_config={column: _config(column) for column in _COLUMNS},
        placeholder="",
        alt=title,
    )


@drawn_once
def _table(source: str) -> pd.DataFrame:
    rows = store.fetch("quality_loads", source=source, at_most=_AT_MOST)
    yes, no = t("quality.yes"), t("quality.no")
    told = rows.assign(
        balanced=[yes if is_it else no for is_it in rows.is_balanced],
        notes=[load_notes.words(notes) for notes in rows.notes],
    )
    # The table's own download is plain CSV, so its text must be harmless already.
    told[_TEXTS] = told[_TEXTS].map(harmless)
    return told[_COLUMNS]


def _config(column: str) -> Any:
    words = t(f"quality.column_{column}")
    if column.startswith("rows_"):
        return st.column_config.NumberColumn(words, format="localized")
    if column.endswith("_day"):
        return st.column_config.DateColumn(words, format="YYYY-MM-DD")
    if column.endswith("_at"):
        return st.column_config.DatetimeColumn(words, format="YYYY-MM-DD HH:mm")
    return words
