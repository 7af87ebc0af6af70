"""Why the score changed: by indicator, and by performance, weights and mix."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, store
from dashboard.drawings import drawn_once, shown_again
from dashboard.i18n import t, tn
from dashboard.period_picker import PublishedPeriod

_PARTS = ("performance", "weight", "mix")
_FIRST = 5


def draw(card: Any, period: PublishedPeriod) -> None:
    """Draw the parts of the change, the largest first; nothing without a change."""
    scheme_id = "" if formats.is_missing(card.scheme_id) else card.scheme_id
    count = _count(card.subject_id, scheme_id, period)
    if not count or formats.is_missing(card.change):
        return
    with st.container(border=True):
        st.markdown(
            f"**{_title(card.subject_id, scheme_id, card.change, period)}**  \n"
            f":gray[:small[{t('changed.question')}]]",
            anchors=False,
        )
        is_cut = count > _FIRST and not st.toggle(
            tn("show.all", count), key="all_changes"
        )
        _show(card.subject_id, scheme_id, period, _FIRST if is_cut else count)


@shown_again
def _show(subject_id: str, scheme_id: str, period: PublishedPeriod, rows: int) -> None:
    st.dataframe(
        _table(subject_id, scheme_id, period).head(rows),
        hide_index=True,
        column_config=_columns(),
        height="content",
        row_height=30,
        alt=t("changed.question"),
    )


@drawn_once
def _count(subject_id: str, scheme_id: str, period: PublishedPeriod) -> int:
    return len(
        list(store.rows("change_parts", **_asked(subject_id, scheme_id, period)))
    )


@drawn_once
def _title(
    subject_id: str, scheme_id: str, change: float, period: PublishedPeriod
) -> str:
    """+1.3 points on the period before: performance +1.1, weights 0.0, mix +0.2."""
    first = next(store.rows("change_parts", **_asked(subject_id, scheme_id, period)))
    parts = {part: formats.signed(getattr(first, f"all_{part}"), 1) for part in _PARTS}
    return t("changed.answer", change=formats.change("points", change), **parts)


def _asked(
    subject_id: str, scheme_id: str, period: PublishedPeriod
) -> dict[str, store.Value]:
    return {
        "subject_id": subject_id,
        **period.asked,
        "scheme_id": scheme_id,
    }


def _table(subject_id: str, scheme_id: str, period: PublishedPeriod) -> pd.DataFrame:
    """Mix is left out where nobody in the table has any, as for an organ."""
    rows = store.fetch("change_parts", **_asked(subject_id, scheme_id, period))
    shown = [part for part in _PARTS if part != "mix" or rows.mix.abs().max() > 0]
    # What has no name is bonus and deduction, or also a scheme that is built anew.
    nameless = rows.weight.ne(0).map(
        {True: t("changed.rebuilt"), False: t("contributions.adjustment")}
    )
    return pd.DataFrame(
        {
            "name": rows["name"].fillna(nameless),
            "points": rows.points.round(2),
            **{part: rows[part].round(2) for part in shown},
        }
    )


def _columns() -> dict[str, Any]:
    config = st.column_config
    return {
        "name": config.TextColumn(t("column.indicator"), width="medium"),
        "points": config.NumberColumn(t("changed.points_column"), format="%+.2f"),
        **{
            part: config.NumberColumn(
                t(f"changed.{part}"), help=t(f"changed.{part}_help"), format="%+.2f"
            )
            for part in _PARTS
        },
    }
