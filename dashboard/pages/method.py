"""Method: how every figure comes about, written from what the run itself declared."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import audience, choice, formats, method_rules, store
from dashboard.audience import Audience
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.records import records

_NONE = "none"


def main() -> None:
    """Draw the page."""
    audience.enter(Audience.PUBLIC)
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
    indicators = store.fetch(
        "method_indicators", scheme_id=scheme.scheme_id if scheme else ""
    )
    _look_up(indicators)
    _show_indicators(indicators)
    _show_scheme(scheme, indicators)
    method_rules.show()


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


def _look_up(indicators: pd.DataFrame) -> None:
    """One indicator on top: what the `?` beside a figure elsewhere links to."""
    if indicators.empty:
        st.info(t("method.no_indicators"))
        return
    rows = {row.indicator_id: row for row in records(indicators)}
    chosen = choice.one(
        "indicator",
        t("method.look_up"),
        [_NONE, *rows],
        words=lambda each: t("method.choose") if each == _NONE else rows[each].name,
        show_label=True,
        width=420,
    )
    if chosen != _NONE:
        with st.container(border=True):
            st.subheader(plain(rows[chosen].name), anchor=False)
            _show_definition(rows[chosen])


def _show_indicators(indicators: pd.DataFrame) -> None:
    st.header(t("method.indicators"), anchor="indicators")
    for pillar, rows in indicators.groupby("pillar", sort=False):
        first = rows.iloc[0]
        named = formats.is_missing(first.pillar_name)
        st.subheader(
            t(f"pillar.{pillar}") if named else plain(first.pillar_name), anchor=False
        )
        for row in records(rows):
            with st.expander(plain(row.name)):
                _show_definition(row)


def _show_definition(row: Any) -> None:
    """All that is declared of an indicator, a line each; gaps are left out."""
    lines = {
        "definition": row.definition,
        "formula": row.formula,
        "kind": t(f"method.kind_{row.kind}"),
        "unit": t(f"method.unit_{row.unit}"),
        "direction": _direction(row.higher_is_better),
        "minimum": t("method.minimum_words", n=formats.count(row.minimum_n)),
        "source": row.source
        if formats.is_missing(row.source_name)
        else row.source_name,
        "period_by": row.period_by,
        "reference": row.reference,
        **_goalposts(row),
    }
    told = {name: text for name, text in lines.items() if not formats.is_missing(text)}
    st.table(
        {
            t("method.field"): [t(f"method.{name}") for name in told],
            t("method.says"): [plain(text) for text in told.values()],
        },
        border="horizontal",
        hide_header=True,
        hide_index=True,
    )


def _direction(higher_is_better: object) -> str:
    if formats.is_missing(higher_is_better):
        return t("method.neither")
    return t("method.higher") if higher_is_better else t("method.lower")


def _goalposts(row: Any) -> dict[str, str]:
    if formats.is_missing(row.weight):
        return {"weight": t("method.not_scored")}
    posts = {
        "weight": formats.share(row.weight),
        "worst": formats.value(row.unit, row.worst),
        "best": formats.value(row.unit, row.best),
    }
    if not formats.is_missing(row.target):
        posts["target"] = formats.value(row.unit, row.target)
    return posts


def _show_scheme(scheme: Any, indicators: pd.DataFrame) -> None:
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
    pillars = store.fetch("method_pillars", scheme_id=scheme.scheme_id)
    bands = store.fetch("method_bands", scheme_id=scheme.scheme_id)
    left, right = st.columns(2)
    with left:
        st.table(
            {
                t("method.pillar"): pillars.name.map(plain).tolist(),
                t("method.weight"): pillars.weight.map(formats.share).tolist(),
            },
            border="horizontal",
            hide_index=True,
        )
    with right:
        st.table(
            {
                t("method.band"): bands.name.map(plain).tolist(),
                t("method.scores"): [_band(row) for row in records(bands)],
            },
            border="horizontal",
            hide_index=True,
        )
    scored = indicators.dropna(subset=["weight"])
    posts = [_goalposts(row) for row in records(scored)]
    st.table(
        {
            t("method.indicator"): scored.name.map(plain).tolist(),
            **{
                t(f"method.{part}"): [plain(post.get(part, "")) for post in posts]
                for part in ("weight", "worst", "best", "target")
            },
        },
        border="horizontal",
        hide_index=True,
    )


def _band(row: Any) -> str:
    if formats.is_missing(row.below_score):
        return t("method.band_from", low=formats.number(row.from_score))
    return t(
        "method.band_between",
        low=formats.number(row.from_score),
        high=formats.number(row.below_score),
    )


main()
