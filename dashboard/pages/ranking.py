"""Satisfaction ranking: how content citizens are with whom, and how sure that is."""

from typing import Any

import streamlit as st

from dashboard import (
    choice,
    downloads,
    folded_table,
    formats,
    navigation,
    period_picker,
    ranking_claims,
    ranking_drawings,
    session,
    store,
)
from dashboard.accounts import here
from dashboard.drawings import drawn_once, shown_again
from dashboard.i18n import t
from dashboard.markdown import plain, spoken
from dashboard.ranking_drawings import Asked

_KINDS = ("department", "city")
_EVERYONE = "all"
_ROWS_AT_ONCE = 10
_CSV_COLUMNS = [
    *("subject_id", "name", "group_name", "state", "n", "share", "low", "high"),
    *("adjusted", "order_by", "rank", "rank_low", "rank_high", "peers", "tier"),
    *("set_low", "set_high", "best", "could_be_best", "differs"),
    *("mix_expected", "mix_adjusted"),
]


def main() -> None:
    """Draw the page."""
    here.enter("ranking")
    st.title(t("ranking.title"), anchor=False)
    indicator = next(store.rows("ranking_indicator"), None)
    if indicator is None:
        st.info(t("ranking.no_indicator"))
        return
    _introduce(indicator)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = choice.one(
            "kind",
            t("ranking.kind"),
            _KINDS,
            words=lambda each: t(f"ranking.kind_{each}"),
            style="segmented",
            memory="ranking_kind",
        )
        period = period_picker.pick(("quarter", "year", "rolling12"))
        if period is None:
            return
        group = _pick_group(kind, period)
    asked = Asked(kind, period.kind, period.start, group)
    if not asked.rows():
        st.info(t("ranking.empty", period=period.words))
        return
    if not period.is_complete:
        st.caption(t("ranking.not_over", date=formats.day(period.end)))
    elif period.is_provisional:
        st.caption(t("ranking.provisional"))
    _show(asked, indicator)
    _offer_download(asked)


@shown_again
def _show(asked: Asked, indicator: Any) -> None:
    _show_ranked(asked, indicator)
    _show_listed(asked, indicator)
    for state in ("withheld", "no_data"):
        _show_names(asked, state, indicator)


@shown_again
def _introduce(indicator: Any) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            t("ranking.intro", indicator=plain(indicator.name)),
            help=plain(indicator.definition),
        )
        st.page_link(
            navigation.page("method").path,
            label=t("ranking.method"),
            icon=":material/menu_book:",
            query_params=session.link(indicator=indicator.indicator_id),
        )


def _pick_group(kind: str, period: period_picker.PublishedPeriod) -> str:
    """The group to rank within; '' for all."""
    groups = store.rows("ranking_groups", kind=kind, **period.asked)
    names = {
        _EVERYONE: t(f"ranking.everyone_{kind}"),
        **{group.peer_group: group.name for group in groups},
    }
    chosen = choice.one(
        "group",
        t("ranking.group"),
        list(names),
        words=names.__getitem__,
        width=240,
        memory=f"ranking_group_{kind}",
    )
    return "" if chosen == _EVERYONE else chosen


def _show_ranked(asked: Asked, indicator: Any) -> None:
    if not asked.rows("ranked"):
        st.info(t("ranking.nobody_ranked", n=formats.count(indicator.not_ranked_below)))
        return
    answer = ranking_drawings.answer(asked)
    st.subheader(answer, anchor=False)
    claims = ranking_claims.sentences(asked)
    if claims:
        st.markdown(claims)
    st.caption(ranking_claims.how_to_read(asked, indicator.name))
    st.vega_lite_chart(ranking_drawings.figure(asked), alt=spoken(answer))
    folded_table.draw(
        ranking_drawings.ranked_table(asked, indicator.name), _ROWS_AT_ONCE
    )
    if any(not formats.is_missing(row.mix_adjusted) for row in asked.rows("ranked")):
        st.caption(t("ranking.case_mix_how"))


def _show_listed(asked: Asked, indicator: Any) -> None:
    table = ranking_drawings.listed_table(
        asked, indicator.name, indicator.not_ranked_below
    )
    if table.empty:
        return
    st.subheader(t("ranking.listed"), anchor=False)
    st.table(table, border="horizontal", hide_index=True)


def _show_names(asked: Asked, state: str, indicator: Any) -> None:
    rows = asked.rows(state)
    if not rows:
        return
    limit = formats.count(indicator.withheld_below)
    st.subheader(t(f"ranking.{state}", n=limit), anchor=False)
    st.markdown(plain(t("place.comma").join(row.name for row in rows)))


def _in_words(column: str, value: object) -> str:
    """A word of the published file as readers say it; nothing where there is none."""
    return "" if formats.is_missing(value) else t(f"ranking.{column}_{value}".lower())


@drawn_once
def _csv(asked: Asked) -> bytes:
    rows = asked.frame()
    words = {
        column: [_in_words(column, value) for value in rows[column]]
        for column in ("state", "order_by", "could_be_best", "differs")
    }
    header = [t(f"ranking.csv_{column}") for column in _CSV_COLUMNS]

    told = rows.assign(**words)[_CSV_COLUMNS]
    return downloads.csv_bytes(header, told.values.tolist())


def _offer_download(asked: Asked) -> None:
    # Handed out when the button is pressed, outside the page: it is what was seen.
    seen = _csv(asked)
    st.download_button(
        t("ranking.download"),
        lambda: seen,
        file_name=f"satisfaction-{asked.kind}-{asked.period_kind}-{asked.period}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


main()
