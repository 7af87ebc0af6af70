"""One subject's result: total and grade, why, and what every method gave."""

from typing import Any

import streamlit as st

from dashboard import formats
from dashboard.assessments.result_views import Seen
from dashboard.assessments.subjects import said
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.outcomes import words


def draw(seen: Seen) -> None:
    """Draw it, with the number of assessors and their spread and without names."""
    result = seen.result
    with st.container(horizontal=True, key="result_tiles"):
        st.metric(
            t("results.total"), words.points(result.details["total"]), border=True
        )
        st.metric(t("results.grade"), words.grade(seen), border=True)
        st.metric(t("results.score"), words.points(result.score), border=True)
        st.metric(
            t("results.points"),
            " / ".join(
                formats.signed(points, 1)
                for points in (result.bonus, -result.deduction)
            ),
            border=True,
            help=t("results.points_help"),
        )
        st.metric(
            t("results.coverage"),
            formats.share(result.coverage),
            border=True,
            help=t("results.coverage_help"),
        )
    st.markdown(words.why(seen))
    if result.version > 1:
        st.caption(t("results.version", n=formats.count(result.version)))
    st.table(
        [_row(seen, method) for method in result.details["methods"]],
        border="horizontal",
        hide_index=True,
    )
    st.caption(t("results.methods_help"))


def _row(seen: Seen, method: dict[str, Any]) -> dict[str, str]:
    names = seen.method_names.get(method["cycle_method_id"], {})
    return {
        t("results.method"): plain(said(names)),
        t("results.weight"): formats.share(method["weight"]),
        t("results.mean"): words.points(method["mean"]),
        t("results.n"): _counted(method),
        t("results.spread"): _spread(method),
    }


def _counted(method: dict[str, Any]) -> str:
    if method["turnout"] is None:
        return formats.count(method["n"])
    return t(
        "results.ballots",
        n=formats.count(method["n"]),
        turnout=formats.share(method["turnout"]),
    )


def _spread(method: dict[str, Any]) -> str:
    if method["sd"] is not None:
        return formats.number(method["sd"], 2)
    return t("results.no_spread")
