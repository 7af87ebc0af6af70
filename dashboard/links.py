"""Links to a subject's scorecard, keeping the language and the period."""

import streamlit as st

from dashboard import navigation, session


def page_of(subject_id: str) -> str | None:
    """The page that shows a subject: organs are shown with their department."""
    kind = subject_id.partition(":")[0]
    return {
        "all": "overview",
        "city": "city",
        "department": "department",
        "organ": "department",
    }.get(kind)


def to_subject(subject_id: str, words: str, *, icon: str = "") -> None:
    """Draw a link; `words` are Markdown already made safe."""
    name = page_of(subject_id)
    if name is None:
        st.markdown(words)
        return
    st.page_link(
        navigation.page(name).path,
        label=words,
        icon=icon or None,
        query_params=session.link(**{session.SUBJECT: subject_id}),
    )


def go_to_subject(subject_id: str) -> None:
    """Leave for a subject's scorecard now; for clicks in charts and tables."""
    name = page_of(subject_id)
    if name is not None:
        st.switch_page(
            navigation.page(name).path,
            query_params=session.link(**{session.SUBJECT: subject_id}),
        )
