"""Can these ratings be trusted: what is odd about them, and how much it matters."""

from typing import Any

import streamlit as st

from dashboard import formats, links, store, suspicions
from dashboard.drawings import drawn_once, shown_again
from dashboard.i18n import t, tn
from dashboard.markdown import plain
from dashboard.period_picker import PublishedPeriod
from dashboard.records import records

# More than these are on the page of data quality.
_MOST = 6


@shown_again
def draw(card: Any, period: PublishedPeriod) -> None:
    """Draw the panel; nothing odd is good news and says so."""
    rows = suspicions.rows(card.subject_id, period.kind, period.start)
    with st.container(border=True, height="stretch", gap="xsmall"):
        title = _title(card.subject_id, period)
        question = t("honesty.question")
        st.markdown(f"**{title}**  \n:gray[:small[{question}]]", anchors=False)
        for row in records(rows.head(_MOST)):
            icon = suspicions.ICONS[row.kind]
            if card.subject_id != row.subject_id:
                links.to_subject(row.subject_id, plain(row.short_name), icon=icon)
                st.caption(suspicions.sentence(row))
            else:
                st.markdown(f"{icon} {suspicions.sentence(row)}")
        if len(rows) > _MOST:
            more = int(rows.total.iloc[0]) - _MOST
            st.caption(tn("honesty.more", more, n=formats.count(more)))


@drawn_once
def _title(subject_id: str, period: PublishedPeriod) -> str:
    rows = suspicions.rows(subject_id, period.kind, period.start)
    count = int(rows.total.iloc[0]) if len(rows) else 0
    doubt = next(
        store.rows(
            "doubt",
            subject_id=subject_id,
            **period.asked,
        ),
        None,
    )
    if doubt is None:
        return t("honesty.none")
    if not count:
        single = int(doubt.doubtful_count)
        return tn("honesty.only_slips", single, n=formats.count(single))
    return suspicions.effect(doubt, count)
