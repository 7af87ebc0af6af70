"""What needs a decision: a sentence each, with a link to the scorecard behind it."""

from typing import Any, Literal

import streamlit as st

from dashboard import formats, links, store
from dashboard.drawings import shown_again
from dashboard.i18n import t, tn
from dashboard.markdown import plain
from dashboard.period_picker import PublishedPeriod
from dashboard.records import records

_ICONS = {
    "fall": ":material/trending_down:",
    "legal_breach": ":material/gavel:",
    "overdue": ":material/hourglass_bottom:",
    "below_target": ":material/flag:",
}

# Sentences that begin with a number of cases.
_COUNTED = ("attention.legal_count", "attention.overdue", "attention.overdue_before")


@shown_again
def draw(period: PublishedPeriod, *, height: Literal["content", "stretch"]) -> None:
    """Draw the list of a period; nothing to decide is good news and says so."""
    rows = store.fetch("attention", **period.asked)
    with st.container(border=True, gap="xsmall", height=height):
        title = t("attention.title") if len(rows) else t("attention.none")
        st.markdown(
            f"**{title}**  \n:gray[:small[{t('attention.question')}]]", anchors=False
        )
        for row in records(rows):
            # Side by side where there is room, below each other on a phone.
            with st.container(
                horizontal=True, gap="xsmall", vertical_alignment="center"
            ):
                links.to_subject(
                    row.subject_id, plain(row.name), icon=_ICONS.get(row.kind, "")
                )
                st.caption(_sentence(row), width="content")


def _sentence(row: Any) -> str:
    key, value = _key(row), _figure(row.unit, row.value, row.n)
    if key in _COUNTED:
        return tn(
            key,
            0 if formats.is_missing(row.value) else int(row.value),
            value=value,
            previous=_figure(row.unit, row.previous_value, row.n),
        )
    return t(
        key,
        indicator=plain(row.indicator),
        value=value,
        target=_figure(row.unit, row.target, None),
        change=(
            ""
            if formats.is_missing(row.change)
            else formats.change(row.unit, row.change)
        ),
    )


def _key(row: Any) -> str:
    """Each kind has a sentence with what it was before, and one without."""
    if row.kind == "fall":
        return "attention.rose" if row.change > 0 else "attention.fell"
    if row.kind == "below_target":
        return (
            "attention.off_target_unknown"
            if formats.is_missing(row.target)
            else "attention.off_target"
        )
    if row.kind == "legal_breach":
        return "attention.legal_count"
    if row.kind == "overdue":
        return (
            "attention.overdue"
            if formats.is_missing(row.previous_value)
            else "attention.overdue_before"
        )
    return "attention.other"


def _figure(unit: str, value: float | None, n: float | None) -> str:
    if value is None or formats.is_missing(value):
        return ""
    known = None if formats.is_missing(n) else n
    return plain(formats.compact(unit, value, known))
