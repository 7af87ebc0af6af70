"""All editions on the method page: when, why, and what each of them corrected."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import audience as audiences
from dashboard import choice, edition_view, folded_table, formats, store
from dashboard.edition_chip import since
from dashboard.i18n import t, tn
from dashboard.markdown import plain

_ROWS_AT_ONCE = 10
_MOST_CHANGES = 200


def draw() -> None:
    """Draw the section; without editions there is none."""
    editions = edition_view.rows(audiences.of_page())
    if not editions:
        return
    st.header(t("editions.title"), anchor="editions")
    st.markdown(t("editions.intro"))
    st.table(columns(editions), border="horizontal", hide_index=True)
    _draw_one({row.edition_id: row for row in editions})


def columns(editions: list[Any]) -> dict[str, list[str]]:
    """When and why each was made; Markdown."""
    return {
        t("editions.column_edition"): [edition_view.name(row) for row in editions],
        t("editions.column_frozen"): [formats.day(row.frozen_on) for row in editions],
        t("editions.column_as_of"): [formats.day(row.as_of) for row in editions],
        t("editions.column_note"): [
            "" if formats.is_missing(row.note) else plain(row.note) for row in editions
        ],
        t("editions.column_since"): [since(row) for row in editions],
    }


def _draw_one(editions: dict[str, Any]) -> None:
    """One of them: the way to it, and the figures it corrected."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = choice.one(
            "listed",
            t("editions.column_edition"),
            list(editions),
            words=lambda each: edition_view.name(editions[each]),
            width=260,
            memory="edition_listed",
        )
        edition_view.offer(chosen, t("editions.open", number=editions[chosen].number))
    if editions[chosen].number < 2:
        return
    rows = list(store.rows("edition_changes", edition=chosen, most=_MOST_CHANGES))
    figures = int(rows[0].figures) if rows else 0
    words = tn("editions.corrected", figures, figures=formats.count(figures))
    if figures > _MOST_CHANGES:
        words += t("editions.first_of_them", n=formats.count(_MOST_CHANGES))
    st.markdown(words)
    if rows:
        folded_table.draw(pd.DataFrame(_changes(rows)), _ROWS_AT_ONCE)


def _changes(rows: list[Any]) -> dict[str, list[str]]:
    """Figures before and after, in words; Markdown."""
    return {
        t("editions.column_subject"): [plain(row.subject) for row in rows],
        t("editions.column_figure"): [
            plain(row.indicator)
            if row.figure == "value"
            else t(f"editions.figure_{row.figure}")
            for row in rows
        ],
        t("editions.column_before"): [_words(row, row.before) for row in rows],
        t("editions.column_after"): [_words(row, row.after) for row in rows],
    }


def _words(row: Any, number: float) -> str:
    if formats.is_missing(number):
        return formats.state("no_data")
    if row.figure == "value":
        return plain(formats.finer(row.unit, number))
    if row.figure == "score":
        return formats.number(number, 2)
    return formats.count(number)
