"""A city's scorecard."""

import streamlit as st

from dashboard import period_picker
from dashboard.accounts import here
from dashboard.scorecard import body, subject_picker

here.enter("city")

with st.container(horizontal=True, vertical_alignment="center"):
    subject_id = subject_picker.city()
    period = period_picker.pick()

if subject_id and period:
    body.draw(subject_id, period)
