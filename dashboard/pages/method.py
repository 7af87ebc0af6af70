"""Method: how every figure comes about, written from what the run itself declared."""

from itertools import groupby
from typing import Any

import streamlit as st

from dashboard import (
    choice,
    edition_list,
    formats,
    method_rules,
    scheme_tables,
    store,
)
from dashboard.accounts import here
from dashboard.definitions import Definition, definitions
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.records import records

_NONE = "none"


def main() -> None:
    """Draw the page."""
    here.enter("method")
    st.title(t("method.title"), anchor=False)
    (publication,) = records(store.fetch("publication"))
    st.markdown(
        t(
            "method.intro",
            version=plain(publication.version),
            date=formats.day(publication.as_of),
        )
    )
    scheme = _pick_scheme()
    defined = definitions(scheme.scheme_id if scheme else "")
    _look_up(defined)
    _show_indicators(defined)
    _show_scheme(scheme)
    method_rules.show()
    edition_list.draw()


def _pick_scheme() -> Any:
    """The scheme being read: the one in force unless the reader chose another."""
    schemes = {row.scheme_id: row for row in records(store.fetch("method_schemes"))}
    if len(schemes) < 2:
        return next(iter(schemes.values()), None)
    chosen = choice.one(
        "scheme",
        t("method.scheme"),
        list(schemes),
        words=lambda each: schemes[each].name,
        show_label=True,
        width=320,
    )
    return schemes[chosen]


def _look_up(defined: tuple[Definition, ...]) -> None:
    """One indicator on top: what the `?` beside a figure elsewhere links to."""
    if not defined:
        st.info(t("method.no_indicators"))
        return
    found = {each.indicator_id: each for each in defined}
    chosen = choice.one(
        "indicator",
        t("method.look_up"),
        [_NONE, *found],
        words=lambda each: found[each].name if each in found else t("method.choose"),
        show_label=True,
        width=420,
        memory="method_indicator",
    )
    if chosen in found:
        with st.container(border=True):
            st.subheader(found[chosen].title, anchor=False)
            st.markdown(found[chosen].table)


def _show_indicators(defined: tuple[Definition, ...]) -> None:
    st.header(t("method.indicators"), anchor="indicators")
    for _, members in groupby(defined, key=lambda each: each.pillar):
        for place, each in enumerate(members):
            if place == 0:
                st.subheader(each.pillar_name, anchor=False)
            with st.expander(each.title):
                st.markdown(each.table)


def _show_scheme(scheme: Any) -> None:
    st.header(t("method.scheme_title"), anchor="scheme")
    if scheme is None:
        st.info(t("method.no_scheme"))
        return
    st.markdown(
        t(
            "method.scheme_intro",
            name=plain(scheme.name),
            first=formats.day(scheme.valid_from),
            last=formats.day(scheme.valid_to),
            coverage=formats.share(scheme.coverage_minimum, 0),
        )
    )
    if not formats.is_missing(scheme.note):
        st.markdown(plain(scheme.note))
    if scheme.mean == "geometric":
        joined = scheme_tables.joined_by(scheme)
        st.markdown(t("method.top_mean", joined=joined))
    left, right = st.columns(2)
    pillars = scheme_tables.pillars(scheme.scheme_id)
    left.table(pillars, border="horizontal", hide_index=True)
    bands = scheme_tables.bands(scheme.scheme_id)
    right.table(bands, border="horizontal", hide_index=True)
    goals = scheme_tables.goals(scheme.scheme_id)
    st.table(goals, border="horizontal", hide_index=True)
    _show_adjustments(scheme)
    st.markdown(t("method.parts"))


def _show_adjustments(scheme: Any) -> None:
    """Bonus, deduction, veto and quotas, where the scheme has any."""
    told = list(scheme_tables.adjustments(scheme.scheme_id))
    for kind in ("bonus", "deduction"):
        most = getattr(scheme, f"most_{kind}")
        if not formats.is_missing(most) and most < 100:
            told.append(t(f"method.most_{kind}", most=f"{most:g}"))
    if not formats.is_missing(scheme.rounding):
        told.append(t(f"method.quotas_{scheme.rounding}"))
    if told:
        st.markdown("\n".join(f"- {each}" for each in told))


main()
