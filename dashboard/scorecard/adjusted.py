"""Which bonuses, deductions and vetoes a scorecard has, and by what figure."""

from typing import Any

import streamlit as st

from dashboard import formats, store
from dashboard.drawings import shown_again
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.period_picker import PublishedPeriod
from dashboard.records import records


@shown_again
def draw(card: Any, period: PublishedPeriod) -> None:
    """A line of small print below the heading; nothing where there is none."""
    if formats.is_missing(card.score):
        return
    rows = store.fetch(
        "adjustments_of",
        subject_id=card.subject_id,
        **period.asked,
        scheme_id=card.scheme_id,
    )
    if not rows.empty:
        st.caption(t("adjusted.and").join(_words(row) for row in records(rows)))


def _words(row: Any) -> str:
    told = {
        "name": plain(row.name),
        "indicator": plain(row.indicator),
        "value": plain(formats.compact(row.unit, row.value)),
    }
    if row.kind == "veto":
        return t("adjusted.veto", ceiling=plain(row.ceiling), **told)
    sign = 1 if row.kind == "bonus" else -1
    return t("adjusted.points", points=formats.signed(sign * row.points, 1), **told)
