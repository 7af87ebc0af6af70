"""Signals: what departs from its own past, most severe first, and from its peers."""

from typing import Any

import streamlit as st

from dashboard import choice, formats, session, store
from dashboard.accounts import here
from dashboard.accounts.principal import Principal
from dashboard.i18n import t, tn
from dashboard.signals import chosen, funnels, listed, standing

_VIEWS = ("signals", "funnels")
_SIDES = ("both", "worse", "better")
_WHICH = ("main", "all")


def main() -> None:
    """Draw the page."""
    reader = here.enter("signals")
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
    ):
        title = st.empty()
        view = choice.one(
            "view",
            t("signal.view"),
            _VIEWS,
            words=lambda each: t(f"signal.view_{each}"),
            style="segmented",
            memory="signals_view",
        )
    if view == "funnels":
        title.title(t("funnel.title"), anchor=False)
        funnels.draw()
        return
    title.title(t("signal.title"), anchor=False)
    _signals(reader)


def _signals(reader: Principal) -> None:
    months = [row.period.date() for row in store.rows("signal_months")]
    if not months:
        _say_too_early()
        return
    offered = {str(session.Period("month", month)): month for month in months}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        month = choice.one(
            session.PERIOD,
            t("signal.month"),
            list(offered),
            words=lambda each: formats.period("month", offered[each]),
            width=180,
        )
        side = choice.one(
            "side",
            t("signal.side"),
            _SIDES,
            words=lambda each: t(f"signal.side_{each}"),
            style="segmented",
            memory="signals_side",
        )
        which = choice.one(
            "which",
            t("signal.which"),
            _WHICH,
            words=lambda each: t(f"signal.which_{each}"),
            style="segmented",
            memory="signals_which",
        )
    rows = [
        row
        for row in store.rows("signals", period=offered[month])
        if side in ("both", row.direction)
        and (which == "all" or formats.is_missing(row.known))
    ]
    if not rows:
        st.success(
            t("signal.none", month=formats.period("month", offered[month])),
            icon=":material/check_circle:",
        )
        _say_rules()
        return
    _draw(reader, rows)


def _draw(reader: Principal, rows: list[Any]) -> None:
    by_id = {row.signal_id: row for row in rows}
    one = by_id[session.chosen_one(session.SIGNAL, list(by_id), rows[0].signal_id)]
    stands = standing.of(rows)
    wide, narrow = st.columns([1.5, 1], gap="small")
    with wide:
        chosen.draw(reader, one, stands[one.signal_id])
    with narrow:
        listed.draw(rows, one.signal_id, stands)
    _say_rules()


def _say_rules() -> None:
    limits = _limits()
    st.caption(
        tn(
            "signal.rules",
            int(limits["signal_minimum_n"]),
            z=f"{limits['signal_z']:g}",
            effect=f"{100 * limits['signal_effect']:g}",
            months=f"{limits['signal_baseline_months']:g}",
            least=f"{limits['signal_minimum_months']:g}",
        )
    )


def _say_too_early() -> None:
    least = int(_limits().get("signal_minimum_months", 0))
    known = sum(
        not row.is_provisional for row in store.rows("periods", kinds=["month"])
    )
    st.info(
        tn("signal.too_early", known, least=least),
        icon=":material/hourglass_top:",
    )


def _limits() -> dict[str, float]:
    return {row.name: row.value for row in store.rows("method_limits")}


main()
