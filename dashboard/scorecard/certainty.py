"""How firm a subject's place is: other weights, other values, a pillar less."""

from typing import Any

import streamlit as st

from dashboard import formats, navigation, session, store
from dashboard.drawings import shown_again
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.period_picker import PublishedPeriod


@shown_again
def draw(card: Any, period: PublishedPeriod) -> None:
    """Draw the sentences; nothing where nobody tried the place."""
    asked = {
        "scheme_id": str(card.scheme_id),
        "subject_id": card.subject_id,
        **period.asked,
    }
    row = next(store.rows("certainty", **asked), None)
    if row is None:
        return
    with st.container(border=True, height="stretch"):
        st.markdown(
            f"**{t('certainty.title')}**  \n:gray[:small[{t('certainty.question')}]]",
            anchors=False,
        )
        lines = [
            _range("all", row.rank_low, row.rank_high),
            _range("weights", row.by_weights_low, row.by_weights_high),
            *(
                t(
                    "certainty.without",
                    name=plain(each.name),
                    rank=int(each.rank),
                    score=formats.score(each.score),
                )
                for each in store.rows("without_pillar", **asked)
            ),
        ]
        st.markdown("\n".join(f"- {line}" for line in lines))
        st.page_link(
            navigation.page("what_if").path,
            label=t("certainty.try"),
            icon=":material/tune:",
            query_params=session.link(kind=card.kind),
        )


def _range(of: str, low: float, high: float) -> str:
    key = f"certainty.{of}" if low != high else f"certainty.{of}_one"
    return t(key, low=int(low), high=int(high))
