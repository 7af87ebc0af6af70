"""Both versions of every judgement an appeal is about, side by side."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard import formats
from dashboard.assessments.appeal_lists import Side
from dashboard.assessments.judgement import DeductionEntry
from dashboard.assessments.rubric import Rubric
from dashboard.assessments.subjects import said
from dashboard.i18n import t
from dashboard.markdown import plain


def draw(sides: Sequence[Side]) -> None:
    """A row an item, a column an assessor: what stood, and in bold what comes."""
    if not sides:
        st.caption(t("appeals.ballots_stand"))
        return
    st.table(pd.DataFrame(_rows(sides)), border="horizontal", hide_index=True)


def assessor(side: Side) -> str:
    return t("appeals.assessor", n=formats.count(side.number))


def deduction(rubric: Rubric, entry: DeductionEntry) -> str:
    """红牌 −2，2026-08-03：…; Markdown."""
    names = next(
        (each.names for each in rubric.rules if each.rule_id == entry.rule_id), {}
    )
    return t(
        "appeals.deduction",
        rule=plain(said(names) or entry.rule_id),
        points=formats.signed(-entry.points, 1),
        day=formats.day(entry.happened_on),
        note=plain(entry.note),
    )


def _rows(sides: Sequence[Side]) -> list[dict[str, str]]:
    item = t("appeals.item")
    # All of one method, so that they were made by one rubric.
    rows = [
        {item: plain(said(each.names))}
        | {
            assessor(side): _change(
                side.before.scores.get(each.item_id),
                side.after.scores.get(each.item_id),
            )
            for side in sides
        }
        for each in sides[0].rubric.items
    ]
    rows += [
        {item: deduction(side.rubric, entry)}
        | {
            assessor(other): _strike(entry, side) if other is side else ""
            for other in sides
        }
        for side in sides
        for entry in side.before.deductions
    ]
    whole = {assessor(side): _change(*side.scores) for side in sides}
    return [*rows, {item: f"**{t('appeals.whole')}**"} | whole]


def _strike(entry: DeductionEntry, side: Side) -> str:
    points = formats.signed(-entry.points, 1)
    if entry in side.after.deductions:
        return points
    return t("appeals.change", before=points, after=t("appeals.struck"))


def _change(first: float | None, second: float | None) -> str:
    if first == second:
        return _score(first)
    return t("appeals.change", before=_score(first), after=_score(second))


def _score(value: float | None) -> str:
    return t("results.no_score") if value is None else formats.number(value, 2)
