"""Pickers whose value lives in the address (see session.py)."""

from collections.abc import Callable, Sequence
from typing import Literal

import streamlit as st

from dashboard import session, session_keys
from dashboard.markdown import plain

LabelVisibility = Literal["visible", "collapsed"]


def one(
    name: str,
    label: str,
    options: Sequence[str],
    *,
    default: str | None = None,
    words: Callable[[str], str] = str,
    style: str = "selectbox",
    show_label: bool = False,
    width: int | None = None,
    memory: str | None = None,
) -> str:
    """Let the reader choose one of at least one option; returns it.

    `words` gives the text of an option. style: "selectbox" (plain text, may be long) or
    "segmented" (a few). `memory` names what the session remembers, if two pages share a
    name in the address but not the choice.
    """
    value = session.chosen_one(name, options, default or options[0], memory)
    key = session_keys.picker(memory or name)
    st.session_state[key] = value
    visibility: LabelVisibility = "visible" if show_label else "collapsed"

    def keep() -> None:
        if st.session_state[key] is not None:
            session.remember(name, st.session_state[key], memory)

    said = labels(options, words)
    if style == "segmented":
        st.segmented_control(
            label,
            options,
            format_func=lambda option: plain(said[option]),
            key=key,
            required=True,
            on_change=keep,
            label_visibility=visibility,
        )
    else:
        st.selectbox(
            label,
            options,
            format_func=said.__getitem__,
            key=key,
            on_change=keep,
            label_visibility=visibility,
            width=width if width is not None else "stretch",
        )
    return value


def several(
    name: str,
    label: str,
    options: Sequence[str],
    *,
    default: Sequence[str] = (),
    words: Callable[[str], str] = str,
    at_most: int | None = None,
    show_label: bool = False,
) -> list[str]:
    """Let the reader choose some options; returns them in the order chosen."""
    value = session.chosen_several(name, options, default)[:at_most]
    key = session_keys.picker(name)
    st.session_state[key] = value

    def keep() -> None:
        session.remember(name, ",".join(st.session_state[key]))

    st.multiselect(
        label,
        options,
        format_func=labels(options, words).__getitem__,
        key=key,
        on_change=keep,
        max_selections=at_most,
        label_visibility="visible" if show_label else "collapsed",
    )
    return value


def labels(options: Sequence[str], words: Callable[[str], str]) -> dict[str, str]:
    """The text of every option, no two alike: Streamlit tells options apart by it."""
    said: dict[str, str] = {}
    taken: set[str] = set()
    for option in options:
        text = words(option)
        said[option] = f"{text} ({option})" if text in taken else text
        taken.add(text)
    return said
