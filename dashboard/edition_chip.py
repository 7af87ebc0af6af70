"""Beside the period: which edition it is, why, and whether figures moved since."""

from datetime import date
from typing import Any

import streamlit as st

from dashboard import audience, edition_view, formats
from dashboard.i18n import t, tn


def draw(kind: str, period: date) -> None:
    """Draw it for a period that is frozen; within an edition the banner says it."""
    if edition_view.shown() is not None:
        return
    editions = edition_view.rows(audience.of_page(), kind, period)
    if not editions:
        return
    latest = editions[0]
    with st.popover(_label(latest), type="tertiary", width="content"):
        st.markdown(
            t(
                "editions.frozen",
                name=edition_view.name(latest),
                frozen=formats.day(latest.frozen_on),
                as_of=formats.day(latest.as_of),
            )
        )
        if note := edition_view.note(latest):
            st.markdown(note)
        st.caption(since(latest))
        for row in editions:
            edition_view.offer(row.edition_id, t("editions.open", number=row.number))


def since(row: Any) -> str:
    """Whether what is shown now is still what the latest edition says."""
    if not row.is_latest:
        return t("editions.replaced", number=row.latest_number)
    if formats.is_missing(row.changed_figures):
        return t("editions.unread")
    changed = int(row.changed_figures)
    if not changed:
        return t("editions.same", number=row.number)
    return tn(
        "editions.moved", changed, number=row.number, figures=formats.count(changed)
    )


def _label(row: Any) -> str:
    if row.changed_figures == row.changed_figures and row.changed_figures:
        return t("editions.chip_moved", number=row.number)
    if row.number > 1:
        day = formats.day(row.frozen_on)
        return t("editions.chip_corrected", number=row.number, date=day)
    return t("editions.chip", number=row.number)
