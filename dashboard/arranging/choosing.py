"""Choices of a new cycle: which ones, about whom, by which methods."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import get_args

import streamlit as st

from dashboard.arranging import wording
from dashboard.assessments import cycle_codes, cycles
from dashboard.assessments.cycles import MethodChoice
from dashboard.assessments.declared import CycleKind, Declared
from dashboard.assessments.subjects import KINDS, Subject, said
from dashboard.i18n import t
from dashboard.markdown import plain

_KINDS: tuple[CycleKind, ...] = get_args(CycleKind)
_EVERY, _SOME = "every", "some"


def codes(today: date, standing: Collection[str]) -> tuple[CycleKind, list[str]]:
    """Kind, year, and which of its cycles: at first the latest new one that began."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.segmented_control(
            t("cycles.kind"),
            _KINDS,
            default="quarter",
            required=True,
            format_func={
                each: t(f"cycles.length_{each}") for each in _KINDS
            }.__getitem__,
        )
        year = int(
            st.number_input(
                t("cycles.year"), 2020, 2099, today.year, format="%d", width=140
            )
        )
        offered = cycle_codes.of_year(kind, year)
        left = [each for each in offered if each not in standing]
        begun = [each for each in left if cycle_codes.parse(each).starts_on <= today]
        chosen = st.multiselect(
            t("cycles.which"),
            offered,
            default=begun[-1:] or left[:1],
            placeholder=t("cycles.choose"),
            format_func={
                code: said(cycle_codes.parse(code).names()) for code in offered
            }.__getitem__,
            key=f"cycles_which_{kind}_{year}",
            width=360,
        )
    return kind, list(chosen)


def subjects(known: Mapping[str, Subject]) -> list[str]:
    """Kinds of subjects; of each all of them, or some."""
    offered = [kind for kind in KINDS if any(s.kind == kind for s in known.values())]
    kinds = st.pills(
        t("cycles.about_whom"),
        offered,
        selection_mode="multi",
        default=[kind for kind in offered if kind == "department"],
        format_func={kind: wording.kind(kind) for kind in offered}.__getitem__,
    )
    found: list[str] = []
    for kind in kinds:
        found += _of_kind(kind, {i: s for i, s in known.items() if s.kind == kind})
    return found


def _of_kind(kind: str, known: Mapping[str, Subject]) -> list[str]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        which = st.segmented_control(
            wording.kind(kind),
            (_EVERY, _SOME),
            default=_EVERY,
            required=True,
            format_func={
                each: t(f"cycles.{each}", n=len(known)) for each in (_EVERY, _SOME)
            }.__getitem__,
            key=f"cycles_which_{kind}",
        )
        if which == _EVERY:
            return list(known)
        return list(
            st.multiselect(
                t("cycles.these"),
                list(known),
                placeholder=t("cycles.choose"),
                format_func={i: said(s.names) for i, s in known.items()}.__getitem__,
                key=f"cycles_these_{kind}",
            )
        )


def methods(told: Declared, kinds: Sequence[str]) -> dict[str, dict[str, MethodChoice]]:
    """Weights in percent and rubrics, by kind of subject; 0 leaves a method out."""
    defaults = cycles.default_methods(kinds)
    found: dict[str, dict[str, MethodChoice]] = {}
    for kind in kinds:
        with st.expander(t("cycles.methods_of", kind=wording.kind(kind))):
            found[kind] = _methods_of(told, kind, defaults.get(kind, {}))
    return found


def _methods_of(
    told: Declared, kind: str, defaults: Mapping[str, MethodChoice]
) -> dict[str, MethodChoice]:
    known = dict.fromkeys([*defaults, *(r.method for r in told.rubrics.values())])
    grid = st.grid(3, min_column_width=200)
    found: dict[str, MethodChoice] = {}
    for method in known:
        with grid, st.container(gap="xsmall"):
            weight, rubric_id = _method(told, kind, method, defaults.get(method))
        if weight:
            found[method] = MethodChoice(weight / 100, rubric_id)
    return found


def _method(
    told: Declared, kind: str, method: str, usual: MethodChoice | None
) -> tuple[float, str]:
    """Percent and rubric of one method."""
    names = {each.rubric_id: said(each.names) for each in told.rubrics_of(method)}
    first = usual.rubric_id if usual else next(iter(names))
    weight = st.number_input(
        t("cycles.weight_of", method=plain(names[first])),
        0.0,
        100.0,
        # As it was declared: 57, not 56.99999999999999.
        round(100 * usual.weight, 4) if usual else 0.0,
        1.0,
        format="%g",
        key=f"cycles_weight_{kind}_{method}",
    )
    if len(names) == 1:
        return weight, first
    rubric_id = st.selectbox(
        t("cycles.rubric"),
        list(names),
        index=list(names).index(first),
        format_func=names.__getitem__,
        key=f"cycles_rubric_{kind}_{method}",
    )
    return weight, rubric_id
