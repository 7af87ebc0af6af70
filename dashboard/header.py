"""The line above every page: whose data, as of when, how complete; and the language."""

import streamlit as st

from dashboard import audience, choice, formats, session, store
from dashboard.failures import Failure
from dashboard.i18n import LOCALES, t
from dashboard.markdown import plain
from dashboard.records import records

# A language is named in itself, so that whoever looks for it can read it.
_NAMES = {"zh": "中", "en": "EN"}


def draw() -> None:
    """Show the line; the language switch stays even when nothing can be read."""
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        try:
            words, failure = _words(), None
        except Failure as problem:
            words, failure = t("frame.product"), problem
        st.caption(words, width="content")
        choice.one(
            session.LANGUAGE,
            t("frame.language"),
            list(LOCALES),
            default=session.language(),
            words=_NAMES.__getitem__,
            style="segmented",
        )
    if failure:
        raise failure


def _words() -> str:
    (row,) = records(store.fetch_for(audience.of_deployment(), "publication"))
    parts = [
        f"**{t('frame.product')} · {plain(row.workspace_name)}**",
        t("frame.as_of", date=formats.day(row.as_of)),
    ]
    if row.completeness == row.completeness:  # NaN: nothing was read yet
        parts.append(t("frame.completeness", share=formats.share(row.completeness)))
    return " · ".join(parts)
