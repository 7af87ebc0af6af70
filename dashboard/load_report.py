"""The files that were loaded, each with the account of its rows."""

import streamlit as st

from dashboard import formats, store
from dashboard.downloads import harmless
from dashboard.i18n import t

_AT_MOST = 200
_COLUMNS = [
    "source_name",
    "file",
    "loaded_at",
    "first_day",
    "last_day",
    "rows_read",
    "rows_loaded",
    "rows_rejected",
    "rows_duplicate",
    "rows_superseded",
    "balanced",
    "format",
    "encoding",
    "superseded_by",
    "notes",
]


def draw(source: str, names: dict[str, str]) -> None:
    """Draw the table, latest file first; source '' for all."""
    rows = store.fetch("quality_loads", source=source, at_most=_AT_MOST)
    if rows.empty:
        st.info(t("quality.no_loads"))
        return
    found = int(rows.file_count.iloc[0])
    unbalanced = int((~rows.is_balanced).sum())
    st.subheader(
        t("quality.unbalanced", n=unbalanced) if unbalanced else t("quality.balanced"),
        anchor=False,
    )
    st.caption(
        t(
            "quality.files_shown",
            shown=formats.count(len(rows)),
            found=formats.count(found),
        )
    )
    told = rows.assign(
        source_name=rows.source.map(names).fillna(rows.source),
        balanced=[
            t("quality.yes" if is_it else "quality.no") for is_it in rows.is_balanced
        ],
    )[_COLUMNS]
    # The table's own download is plain CSV, so its text must be harmless already.
    texts = ["source_name", "file", "format", "encoding", "superseded_by", "notes"]
    told[texts] = told[texts].map(harmless)
    counts = [column for column in _COLUMNS if column.startswith("rows_")]
    st.dataframe(
        told,
        hide_index=True,
        column_config={
            **{column: t(f"quality.column_{column}") for column in _COLUMNS},
            **{
                column: st.column_config.NumberColumn(
                    t(f"quality.column_{column}"), format="localized"
                )
                for column in counts
            },
            **{
                column: st.column_config.DateColumn(
                    t(f"quality.column_{column}"), format="YYYY-MM-DD"
                )
                for column in ("first_day", "last_day")
            },
            "loaded_at": st.column_config.DatetimeColumn(
                t("quality.column_loaded_at"), format="YYYY-MM-DD HH:mm"
            ),
        },
        alt=t("quality.balanced"),
    )
