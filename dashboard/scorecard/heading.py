"""The first line of a scorecard: score, band, rank, coverage, and what changed it."""

from typing import Any, Literal

import streamlit as st

from dashboard import formats, store
from dashboard.drawings import shown_again
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.period_picker import PublishedPeriod

# A word, then a shape, then a colour: best band first.
_SHAPES = (":material/star:", ":material/check_circle:", ":material/change_history:")
_LOWEST_SHAPE = ":material/error:"

BadgeColour = Literal["blue", "gray", "orange"]


@shown_again
def draw(card: Any, period: PublishedPeriod) -> None:
    """Draw title and facts of a row of subject_scorecard.sql."""
    when = formats.period(period.kind, period.start)
    st.subheader(_title(card, when), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if not formats.is_missing(card.band_name):
            shape, colour = band_mark(card.band_place, bool(card.is_lowest))
            st.badge(plain(card.band_name), icon=shape, color=colour)
        if not formats.is_missing(card.veto_name):
            st.badge(
                t("scorecard.vetoed", name=plain(card.veto_name)),
                icon=":material/block:",
                color="orange",
            )
        if period.is_provisional:
            st.badge(
                formats.state("provisional"), icon=":material/schedule:", color="gray"
            )
        st.markdown(" · ".join(_facts(card, period)), width="content")


def band_mark(place: float, is_lowest: bool) -> tuple[str, BadgeColour]:
    """Shape and colour of a band by its place from the best."""
    if is_lowest:
        return _LOWEST_SHAPE, "orange"
    shape = _SHAPES[min(int(place), len(_SHAPES) - 1)]
    return shape, "blue" if place < len(_SHAPES) - 1 else "gray"


def _title(card: Any, when: str) -> str:
    name = plain(card.name)
    if formats.is_missing(card.score):
        state = "no_data" if formats.is_missing(card.state) else card.state
        return t(
            "scorecard.title_state", name=name, period=when, state=formats.state(state)
        )
    return t("scorecard.title", name=name, period=when, score=formats.score(card.score))


def _facts(card: Any, period: PublishedPeriod) -> list[str]:
    facts = [_rank(card), _grade(card)]
    if not formats.is_missing(card.score) and not formats.is_missing(card.low):
        low, high = formats.score(card.low), formats.score(card.high)
        facts.append(t("scorecard.interval", low=low, high=high))
    if not formats.is_missing(card.adjustment) and round(card.adjustment, 1):
        base, added = formats.score(card.base_score), formats.signed(card.adjustment, 1)
        facts.append(t("scorecard.adjusted", base=base, adjustment=added))
    if not formats.is_missing(card.coverage):
        key = "coverage"
        if card.state == "insufficient":
            key = "coverage_short"
        facts.append(
            t(
                f"scorecard.{key}",
                share=formats.share(card.coverage),
                minimum=formats.share(card.coverage_minimum, 0),
            )
        )
    if not formats.is_missing(card.n):
        facts.append(t("tile.n", n=formats.count(card.n)))
    if not formats.is_missing(card.change):
        change = float(card.change)
        facts.append(_change(card.subject_id, change, card.scheme_id, period))
    elif card.is_broken:
        facts.append(t("breaks.not_comparable"))
    elif period.previous is not None and not period.is_compared:
        facts.append(t("scorecard.not_compared"))
    return [fact for fact in facts if fact]


def _grade(card: Any) -> str:
    """The grade, and why where it is not the band the score alone would give."""
    if formats.is_missing(card.grade_name):
        return ""
    return t(f"scorecard.grade_{card.grade_why}", grade=plain(card.grade_name))


def _rank(card: Any) -> str:
    if formats.is_missing(card.rank):
        return "" if formats.is_missing(card.score) else t("scorecard.unranked")
    place = {"rank": int(card.rank), "peers": int(card.peers)}
    if formats.is_missing(card.rank_low) or card.rank_low == card.rank_high:
        return t("scorecard.rank", **place)
    low, high = int(card.rank_low), int(card.rank_high)
    return t("scorecard.rank_likely", **place, low=low, high=high)


def _change(
    subject_id: str, change: float, scheme_id: str, period: PublishedPeriod
) -> str:
    """The change and the pillars' parts in it: satisfaction +0.9, timeliness +0.6."""
    rows = store.rows(
        "pillar_scores",
        subject_id=subject_id,
        **period.asked,
        scheme_id=scheme_id,
    )
    parts = " ".join(
        f"{plain(row.name)} {formats.signed(row.change_contribution, 1)}"
        for row in rows
        if not formats.is_missing(row.change_contribution)
    )
    words = t("scorecard.change", change=formats.change("points", change))
    return t("scorecard.change_parts", change=words, parts=parts) if parts else words
