"""The items of a rubric: what each score means, and beside it the score and why."""

import streamlit as st

from dashboard.accounts.principal import Principal
from dashboard.assessments import checks
from dashboard.assessments.forms import Form
from dashboard.assessments.rubric import Item
from dashboard.assessments.subjects import said
from dashboard.assessments.workbook import band_range
from dashboard.entering import proofs
from dashboard.entering.saving import COMMENT, SCORE, Open, saver
from dashboard.i18n import t
from dashboard.markdown import plain


def draw(reader: Principal, form: Form, window: Open) -> None:
    """One row an item, in the order of the rubric."""
    for number, item in enumerate(form.rubric.items, start=1):
        begun = window.entered(item.item_id)
        with st.container(border=True, key=f"item_{item.item_id}"):
            scale, score, comment = st.columns([5, 2, 4])
            with scale:
                _scale(number, item)
            with score:
                st.number_input(
                    t("assess.score_of", item=plain(said(item.names))),
                    min_value=0.0,
                    max_value=100.0,
                    value=begun.score,
                    step=1.0,
                    format="%g",
                    placeholder=t("assess.score_range"),
                    key=window.key(SCORE, item.item_id),
                    on_change=saver(window),
                )
            with comment:
                st.text_area(
                    t(
                        "assess.comment_of",
                        item=plain(said(item.names)),
                        below=f"{form.rubric.comment_below:g}",
                        above=f"{form.rubric.comment_above:g}",
                    ),
                    begun.comment,
                    max_chars=checks.LONGEST_COMMENT,
                    height=90,
                    key=window.key(COMMENT, item.item_id),
                    on_change=saver(window),
                )
                # After the comment: from score to comment is one press of Tab.
                is_due = item.evidence == "required"
                proofs.draw(reader, form, item.item_id, is_due=is_due)


def _scale(number: int, item: Item) -> None:
    weight = t("assess.weight", share=f"{100 * item.weight:g}")
    lines = [f"**{number}. {plain(said(item.names))}**  :gray[{weight}]", ""]
    above = "100"
    for band in item.scale:
        reach = plain(band_range(band, above))
        lines.append(f"- :small[**{reach}** {plain(said(band.names))}]")
        above = f"{band.from_score:g}"
    st.markdown("\n".join(lines))
