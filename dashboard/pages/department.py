"""A department's scorecard, as a whole or in one city."""

import streamlit as st

from dashboard import period_picker
from dashboard.accounts import here
from dashboard.scorecard import body, subject_picker

here.enter("department")

with st.container(horizontal=True, vertical_alignment="center"):
    subject_id = subject_picker.department()
    period = period_picker.pick()

if subject_id and period:
    body.draw(subject_id, period)
