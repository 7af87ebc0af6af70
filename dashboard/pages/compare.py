"""Compare: two to six subjects of one kind, and where they really differ."""

from typing import Any

import streamlit as st

from dashboard import (
    audience,
    choice,
    comparison_table,
    comparison_trend,
    formats,
    indicator_tile,
    links,
    outside,
    period_picker,
    places,
    session,
    store,
)
from dashboard.accounts import here
from dashboard.comparison import Comparison
from dashboard.drawings import shown_again
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.period_picker import PublishedPeriod
from dashboard.records import records

_KINDS = ("department", "city", "organ")
_AT_LEAST, _AT_MOST = 2, 6
# What the page opens with, so that it shows what it is for.
_AT_FIRST = 3


def main() -> None:
    """Draw the page."""
    here.enter("compare")
    st.title(t("compare.title"), anchor=False)
    kinds = _kinds()
    if not kinds:
        st.info(t("compare.too_few"))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = choice.one(
            "kind",
            t("compare.kind"),
            kinds,
            words=lambda each: t(f"compare.kind_{each}"),
            style="segmented",
            memory="compare_kind",
        )
        period = period_picker.pick()
    names = _pick_subjects(kind)
    if period is None:
        return
    if len(names) < _AT_LEAST:
        st.info(t("compare.choose", at_least=_AT_LEAST, at_most=_AT_MOST))
        return
    comparison = Comparison(
        tuple(names), tuple(names.values()), period.kind, period.start
    )
    _show_cards(comparison, period)
    if comparison.ask("compare_indicators").empty:
        st.info(t("compare.empty", period=period.words))
        return
    _show_table(comparison)
    comparison_trend.draw(comparison)


def _kinds() -> list[str]:
    """The kinds to choose from; a limited reader finds those with enough to compare."""
    if audience.of_page().scope.is_everything:
        return list(_KINDS)
    rows = store.fetch("subject_choices", kinds=list(_KINDS))
    known = list(rows.kind)
    return [kind for kind in _KINDS if known.count(kind) >= _AT_LEAST]


def _pick_subjects(kind: str) -> dict[str, str]:
    """The chosen subjects and their short names, in the order chosen."""
    rows = store.fetch("subject_choices", kinds=[kind])
    names = dict(zip(rows.subject_id, rows["name"], strict=True))
    short = dict(zip(rows.subject_id, rows.short_name, strict=True))
    outside.say_if_asked(session.SUBJECTS, _KINDS, names)
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


@shown_again
def _show_table(comparison: Comparison) -> None:
    first = plain(comparison.names[0])
    st.subheader(t("compare.differences", name=first), anchor=False)
    st.markdown(comparison_table.differences(comparison))
    st.caption(t("compare.how_to_read", name=first))
    table = comparison_table.table(comparison)
    st.table(table, border="horizontal", hide_index=True)


@shown_again
def _show_cards(comparison: Comparison, period: PublishedPeriod) -> None:
    grid = st.grid(len(comparison.subjects), min_column_width=150)
    for row in records(comparison.ask("compare_scorecards")):
        with grid, st.container(border=True, gap="xsmall", height="stretch"):
            _show_card(row)
    if period.is_compared:
        st.caption(t("compare.since"))
    elif period.previous is not None:
        st.caption(t("compare.not_compared"))


def _show_card(row: Any) -> None:
    scored = not formats.is_missing(row.score)
    change = None if formats.is_missing(row.change) else float(row.change)
    words = None if change is None else formats.change("points", change)
    change = indicator_tile.as_shown(change, words or "")
    st.metric(
        plain(row.name),
        formats.score(row.score) if scored else formats.state(row.state),
        # The arrow says which way it went.
        delta=None if words is None else words.lstrip("+−"),
        delta_color=indicator_tile.colour(change, True),
        delta_arrow="off" if not change else "up" if change > 0 else "down",
    )
    parts = [t("breaks.not_comparable")] if row.is_broken else []
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


main()
