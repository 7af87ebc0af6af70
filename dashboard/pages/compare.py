"""Compare: two to six subjects of one kind, and where they really differ."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import (
    audience,
    choice,
    comparison_table,
    comparison_trend,
    formats,
    indicator_tile,
    links,
    period_picker,
    places,
    session,
    store,
)
from dashboard.audience import Audience
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.records import records

_KINDS = ("department", "city", "organ")
_AT_LEAST, _AT_MOST = 2, 6
# What the page opens with, so that it shows what it is for.
_AT_FIRST = 3


def main() -> None:
    """Draw the page."""
    audience.enter(Audience.INTERNAL)
    st.title(t("compare.title"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = choice.one(
            "kind",
            t("compare.kind"),
            _KINDS,
            words=lambda each: t(f"compare.kind_{each}"),
            style="segmented",
            memory="compare_kind",
        )
        period = period_picker.pick()
    subjects = _pick_subjects(kind)
    if period is None:
        return
    if len(subjects) < _AT_LEAST:
        st.info(t("compare.choose", at_least=_AT_LEAST, at_most=_AT_MOST))
        return
    asked: dict[str, store.Value] = {
        "subjects": list(subjects),
        "period_kind": period.kind,
        "period": period.start,
    }
    cards = store.fetch("compare_scorecards", **asked)
    indicators = store.fetch("compare_indicators", **asked)
    _show_cards(cards)
    if indicators.empty:
        st.info(t("compare.empty", period=period.words))
        return
    _say_differences(indicators, subjects)
    pillars = store.fetch("compare_pillars", **asked)
    comparison_table.draw(cards, pillars, indicators, subjects)
    comparison_trend.draw(indicators, subjects)


def _pick_subjects(kind: str) -> dict[str, str]:
    """The chosen subjects and their short names, in the order chosen."""
    rows = store.fetch("subject_choices", kinds=[kind])
    names = dict(zip(rows.subject_id, rows.name, strict=True))
    short = dict(zip(rows.subject_id, rows.short_name, strict=True))
    chosen = choice.several(
        session.SUBJECTS,
        t("compare.subjects", at_least=_AT_LEAST, at_most=_AT_MOST),
        list(names),
        default=list(names)[:_AT_FIRST],
        words=names.__getitem__,
        at_most=_AT_MOST,
        show_label=True,
    )
    return {subject: short[subject] for subject in chosen}


def _show_cards(cards: pd.DataFrame) -> None:
    grid = st.grid(len(cards), min_column_width=150)
    for row in records(cards):
        with grid, st.container(border=True, gap="xsmall"):
            _show_card(row)
    st.caption(t("compare.since"))


def _show_card(row: Any) -> None:
    scored = not formats.is_missing(row.score)
    change = None if formats.is_missing(row.change) else float(row.change)
    st.metric(
        plain(row.name),
        formats.score(row.score) if scored else formats.state(row.state),
        # The arrow says which way it went.
        delta=None if change is None else formats.change("points", change).lstrip("+−"),
        delta_color=indicator_tile.colour(change, True),
        delta_arrow="off" if not change else "up" if change > 0 else "down",
    )
    parts = []
    if not formats.is_missing(row.band_name):
        parts.append(plain(row.band_name))
    if not formats.is_missing(row.rank):
        parts.append(places.with_range(row.rank, row.rank_low, row.rank_high))
    parts.append(t("compare.coverage", share=_coverage(row)))
    st.caption(" · ".join(parts))
    links.to_subject(row.subject_id, t("compare.open"))


def _coverage(row: Any) -> str:
    if formats.is_missing(row.coverage):
        return formats.state("unknown")
    return formats.share(row.coverage, 0)


def _say_differences(indicators: pd.DataFrame, subjects: dict[str, str]) -> None:
    """The answer in a sentence for each: how often it is clearly better or worse."""
    first, *others = subjects
    st.subheader(t("compare.differences", name=plain(subjects[first])), anchor=False)
    told = []
    for subject in others:
        rows = indicators[indicators.subject_id == subject]
        words = [comparison_table.verdict(row) for row in records(rows)]
        told.append(
            t(
                "compare.tally",
                name=plain(subjects[subject]),
                better=words.count("better"),
                worse=words.count("worse"),
                none=words.count("none"),
            )
        )
    st.markdown("\n".join(f"- {line}" for line in told))


main()
