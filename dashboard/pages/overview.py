"""Overview: how the whole does, what needs a decision, and where to look next."""

import streamlit as st

from dashboard import attention, organ_heat_map, period_picker, score_trend
from dashboard import overview_tiles as tiles
from dashboard.accounts import here

ALL = "all"

here.enter("overview")

with st.container(
    horizontal=True,
    horizontal_alignment="distribute",
    vertical_alignment="center",
):
    title = st.empty()
    period = period_picker.pick()

if period is None:
    st.stop()

card = tiles.composite(ALL, period)
title.subheader(tiles.answer(card, period), anchor=False)
tiles.draw(ALL, card, period)

floors = score_trend.floors(card.scheme_id if card else None)
is_tall = organ_heat_map.is_tall(period)
wide, narrow = st.columns([1.75, 1], gap="small")
with wide:
    organ_heat_map.draw(period, least_height=470)
with narrow:
    attention.draw(period, height="content" if is_tall else "stretch")
    # Beside a low map there is no room for it, below both there is.
    if is_tall:
        score_trend.draw(ALL, "overview_trend", thresholds=floors, height=195)
if not is_tall:
    score_trend.draw(ALL, "overview_trend", thresholds=floors)
