"""What would lift a subject into the next band: the shortest lists of improvements."""

from itertools import groupby
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
    """Draw the lists; a sentence where none is short enough, nothing at the top."""
    asked = {
        "scheme_id": str(card.scheme_id),
        "subject_id": card.subject_id,
        **period.asked,
    }
    above = store.fetch("next_band", **asked)
    if above.empty:
        return
    band = next(records(above))
    rows = list(store.rows("lifts", **asked))
    with st.container(border=True, height="stretch"):
        title = t("lift.title", band=plain(band.name))
        st.markdown(
            f"**{title}**  \n:gray[:small[{t('lift.question')}]]", anchors=False
        )
        if not rows:
            st.caption(t("lift.none", longest=int(band.longest)))
        for place, parts in groupby(rows, key=lambda row: int(row.place)):
            st.markdown(
                f":blue-badge[{t('lift.or', number=place)}] "
                + t("place.comma").join(_improvement(part) for part in parts)
            )


def _improvement(row: Any) -> str:
    """按时 91.1% → 96.4%; points where the scale hangs on the peers."""
    if formats.is_missing(row.needed_value):
        return t(
            "lift.score",
            name=plain(row.name),
            score=formats.score(row.score),
            needed=formats.score(row.needed_score),
        )
    return t(
        "lift.value",
        name=plain(row.name),
        value=plain(formats.figure(row.unit, row.value, row.n)),
        needed=plain(formats.figure(row.unit, row.needed_value, row.n)),
    )
