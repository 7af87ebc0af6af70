"""The weights a reader tries: sliders, and their place in the address.

`weights=pillar:timeliness~60,indicator:on_time_rate~10` holds what was moved; what was
not stands as the scheme declares it.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import streamlit as st

from dashboard import session, session_keys
from dashboard.i18n import t
from dashboard.markdown import plain

_MOST = 100
_BETWEEN = "~"


def moved(parts: Sequence[Any]) -> dict[str, int]:
    """What was moved, by node; whatever else the address says is passed over."""
    declared = {part.node: _percent(part) for part in parts}
    found = dict(_said(st.query_params.get(session.WEIGHTS, "")))
    return {
        node: weight
        for node, weight in found.items()
        if node in declared and weight != declared[node]
    }


def asked(parts: Sequence[Any], now: dict[str, int]) -> tuple[list[str], list[str]]:
    """(nodes, weights) of every group of siblings in which something was moved."""
    groups = {part.parent for part in parts if part.node in now}
    chosen = [part for part in parts if part.parent in groups]
    weights = [str(now.get(part.node, _MOST * part.share)) for part in chosen]
    return [part.node for part in chosen], weights


def draw(parts: Sequence[Any], now: dict[str, int]) -> None:
    """Sliders of the first level, and of what is inside each pillar behind a click."""
    inside = {
        parent: list(group)
        for parent, group in groupby(
            sorted(parts, key=lambda part: str(part.parent)),
            key=lambda part: part.parent,
        )
    }
    for part in inside.get("", []):
        _slider(part, now)
    for part in parts:
        if part.is_pillar and len(inside.get(part.node, [])) > 1:
            with st.expander(t("trial.inside", name=plain(part.name))):
                for inner in inside[part.node]:
                    _slider(inner, now)
    st.button(
        t("trial.reset"),
        icon=":material/undo:",
        disabled=not now,
        on_click=_forget,
        width="stretch",
    )


def _slider(part: Any, now: dict[str, int]) -> None:
    key = session_keys.picker(f"weight_{part.node}")
    st.session_state[key] = now.get(part.node, _percent(part))

    def keep() -> None:
        kept = {**now, part.node: int(st.session_state[key])}
        if kept[part.node] == _percent(part):
            del kept[part.node]
        _write(kept)

    st.slider(plain(part.name), 0, _MOST, key=key, on_change=keep)


def _forget() -> None:
    _write({})


def _write(weights: dict[str, int]) -> None:
    said = ",".join(f"{node}{_BETWEEN}{weight}" for node, weight in weights.items())
    if said:
        st.query_params[session.WEIGHTS] = said
    elif session.WEIGHTS in st.query_params:
        del st.query_params[session.WEIGHTS]


def _said(text: str) -> Iterator[tuple[str, int]]:
    for each in text.split(","):
        node, _, weight = each.partition(_BETWEEN)
        if weight.isdecimal() and weight.isascii() and int(weight) <= _MOST:
            yield node, int(weight)


def _percent(part: Any) -> int:
    return round(_MOST * float(part.share))
