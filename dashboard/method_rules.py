"""The rules of the method page that hold for every figure: ranks, states, intervals."""

from typing import Any

import streamlit as st

from dashboard import (
    formats,
    method_assessors,
    method_firmness,
    method_honesty,
    method_open_cases,
    method_signals,
    store,
)
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.records import records

# The Wilson score interval, methods of the pipelines' score step.
_WILSON = (
    r"\frac{p + \frac{z^2}{2n} \pm z \sqrt{\frac{p(1-p)}{n} + \frac{z^2}{4n^2}}}"
    r"{1 + \frac{z^2}{n}}, \quad p = \frac{k}{n}, \quad z = 1.96"
)
_RULES = (*("order", "round", "likely", "tier", "claims", "group", "few", "vertical"),)
_STATES = (
    *("withheld", "listed", "no_data", "not_reached", "unknown"),
    *("provisional", "insufficient"),
)


def show() -> None:
    """Draw the sections, each from its own questions."""
    known = {row.name: row.value for row in records(store.fetch("method_limits"))}
    limits = {name: formats.number(value) for name, value in known.items()}
    (publication,) = records(store.fetch("publication"))
    is_ranking = not formats.is_missing(publication.ranking_indicator)
    if is_ranking:
        _show_ranking(limits)
    method_honesty.show(known)
    _show_states(limits, is_ranking)
    _show_intervals()
    method_open_cases.show()
    method_assessors.show(known)
    method_signals.show(known)
    method_firmness.show(known)
    _show_peer_groups()
    _show_sources()


def _show_ranking(limits: dict[str, str]) -> None:
    st.header(t("method.ranking"), anchor="ranking")
    st.markdown(
        "\n".join(f"- {_with(limits, f'method.rule_{rule}')}" for rule in _RULES)
    )
    for row in records(store.fetch("method_ranking_example")):
        st.markdown(_ranking_example(row))


def _ranking_example(row: Any) -> str:
    """How one published place came about; Markdown."""
    places = {
        name: formats.count(getattr(row, name))
        for name in (
            *("k", "n", "peers", "plain_rank", "rank", "rank_low", "rank_high"),
            *("set_low", "set_high"),
        )
    }
    return t(
        f"method.ranking_example_{row.order_by}",
        subject=plain(row.subject_name),
        period=formats.period(row.period_kind, row.period),
        share=plain(formats.number(100 * row.share, 2)),
        adjusted=plain(formats.number(100 * row.adjusted, 2)),
        **places,
    )


def _show_states(limits: dict[str, str], is_ranking: bool) -> None:
    st.header(t("method.states"), anchor="states")
    # Only a ranking lists somebody without a place.
    states = [state for state in _STATES if is_ranking or state != "listed"]
    st.table(
        {
            t("method.word"): [t(f"method.state_{state}") for state in states],
            t("method.means"): [
                _with(limits, f"method.means_{state}") for state in states
            ],
        },
        border="horizontal",
        hide_index=True,
    )


def _with(limits: dict[str, str], key: str) -> str:
    """A sentence with the workspace's own limits; a dash where it declares none."""
    return t(
        key,
        withheld=limits.get("withheld_below", "–"),
        unranked=limits.get("not_ranked_below", "–"),
        width=limits.get("protection_width", "–"),
        shrunk_from=limits.get("ranking_shrunk_from", "–"),
        best=limits.get("ranking_best", "–"),
    )


def _show_intervals() -> None:
    st.header(t("method.intervals"), anchor="intervals")
    st.markdown(t("method.intervals_words"))
    st.latex(_WILSON)
    st.markdown(t("method.intervals_other"))
    for row in records(store.fetch("method_example")):
        st.markdown(
            t(
                "method.example",
                subject=plain(row.subject_name),
                period=formats.period(row.period_kind, row.period),
                indicator=plain(row.indicator_name),
                k=formats.count(row.numerator),
                n=formats.count(row.denominator),
                p=formats.number(row.value, 4),
                low=formats.number(row.low, 4),
                high=formats.number(row.high, 4),
                share=formats.share(row.value, row.denominator),
                interval=formats.interval("share", row.low, row.high, row.denominator),
            )
        )


def _show_peer_groups() -> None:
    groups = store.fetch("method_peer_groups")
    if groups.empty:
        return
    st.header(t("method.peer_groups"), anchor="peer-groups")
    comma = t("place.comma")
    st.table(
        {
            t("method.peer_group"): groups.name.map(plain).tolist(),
            t("method.members"): [plain(comma.join(each)) for each in groups.members],
        },
        border="horizontal",
        hide_index=True,
    )


def _show_sources() -> None:
    sources = store.fetch("method_sources")
    st.header(t("method.sources"), anchor="sources")
    st.table(
        {
            t("method.source"): sources.name.map(plain).tolist(),
            t("method.key"): [plain(", ".join(key)) for key in sources.key],
            t("method.reject_limit"): sources.reject_limit.map(formats.share).tolist(),
        },
        border="horizontal",
        hide_index=True,
    )
