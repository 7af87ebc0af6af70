"""Satisfaction ranking: how content citizens are with whom, and how sure that is."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import (
    audience,
    choice,
    downloads,
    formats,
    period_picker,
    places,
    session,
    store,
    template,
)
from dashboard.audience import Audience
from dashboard.charts.ranking_dots import ranking_dots
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.period_picker import PublishedPeriod
from dashboard.records import records

_KINDS = ("department", "city")
_EVERYONE = "all"
# How many of those who share first place the headline names.
_NAMED = 3
_CSV_COLUMNS = [
    "subject_id",
    "name",
    "group_name",
    "state",
    "n",
    "share",
    "low",
    "high",
    "adjusted",
    "rank",
    "rank_low",
    "rank_high",
    "peers",
    "tier",
]


def main() -> None:
    """Draw the page."""
    audience.enter(Audience.PUBLIC)
    st.title(t("ranking.title"), anchor=False)
    about = store.fetch("ranking_indicator")
    if about.empty:
        st.info(t("ranking.no_indicator"))
        return
    (indicator,) = records(about)
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
        group = _pick_group(kind)
    if period is None:
        return
    rows = store.fetch(
        "ranking_rows",
        kind=kind,
        period_kind=period.kind,
        period=period.start,
        peer_group="" if group == _EVERYONE else group,
    )
    if rows.empty:
        st.info(t("ranking.empty", period=period.words))
        return
    if period.is_provisional:
        st.caption(t("ranking.provisional", date=formats.day(period.end)))
    _show_ranked(rows, indicator)
    _show_listed(rows[rows.state == "listed"], indicator)
    _show_names(rows[rows.state == "withheld"], "withheld", indicator)
    _show_names(rows[rows.state == "no_data"], "no_data", indicator)
    _offer_download(rows, kind, period)


def _introduce(indicator: Any) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            t("ranking.intro", indicator=plain(indicator.name)),
            help=plain(indicator.definition),
        )
        st.page_link(
            "pages/method.py",
            label=t("ranking.method"),
            icon=":material/menu_book:",
            query_params=session.link(indicator=indicator.indicator_id),
        )


def _pick_group(kind: str) -> str:
    groups = store.fetch("ranking_groups", kind=kind)
    names = dict(zip(groups.peer_group, groups.name, strict=True))
    names[_EVERYONE] = t(f"ranking.everyone_{kind}")
    return choice.one(
        "group",
        t("ranking.group"),
        [_EVERYONE, *(group for group in names if group != _EVERYONE)],
        words=names.__getitem__,
        width=200,
        memory=f"ranking_group_{kind}",
    )


def _show_ranked(rows: pd.DataFrame, indicator: Any) -> None:
    ranked = rows[rows.state == "ranked"]
    if ranked.empty:
        st.info(t("ranking.nobody_ranked", n=formats.count(indicator.not_ranked_below)))
        return
    st.subheader(_answer(ranked), anchor=False)
    st.caption(t("ranking.how_to_read", indicator=plain(indicator.short_name)))
    drawn = rows[rows.state.isin(["ranked", "listed"])]
    st.plotly_chart(
        ranking_dots(
            drawn.assign(
                id=drawn.subject_id,
                name=[_label(row) for row in records(drawn)],
                value=drawn.share,
                is_main=drawn.state == "ranked",
                hover=[_hover(row) for row in records(drawn)],
            ),
            tier_words={
                int(tier): t("ranking.tier", tier=int(tier))
                for tier in ranked.tier.dropna().unique()
            },
            unranked_words=t("ranking.listed_short"),
        ),
        alt=_answer(ranked),
        config=template.CONFIG,
    )
    st.table(
        {
            t("ranking.column_place"): [formats.count(rank) for rank in ranked["rank"]],
            t("ranking.column_name"): [plain(name) for name in ranked.name],
            plain(indicator.short_name): [_share(row) for row in records(ranked)],
            t("ranking.column_words"): [
                plain(words) for words in map(_words, records(ranked))
            ],
        },
        border="horizontal",
        hide_index=True,
    )


def _answer(ranked: pd.DataFrame) -> str:
    """Who comes first, and whether that can be told from who comes next."""
    first = ranked[ranked["rank"] == ranked["rank"].min()]
    if len(first) > 1:
        names = plain(t("place.comma").join(first.short_name.head(_NAMED)))
        more = "_more" if len(first) > _NAMED else ""
        return t(f"ranking.answer_shared{more}", names=names, n=len(first))
    (leader,) = records(first)
    tied = plain(places.tied(leader.tied_with))
    return t("ranking.answer", name=plain(leader.short_name), tied=tied)


def _show_listed(listed: pd.DataFrame, indicator: Any) -> None:
    if listed.empty:
        return
    st.subheader(t("ranking.listed"), anchor=False)
    st.table(
        {
            t("ranking.column_name"): [plain(name) for name in listed.name],
            plain(indicator.short_name): [_share(row) for row in records(listed)],
            t("ranking.column_why"): [
                _why_not_ranked(row, indicator) for row in records(listed)
            ],
        },
        border="horizontal",
        hide_index=True,
    )


def _why_not_ranked(row: Any, indicator: Any) -> str:
    if not row.may_be_ranked:
        return t("ranking.why_vertical")
    return t("ranking.why_few", n=formats.count(indicator.not_ranked_below))


def _show_names(rows: pd.DataFrame, state: str, indicator: Any) -> None:
    if rows.empty:
        return
    limit = formats.count(indicator.withheld_below)
    st.subheader(t(f"ranking.{state}", n=limit), anchor=False)
    st.markdown(t("place.comma").join(plain(name) for name in rows.name))


def _offer_download(rows: pd.DataFrame, kind: str, period: PublishedPeriod) -> None:
    told = rows.assign(state=[t(f"ranking.state_{state}") for state in rows.state])
    header = [t(f"ranking.csv_{column}") for column in _CSV_COLUMNS]
    st.download_button(
        t("ranking.download"),
        lambda: downloads.csv_bytes(header, told[_CSV_COLUMNS].values.tolist()),
        file_name=f"satisfaction-{kind}-{period.kind}-{period.start}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _label(row: Any) -> str:
    if row.state == "listed":
        return row.short_name
    return f"{formats.count(row.rank)}  {row.short_name}"


def _share(row: Any) -> str:
    """91.2% (90.8%–91.6%), n = 1,204"""
    return t(
        "ranking.share",
        share=formats.share(row.share, row.n),
        interval=formats.interval("share", row.low, row.high, row.n),
        n=formats.count(row.n),
    )


def _words(row: Any) -> str:
    words = places.sentence(row.rank, row.rank_low, row.rank_high, row.tied_with)
    return t("ranking.words", tier=t("ranking.tier", tier=int(row.tier)), words=words)


def _hover(row: Any) -> str:
    if row.state == "listed":
        return f"{row.name} {_share(row)}"
    return f"{row.name} {_share(row)}\n{_words(row)}"


main()
