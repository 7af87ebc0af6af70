"""Ratings in doubt: every suspicion of a period, and the ratings that contradict."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import downloads, exports, formats, links, store, suspicions
from dashboard.accounts.rights import Right
from dashboard.audience import Sight
from dashboard.drawings import drawn_once, shown_again
from dashboard.i18n import language, t, tn
from dashboard.markdown import lines, plain, unbroken
from dashboard.period_picker import PublishedPeriod
from dashboard.records import records

_FIRST = 10
_AT_MOST = 100_000
_ALL = "all"
_KINDS = ("tag_against_level", "tag_against_clock")
_COLUMNS = ("name", "day", "kind", "level", "tags", "case_hash", "rating_hash")


def draw(period: PublishedPeriod) -> None:
    """Draw the section for a period; where nothing is looked for there is none."""
    if not suspicions.are_looked_for():
        return
    _show(period)
    _contradictions(period)


@shown_again
def _show(period: PublishedPeriod) -> None:
    st.header(t("quality.honesty"), anchor=False)
    rows = suspicions.rows(_ALL, period.kind, period.start)
    if rows.empty:
        st.info(t("quality.honesty_none"), icon=":material/check:")
    else:
        total = int(rows.total.iloc[0])
        st.subheader(_answer(period, total), anchor=False)
        for row in records(rows):
            with st.container(
                horizontal=True, gap="xsmall", vertical_alignment="center"
            ):
                icon = suspicions.ICONS[row.kind]
                links.to_subject(row.subject_id, plain(row.name), icon=icon)
                st.caption(suspicions.sentence(row), width="content")
        if total > len(rows):
            more = total - len(rows)
            st.caption(tn("quality.honesty_more", more, n=formats.count(more)))


def _answer(period: PublishedPeriod, total: int) -> str:
    doubt = store.fetch("doubt", subject_id=_ALL, **period.asked)
    return suspicions.effect(next(records(doubt)), total)


def _contradictions(period: PublishedPeriod) -> None:
    rows = _rows(period)
    if rows.empty:
        return
    total = int(rows.total.iloc[0])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.markdown(
            tn("quality.contradictions", total, n=formats.count(total)),
            help=t("quality.contradictions_help"),
        )
        _offer_download(period)
    _show_table(period, total)


@shown_again
def _show_table(period: PublishedPeriod, total: int) -> None:
    table = _table(period)
    st.table(table, border="horizontal", hide_index=True)
    if total > len(table):
        first = len(table)
        st.caption(tn("quality.contradictions_first", first, n=formats.count(first)))


def _rows(period: PublishedPeriod) -> pd.DataFrame:
    return store.fetch(
        "contradictions",
        **period.asked,
        at_most=_FIRST,
    )


@drawn_once
def _table(period: PublishedPeriod) -> pd.DataFrame:
    """The newest of them; Markdown."""
    rows = list(records(_rows(period)))
    return pd.DataFrame(
        {
            t("quality.contradiction_name"): [
                lines(unbroken(row.name), formats.day(row.day)) for row in rows
            ],
            t("quality.contradiction_kind"): [_contradiction(row) for row in rows],
            t("quality.contradiction_hashes"): [_hashes(row) for row in rows],
        }
    )


def _contradiction(row: Any) -> str:
    tags = plain(t("place.comma").join(row.tag_names))
    level = t("quality.contradiction_said", level=formats.count(row.level), tags=tags)
    return lines(plain(t(f"quality.{row.kind}")), level)


def _hashes(row: Any) -> str:
    """Of the case, where it is known, and of the rating."""
    known = "" if formats.is_missing(row.case_hash) else plain(row.case_hash)
    return lines(
        known and t("quality.contradiction_of_case", hash=known),
        t("quality.contradiction_of_rating", hash=plain(row.rating_hash)),
    )


def _offer_download(period: PublishedPeriod) -> None:
    header = [t(f"quality.contradiction_{column}") for column in _COLUMNS]
    spoken = language()
    kinds = {
        kind: t(f"quality.{kind}")
        for kind in ("tag_against_level", "tag_against_clock")
    }

    def build(seen: Sight) -> bytes:
        rows = store.fetch_for(
            seen,
            "contradictions",
            **period.asked,
            at_most=_AT_MOST,
            language=spoken,
        )
        told = rows.assign(
            kind=rows.kind.map(kinds),
            tags=[", ".join(names) for names in rows.tag_names],
        )
        return downloads.csv_bytes(header, told[list(_COLUMNS)].values.tolist())

    exports.offer_csv(
        t("quality.download_contradictions"),
        f"contradictions-{period.kind}-{period.start}.csv",
        Right.SEE_QUALITY,
        build,
    )
