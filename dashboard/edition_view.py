"""Looking at an edition instead of at what is published now, and the way back.

A link names the edition (`edition=2026Q3-1`); it is kept from page to page until the
reader leaves it. Pages of people's own entries have no editions.
"""

from typing import Any

import streamlit as st

from dashboard import failures, formats, publications, session, session_keys, store
from dashboard.audience import Sight
from dashboard.i18n import t
from dashboard.markdown import plain


def shown() -> str | None:
    """The edition that the page being run shows; None: what is published now."""
    edition = st.session_state.get(session_keys.EDITION_SHOWN)
    return edition if isinstance(edition, str) else None


def settle(*, has_editions: bool) -> None:
    """Take the edition of the address or the session, where there is one."""
    asked = session.asked(session.EDITION)
    if not asked or not has_editions:
        return
    try:
        publications.named(asked)
    except failures.Failure:
        return
    session.keep(session.EDITION, asked)
    st.session_state[session_keys.EDITION_SHOWN] = asked


def leave() -> None:
    """Until a page is known, what is published now is shown."""
    st.session_state[session_keys.EDITION_SHOWN] = None


def draw() -> None:
    """Say above the page which edition is shown, or that a link named none."""
    edition = shown()
    if edition is None:
        asked = session.asked(session.EDITION)
        if asked and not publications.is_edition(asked):
            st.warning(
                t("editions.unknown", edition=plain(asked[:40])),
                icon=":material/link_off:",
            )
        return
    (row,) = (row for row in rows(Sight(edition=edition)) if row.edition_id == edition)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/history: {_banner(row)}", width="stretch")
        st.button(
            t("editions.back"),
            icon=":material/arrow_back:",
            on_click=session.forget,
            args=(session.EDITION,),
            key=session_keys.edition_way(""),
        )


def rows(sight: Sight, kind: str | None = None, period: Any = None) -> list[Any]:
    """Rows of editions.sql by what a sight may see."""
    asked = {"period_kind": kind, "period": period}
    return list(store.rows_for(sight, "editions", **asked))


def offer(edition: str, words: str) -> None:
    """A button that leads to an edition, on the page that is shown."""
    st.button(
        words,
        icon=":material/history:",
        type="tertiary",
        on_click=session.remember,
        args=(session.EDITION, edition),
        key=session_keys.edition_way(edition),
    )


def name(row: Any) -> str:
    """Q3 2026, edition 2"""
    when = formats.period(row.period_kind, row.period.date())
    return t("editions.name", period=when, number=row.number)


def note(row: Any) -> str:
    """Why it was made; '' for a first edition without a word. Markdown."""
    if formats.is_missing(row.note):
        return ""
    return t("editions.note", note=plain(row.note))


def _banner(row: Any) -> str:
    told = [
        t(
            "editions.banner",
            name=name(row),
            frozen=formats.day(row.frozen_on),
            as_of=formats.day(row.as_of),
        ),
        note(row),
        _followed(row),
    ]
    return " · ".join(filter(None, told))


def _followed(row: Any) -> str:
    """Whether a later edition, which this one's own file cannot know, corrected it."""
    now = rows(Sight(), row.period_kind, row.period.date())
    last = max((each.number for each in now), default=row.number)
    return t("editions.followed", number=last) if last > row.number else ""
