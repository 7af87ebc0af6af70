"""Both versions of every judgement an appeal is about, side by side."""

from collections.abc import Sequence

import streamlit as st

from dashboard import formats
from dashboard.assessments.appeal_lists import Side
from dashboard.assessments.judgement import DeductionEntry
from dashboard.assessments.rubric import Rubric
from dashboard.assessments.subjects import said
from dashboard.i18n import t
from dashboard.markdown import plain


def draw(sides: Sequence[Side]) -> None:
    """One table a judgement; a score that changes stands in bold."""
    if not sides:
        st.caption(t("appeals.ballots_stand"))
    for side in sides:
        st.markdown(f"**{assessor(side)}**")
        st.table(_rows(side), border="horizontal", hide_index=True)


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


def _rows(side: Side) -> list[dict[str, str]]:
    item, before, after = t("appeals.item"), t("appeals.before"), t("appeals.after")
    rows = []
    for each in side.rubric.items:
        first, second = (
            judged.scores.get(each.item_id) for judged in (side.before, side.after)
        )
        rows.append(
            {
                item: plain(said(each.names)),
                before: _score(first),
                after: _changed(first, second),
            }
        )
    kept = side.after.deductions
    for entry in side.before.deductions:
        stays = entry in kept
        rows.append(
            {
                item: deduction(side.rubric, entry),
                before: formats.signed(-entry.points, 1),
                after: formats.signed(-entry.points, 1)
                if stays
                else f"**{t('appeals.struck')}**",
            }
        )
    first, second = side.scores
    rows.append(
        {
            item: t("appeals.whole"),
            before: _score(first),
            after: _changed(first, second),
        }
    )
    return rows


def _changed(first: float | None, second: float | None) -> str:
    return _score(second) if first == second else f"**{_score(second)}**"


def _score(value: float | None) -> str:
    return t("results.no_score") if value is None else formats.number(value, 2)
