"""The board's forms: propose how to decide, confirm it or send it back."""

from collections import defaultdict

import streamlit as st

from dashboard import formats
from dashboard.accounts.principal import Principal
from dashboard.appealing import versions
from dashboard.assessments import appeals
from dashboard.assessments.amendments import Amendment
from dashboard.assessments.appeal_lists import Shown, Side
from dashboard.assessments.appeal_policies import AMENDED, UPHELD
from dashboard.assessments.subjects import said
from dashboard.i18n import t
from dashboard.markdown import plain
from dashboard.polling.doing import told

# Scores beside one another; on a telephone they stand below.
_ABREAST = 3


def propose(reader: Principal, one: Shown) -> None:
    """Uphold, or amend with new scores; each with its reason."""
    decision = UPHELD
    words = {each: t(f"appeals.decision_{each}") for each in (UPHELD, AMENDED)}
    if one.sides:
        decision = st.segmented_control(
            t("appeals.decision"),
            list(words),
            default=UPHELD,
            required=True,
            format_func=words.__getitem__,
        )
    if decision == UPHELD:
        versions.draw(one.sides)
    with st.form(f"propose_{one.appeal_id}_{one.revision}_{decision}"):
        amendment = _amendment(one.sides) if decision == AMENDED else None
        reason = st.text_area(
            t("appeals.reason"),
            max_chars=appeals.LONGEST_TEXT,
            help=t("appeals.reason_help"),
        )
        if st.form_submit_button(t("appeals.propose"), type="primary"):
            with told():
                appeals.propose(
                    reader,
                    one.appeal_id,
                    one.revision,
                    "amended" if decision == AMENDED else "upheld",
                    reason,
                    amendment,
                )
                st.rerun()


def confirm(reader: Principal, one: Shown) -> None:
    """A second member confirms, or sends back with a reason."""
    with st.form(f"confirm_{one.appeal_id}_{one.revision}"):
        reason = st.text_input(
            t("appeals.send_back_reason"), max_chars=appeals.LONGEST_TEXT
        )
        with st.container(horizontal=True):
            confirms = st.form_submit_button(t("appeals.confirm"), type="primary")
            sends_back = st.form_submit_button(t("appeals.send_back"))
        with told():
            if confirms:
                appeals.confirm(reader, one.appeal_id, one.revision)
                st.rerun()
            if sends_back:
                appeals.send_back(reader, one.appeal_id, one.revision, reason)
                st.rerun()


def _amendment(sides: tuple[Side, ...]) -> Amendment:
    """New scores beside the ones that stand; deductions with a box to strike them."""
    scores: dict[int, dict[str, float]] = defaultdict(dict)
    struck: dict[int, list[int]] = defaultdict(list)
    for side in sides:
        st.markdown(f"**{versions.assessor(side)}**")
        columns = st.columns(_ABREAST)
        for place, item in enumerate(side.rubric.items):
            stands = side.before.scores.get(item.item_id)
            typed = columns[place % _ABREAST].number_input(
                t(
                    "appeals.item_stands",
                    item=plain(said(item.names)),
                    score="–" if stands is None else formats.number(stands, 2),
                ),
                min_value=0.0,
                max_value=100.0,
                value=stands,
                step=0.5,
                key=f"amend_{side.assessment_id}_{item.item_id}",
            )
            if typed is not None and typed != stands:
                scores[side.assessment_id][item.item_id] = typed
        for place, entry in enumerate(side.before.deductions):
            if st.checkbox(
                t("appeals.strike", what=versions.deduction(side.rubric, entry)),
                key=f"strike_{side.assessment_id}_{place}",
            ):
                struck[side.assessment_id].append(place)
    return Amendment(dict(scores), dict(struck))
