"""Funnels: which subjects of a kind differ by more than chance and custom."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import choice, formats, links, store
from dashboard.by_itself import by_itself
from dashboard.charts.funnel import CHOSEN, funnel
from dashboard.charts.vega import Spec
from dashboard.drawings import drawn_once
from dashboard.i18n import t
from dashboard.markdown import plain, spoken
from dashboard.panel import panel
from dashboard.records import records

_KINDS = ("department", "city", "organ")


@by_itself
def draw() -> None:
    """Draw the pickers, the funnel, and the same as a table."""
    offered = store.fetch("funnel_choices")
    if offered.empty:
        st.info(t("funnel.none"), icon=":material/info:")
        return
    names = dict(zip(offered.indicator_id, offered.indicator, strict=True))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        indicator = choice.one(
            "indicator",
            t("funnel.indicator"),
            list(names),
            words=names.__getitem__,
            width=300,
            memory="funnel_indicator",
        )
        of_indicator = offered[offered.indicator_id == indicator]
        kind = choice.one(
            "kind",
            t("funnel.kind"),
            [each for each in _KINDS if each in set(of_indicator.kind)],
            words=lambda each: t(f"funnel.kind_{each}"),
            style="segmented",
            memory="funnel_kind",
        )
        of_kind = of_indicator[of_indicator.kind == kind]
        quarters = {f"{row.period:%Y-%m-%d}": row for row in records(of_kind)}
        final = [day for day, row in quarters.items() if not row.is_provisional]
        quarter = choice.one(
            "quarter",
            t("period.label"),
            list(quarters),
            default=next(iter(final), None),
            words=lambda each: _quarter(quarters[each]),
            width=180,
            memory="funnel_quarter",
        )
    _panel(indicator, names[indicator], kind, quarters[quarter])


def _quarter(row: Any) -> str:
    name = formats.period("quarter", row.period.date())
    return t("period.provisional", period=name) if row.is_provisional else name


def _panel(indicator: str, name: str, kind: str, of: Any) -> None:
    quarter = of.period.date()
    rows = _rows(indicator, kind, quarter)
    far = rows[rows.found == "alarm"]
    title = t(
        "funnel.answer" if len(far) else "funnel.answer_none",
        indicator=plain(name),
        period=_quarter(of),
        n=formats.count(len(far)),
        all=formats.count(len(rows)),
    )
    with panel("funnel", title, t("funnel.question")) as view:
        if view == "table":
            st.dataframe(
                _table(indicator, kind, quarter),
                hide_index=True,
                height=420,
                alt=t("funnel.question"),
            )
            return
        event: Any = st.vega_lite_chart(
            _figure(indicator, kind, quarter),
            key="chart_funnel",
            on_select="rerun",
            selection_mode=CHOSEN,
            alt=spoken(title),
        )
        st.caption(t("funnel.how"))
        if event.selection[CHOSEN]:
            links.go_to_subject(str(event.selection[CHOSEN][0]["id"]))


@drawn_once
def _rows(indicator: str, kind: str, quarter: date) -> pd.DataFrame:
    rows = store.fetch("funnel", indicator_id=indicator, kind=kind, period=quarter)
    return rows.assign(id=rows.subject_id, hover=[_hover(row) for row in records(rows)])


@drawn_once
def _figure(indicator: str, kind: str, quarter: date) -> Spec:
    names = {key: t(f"funnel.{key}") for key in ("n", "centre", "watch", "alarm")}
    rows = _rows(indicator, kind, quarter)
    return funnel(rows, names=names, tick_format=",.1~%")


@drawn_once
def _table(indicator: str, kind: str, quarter: date) -> pd.DataFrame:
    rows = _rows(indicator, kind, quarter)
    order = rows.reindex(rows.z.abs().sort_values(ascending=False).index)
    each = list(records(order))
    return pd.DataFrame(
        {
            t("column.name"): order.name,
            "n": [formats.count(row.n) for row in each],
            t("signal.value"): [formats.share(row.value, row.n) for row in each],
            t("funnel.watch"): [
                formats.interval("share", row.low_watch, row.high_watch) for row in each
            ],
            t("funnel.alarm"): [
                formats.interval("share", row.low_alarm, row.high_alarm) for row in each
            ],
            "z": [formats.signed(row.z, 1) for row in each],
            t("funnel.found"): [_found(row) for row in each],
        }
    )


def _hover(row: Any) -> str:
    return " · ".join(
        (
            t(
                "signal.hover",
                month=row.name,
                value=formats.share(row.value, row.n),
            ),
            t("tile.n", n=formats.count(row.n)),
            t(
                "signal.hover_limits",
                limits=formats.interval("share", row.low_watch, row.high_watch),
            ),
            _found(row),
        )
    )


def _found(row: Any) -> str:
    if row.found == "inside":
        return t("funnel.inside")
    return t(f"funnel.{row.found}_{row.direction}")
