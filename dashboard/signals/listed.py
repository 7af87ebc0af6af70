"""The list of signals: one sentence each, what changed most first."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import session, session_keys
from dashboard.i18n import t, tn
from dashboard.signals import followed, words
from dashboard.signals.standing import Standing

_ICONS = {"worse": ":material/trending_down:", "better": ":material/trending_up:"}
# As many as stand beside the chart; the rest is behind one click.
_FIRST = 6


def draw(rows: Sequence[Any], chosen: str, stands: Mapping[str, Standing]) -> None:
    """Draw the rows, the chosen one marked."""
    with st.container(border=True, gap="small", height="stretch"):
        title = tn("signal.list", len(rows))
        question = t("signal.list_question")
        st.markdown(f"**{title}**  \n:gray[:small[{question}]]", anchors=False)
        for row in rows[:_FIRST]:
            _row(row, chosen, stands[row.signal_id])
        if len(rows) > _FIRST:
            rest = len(rows) - _FIRST
            with st.expander(tn("signal.more", rest)):
                for row in rows[_FIRST:]:
                    _row(row, chosen, stands[row.signal_id])


def _row(row: Any, chosen: str, stands: Standing) -> None:
    with st.container(gap=None):
        name = words.head(row)
        # A link to the page one is on would look as if each were chosen.
        st.button(
            f":blue[**{name}**]" if row.signal_id == chosen else name,
            key=session_keys.signal(row.signal_id),
            type="tertiary",
            icon=_ICONS[row.direction],
            on_click=session.remember,
            args=(session.SIGNAL, row.signal_id),
        )
        said = f"**{followed.state(stands)}** · {words.brief(row)}"
        st.caption(said)
